package io.oddity.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeatTest {
    private static int heat(double score, double threshold, boolean isOdd) {
        return Byte.toUnsignedInt(Heat.of(score, threshold, isOdd, true));
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "0.35, 65", "0.7, 127"})
    void calmScoresFillTheLowerHalf(double score, int expected) {
        assertThat(heat(score, 0.7, false)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.7000001, 128", "0.85, 192", "1, 255"})
    void anomaliesFillTheUpperHalf(double score, int expected) {
        assertThat(heat(score, 0.7, true)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void anAnomalyIsHotterThanAnythingCalmWhateverTheThreshold(double threshold) {
        assertThat(heat(0, threshold, true)).isGreaterThanOrEqualTo(Heat.ODD);
        assertThat(heat(1, threshold, false)).isBetween(Heat.CALM, Heat.ODD - 1);
    }

    @Test
    void theLargerIsTheOdderOne() {
        byte odd = Heat.of(0.9, 0.7, true, true);
        byte calm = Heat.of(0.1, 0.7, false, true);
        byte warmingUp = Heat.of(0, 0.7, false, false);

        assertThat(Heat.max(odd, calm)).isEqualTo(odd);
        assertThat(Heat.max(warmingUp, calm)).isEqualTo(calm);
        assertThat(Heat.max((byte) Heat.NONE, warmingUp)).isEqualTo(warmingUp);
    }
}
