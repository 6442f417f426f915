package io.oddity.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-0", "74.93588199999998", "1e5", "-1.5E-07", "100", "0.10", "12345678901234567890.123"})
    void jsonNumbersStayAsTheyAre(String text) {
        assertThat(NumberText.toJson(text)).contains(text);
    }

    @ParameterizedTest
    @CsvSource({"+5,5", ".5,0.5", "-.5,-0.5", "5.,5", "007,7", "00,0", "+.50e3,0.50e3", "-00.10,-0.10", "0.,0"})
    void otherDecimalSpellingsAreRespelledWithTheSameDigits(String text, String json) throws Exception {
        assertThat(NumberText.toJson(text)).contains(json);
        assertThat(new ObjectMapper().readTree(json).isNumber()).isTrue();
        assertThat(new BigDecimal(json)).isEqualByComparingTo(new BigDecimal(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "-", "+", "NaN", "Infinity", "1,5", "1_000", "0x10", "1e", "e5", "1.2.3", "1 2", "-.e1"
            })
    void anythingElseIsNotANumber(String text) {
        assertThat(NumberText.toJson(text)).isEmpty();
    }

    @Test
    void arabicDigitsAreNotJson() {
        assertThat(NumberText.toJson("\u0661\u0662")).isEmpty();
    }
}
