package io.oddity.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static final long MINUTE = 60_000_000;

    @Test
    void durationsHaveTwoUnits() {
        assertThat(Words.duration(0)).isEqualTo("0 s");
        assertThat(Words.duration(1_500_000)).isEqualTo("1.500 s");
        assertThat(Words.duration(90_000_000)).isEqualTo("1 min 30 s");
        assertThat(Words.duration(60 * MINUTE)).isEqualTo("1 h");
        assertThat(Words.duration(85 * MINUTE)).isEqualTo("1 h 25 min");
        assertThat(Words.duration(49 * 60 * MINUTE)).isEqualTo("2 d 1 h");
        assertThat(Words.duration(OptionalLong.empty())).isEqualTo("–");
    }

    @Test
    void smallRatesKeepTheirDigits() {
        assertThat(Words.rate(0)).isEqualTo("0.00");
        assertThat(Words.rate(0.0123)).isEqualTo("0.012");
        assertThat(Words.rate(1234.5)).isEqualTo("1,234.50");
        assertThat(Words.rate(Double.NaN)).isEqualTo("–");
    }

    @Test
    void thresholdsLoseTheirZeros() {
        assertThat(Words.threshold(0.5)).isEqualTo("0.50");
        assertThat(Words.threshold(0.9)).isEqualTo("0.90");
        assertThat(Words.threshold(0.12345)).isEqualTo("0.1235");
    }

    @Test
    void tablesAreAligned() {
        Table table = new Table("sensor", "n");
        table.add("pump", "12");
        table.add("a", "1,234");

        assertThat(table.toText().lines()).containsExactly("sensor      n", "pump       12", "a       1,234");
    }
}
