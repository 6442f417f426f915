package io.oddity.threshold;

import static io.oddity.model.Status.ANOMALY;
import static io.oddity.model.Status.NORMAL;
import static io.oddity.model.Status.WARMING_UP;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThresholdTest {
    @Test
    void onlyScoresAboveItAreAnomalies() {
        assertThat(Threshold.judge(Math.nextUp(0.7), 0.7, true)).isEqualTo(ANOMALY);
        assertThat(Threshold.judge(0.7, 0.7, true)).isEqualTo(NORMAL);
        assertThat(Threshold.judge(0, 0.7, true)).isEqualTo(NORMAL);
    }

    @Test
    void whileTheDetectorWarmsUpNothingIsAnAnomaly() {
        assertThat(Threshold.judge(1, 0.7, false)).isEqualTo(WARMING_UP);
    }
}
