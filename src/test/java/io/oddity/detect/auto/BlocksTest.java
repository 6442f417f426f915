package io.oddity.detect.auto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Blocks of an hour, twelve readings at the usual rate: one to thirty-six. */
class BlocksTest {
    private static final long MINUTE = 60_000_000L;

    private final Layout layout = new Layout();
    private final Blocks blocks = new Blocks(layout, 60 * MINUTE);
    private final long[] state = new long[layout.words()];

    @Test
    void lastTheirTimeFromTwiceTheUsualRateDownToAReadingABlock() {
        assertThat(openedAt(100, 5 * MINUTE)).containsExactly(0, 12, 24, 36, 48, 60, 72, 84, 96);
        assertThat(openedAt(100, 2 * MINUTE)).containsExactly(0, 30, 60, 90);
        assertThat(openedAt(30, 10 * MINUTE)).containsExactly(0, 6, 12, 18, 24);
        assertThat(openedAt(6, 30 * MINUTE)).containsExactly(0, 2, 4);
    }

    @Test
    void holdOneReadingHoweverSlowTheSensor() {
        assertThat(openedAt(4, 1_440 * MINUTE)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void holdThirtySixReadingsHoweverFastTheSensorAndWithoutAnyTime() {
        assertThat(openedAt(100, 1_000)).containsExactly(0, 36, 72);
        assertThat(openedAt(100, 0)).containsExactly(0, 36, 72);
    }

    @Test
    void aClockThatWasWrongOnceEndsOneBlock() {
        List<Integer> opened = new ArrayList<>();
        Arrays.fill(state, 0);
        for (int i = 0; i < 40; i++) {
            if (blocks.opens(state, 0, i == 6 ? Long.MAX_VALUE : i * (5 * MINUTE))) {
                opened.add(i);
            }
        }

        assertThat(opened).containsExactly(0, 6, 19, 31);
    }

    private List<Integer> openedAt(int readings, long interval) {
        List<Integer> opened = new ArrayList<>();
        Arrays.fill(state, 0);
        for (int i = 0; i < readings; i++) {
            if (blocks.opens(state, 0, i * interval)) {
                opened.add(i);
            }
        }
        return opened;
    }
}
