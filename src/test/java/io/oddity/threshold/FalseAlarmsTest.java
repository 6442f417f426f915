package io.oddity.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalseAlarmsTest {
    @ParameterizedTest
    @CsvSource({
        "1 per sensor per hour, 24",
        "2 per sensor per day, 2",
        "1 per sensor per week, 0.142857142857",
        "0.5 per sensor per month, 0.0166666666667"
    })
    void saysHowManyThereAreInADay(String text, double aDay) {
        FalseAlarms budget = FalseAlarms.parse(text);

        assertThat(budget.perMicro() * 24 * 3_600e6).isCloseTo(aDay, within(1e-9));
        assertThat(budget).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "1 per week", "0 per sensor per week", "-1 per sensor per week", "1 per sensor per age"
            })
    void refusesAllElse(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> FalseAlarms.parse(text));
    }

    @Test
    void isOneAWeekWhereNothingIsSaid() {
        assertThat(FalseAlarms.DEFAULT).hasToString("1 per sensor per week");
    }
}
