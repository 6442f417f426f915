package io.oddity.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "0.1, 0.9243, 0.92",
        "2, 79.74, 79.7",
        "2000, 18234, 18200",
        "0.003, -0.00056, -0.0006",
        "1e-9, 5e-9, 0.000000005"
    })
    void saysATenthOfASigmaOrLess(double sigma, double value, String text) {
        assertThat(Figures.text(value, Figures.digits(sigma, value))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-40, -40", "0.1, 0.1", "12345.678, 12345.7", "1e300, 1.00000E+300", "1.5e-12, 1.5E-12"})
    void saysSixDigitsWhereNothingIsKnown(double value, String text) {
        assertThat(Figures.text(value, Figures.digits(0, value))).isEqualTo(text);
        assertThat(Figures.digits(Double.NaN, value)).isEqualTo(Figures.digits(0, value));
    }

    @Test
    void roundedNumbersAreShort() {
        assertThat(Figures.rounded(0.1 + 0.2, 3)).isEqualTo(0.3);
        assertThat(Figures.rounded(1234.5, -2)).isEqualTo(1200);
        assertThat(Figures.rounded(Double.NaN, 2)).isNaN();
    }

    @Test
    void roundsTowardsTheOtherNumber() {
        assertThat(Figures.towards(0, 0.687, 2)).isEqualTo(0.68);
        assertThat(Figures.towards(1, 0.682, 2)).isEqualTo(0.69);
        assertThat(Figures.towards(0, 0.29, 2)).isEqualTo(0.29);
        assertThat(Figures.towards(0, 1299, -2)).isEqualTo(1200);
    }
}
