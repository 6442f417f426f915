package io.oddity.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    /** UTC+1 in winter. */
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static TimeText format(String format) {
        return TimeText.of(Optional.ofNullable(format), BERLIN);
    }

    @ParameterizedTest
    @CsvSource({
        "2013-12-02 21:15:00, 2013-12-02T20:15:00Z",
        "2013-12-02 21:15:00.123456, 2013-12-02T20:15:00.123Z",
        "2013-12-02T21:15, 2013-12-02T20:15:00Z",
        "2013-12-02T21:15:00Z, 2013-12-02T21:15:00Z",
        "2013-12-02t21:15:00z, 2013-12-02T21:15:00Z",
        "2013-12-02T21:15:00.5-03:30, 2013-12-03T00:45:00.5Z",
        "2013-12-02 21:15:00+0200, 2013-12-02T19:15:00Z",
        "2013-12-02 21:15:00 +02, 2013-12-02T19:15:00Z",
        "2013-12-02T21:15:00+09:00[Asia/Tokyo], 2013-12-02T12:15:00Z",
        "2013-12-02, 2013-12-01T23:00:00Z",
        "1386018900, 2013-12-02T21:15:00Z",
        "1386018900.25, 2013-12-02T21:15:00.250Z",
        "1386018900123, 2013-12-02T21:15:00.123Z",
        "1386018900123456, 2013-12-02T21:15:00.123Z",
        "-1, 1969-12-31T23:59:59Z"
    })
    void withoutAFormatIsoAndEpochsAreTold(String text, Instant expected) {
        assertThat(format(null).toMillis(text)).isEqualTo(expected.toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource({
        "epoch_s, 100000000000, 100000000000000",
        "epoch_s, 1.9999, 1999",
        "epoch_ms, 5, 5",
        "epoch_us, 5999, 5",
        "iso, 1970-01-01T00:00:01Z, 1000",
        "dd.MM.yyyy HH:mm[:ss], 01.01.1970 01:00, 0",
        "dd.MM.yyyy HH:mm[:ss], 01.01.1970 01:00:02, 2000",
        "d/MMM/yyyy HH:mm:ss Z, 1/Jan/1970 02:00:00 +0200, 0",
        "yyyyMMdd, 19700102, 82800000"
    })
    void givenFormatRules(String format, String text, long millis) {
        assertThat(format(format).toMillis(text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2013-13-02",
                "2013-12-02T",
                "2013-12-02 21",
                "1e5",
                "",
                "99999999999999999999999999"
            })
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> format(null).toMillis(text)).isInstanceOf(DateTimeException.class);
    }

    @Test
    void numberThatIsNoneIsRefusedForEpochsToo() {
        assertThatThrownBy(() -> format("epoch_s").toMillis("x")).isInstanceOf(DateTimeException.class);
    }

    @Test
    void patternThatIsNoneIsRefusedAtOnce() {
        assertThatThrownBy(() -> format("epoch_h"))
                .isInstanceOfSatisfying(
                        SendException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
                .hasMessageStartingWith("--time-format: ");
    }
}
