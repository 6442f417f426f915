package io.oddity.threshold;

import static io.oddity.model.Status.ANOMALY;
import static io.oddity.model.Status.NORMAL;
import static io.oddity.model.Status.WARMING_UP;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThresholdTest {
    private final Threshold threshold = new Threshold(0.7);

    @Test
    void onlyScoresAboveItAreAnomalies() {
        assertThat(threshold.judge(Math.nextUp(0.7), true)).isEqualTo(ANOMALY);
        assertThat(threshold.judge(0.7, true)).isEqualTo(NORMAL);
        assertThat(threshold.judge(0, true)).isEqualTo(NORMAL);
    }

    @Test
    void whileTheDetectorWarmsUpNothingIsAnAnomaly() {
        assertThat(threshold.judge(1, false)).isEqualTo(WARMING_UP);
    }
}
