package io.oddity.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oddity.config.Pipeline;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {
    private static EventTime time(String format, String zone) {
        return new EventTime(new Pipeline.Time("ts", format, zone));
    }

    private static void assertRejected(EventTime time, String text, String reason) {
        assertThatThrownBy(() -> time.micros(text))
                .isInstanceOf(Rejection.class)
                .hasMessage(reason);
    }

    private static long micros(String instant) {
        Instant parsed = Instant.parse(instant);
        return parsed.getEpochSecond() * 1_000_000 + parsed.getNano() / 1_000;
    }

    @ParameterizedTest
    @CsvSource({
        "2023-09-01T12:00:00Z, 2023-09-01T12:00:00Z",
        "2023-09-01T12:00Z, 2023-09-01T12:00:00Z",
        "2023-09-01T12:00:00.123456Z, 2023-09-01T12:00:00.123456Z",
        "2023-09-01T12:00:00.123456789Z, 2023-09-01T12:00:00.123456Z",
        "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z",
        "2023-09-01T12:00:00+02:00, 2023-09-01T10:00:00Z",
        "2023-09-01T12:00:00-03:30, 2023-09-01T15:30:00Z",
        "2023-09-01T12:00:00+02:00[Europe/Berlin], 2023-09-01T10:00:00Z",
    })
    void isoTimesWithAZoneMeanThatZone(String text, String instant) throws Rejection {
        assertThat(time("iso", "Asia/Tokyo").micros(text)).isEqualTo(micros(instant));
    }

    @ParameterizedTest
    @CsvSource({
        "2023-09-01T12:00:00, Europe/Berlin, 2023-09-01T10:00:00Z",
        "2023-12-01T12:00:00, Europe/Berlin, 2023-12-01T11:00:00Z",
        "2023-09-01T12:00:00.5, UTC, 2023-09-01T12:00:00.500Z",
        "2023-09-01T12:00, +01:00, 2023-09-01T11:00:00Z",
    })
    void isoTimesWithoutAZoneMeanTheConfiguredOne(String text, String zone, String instant) throws Rejection {
        assertThat(time("iso", zone).micros(text)).isEqualTo(micros(instant));
    }

    @ParameterizedTest
    @CsvSource({
        "epoch_s, 1693569600, 1693569600000000",
        "epoch_s, 1693569600.25, 1693569600250000",
        "epoch_s, 1693569600.1234567, 1693569600123456",
        "epoch_s, 1.6935696e9, 1693569600000000",
        "epoch_s, -1, -1000000",
        "epoch_s, 0, 0",
        "epoch_ms, 1693569600123, 1693569600123000",
        "epoch_ms, 1693569600123.5, 1693569600123500",
        "epoch_us, 1693569600123456, 1693569600123456",
        "epoch_us, 1693569600123456.9, 1693569600123456",
        "epoch_us, 1e-2147483647, 0",
    })
    void epochsAreReadExactly(String format, String text, long micros) throws Rejection {
        assertThat(time(format, "UTC").micros(text)).isEqualTo(micros);
    }

    @Test
    void readsTheArticlesLocalTime() throws Rejection {
        EventTime article = time("yyyy-MM-dd HH:mm:ss[.SSS]", "UTC");

        assertThat(article.micros("2023-09-01 12:00:00")).isEqualTo(1_693_569_600_000_000L);
        assertThat(article.micros("2023-09-01 12:00:00.250")).isEqualTo(1_693_569_600_250_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "yyyy-MM-dd, 2023-09-01, 2023-08-31T22:00:00Z",
        "dd.MM.yyyy HH:mm, 01.09.2023 12:30, 2023-09-01T10:30:00Z",
        "yyyy-MM-dd HH:mm:ss XXX, 2023-09-01 12:00:00 -03:30, 2023-09-01T15:30:00Z",
        "yyyy-MM-dd HH:mm:ss VV, 2023-09-01 12:00:00 Asia/Tokyo, 2023-09-01T03:00:00Z",
        "d MMM uuuu HH:mm:ss, 1 Sep 2023 12:00:00, 2023-09-01T10:00:00Z",
    })
    void patternsMayHaveAZoneOfTheirOwn(String pattern, String text, String instant) throws Rejection {
        assertThat(time(pattern, "Europe/Berlin").micros(text)).isEqualTo(micros(instant));
    }

    @ParameterizedTest
    @CsvSource({
        "iso, ''",
        "iso, yesterday",
        "iso, 2023-09-01",
        "iso, 2023-09-01 12:00:00",
        "iso, 2023-02-30T12:00:00Z",
        "iso, 2023-09-01T25:00:00Z",
        "iso, 1693569600",
        "epoch_s, ''",
        "epoch_s, ' 1'",
        "epoch_s, 2023-09-01T12:00:00Z",
        "epoch_s, 0x10",
        "epoch_s, NaN",
        "epoch_s, 1e99999999999",
        "epoch_s, 1e20",
        "epoch_us, 1e999999999",
        "epoch_s, 1e2147483647",
        "epoch_us, 1e2147483647",
        "epoch_us, -1e2147483647",
        "epoch_s, 0.00000000000000000000000000000000000000000001",
        "HH:mm, 12:00",
    })
    @Timeout(2)
    void whatIsNoSuchTimeIsRejected(String format, String text) {
        assertRejected(time(format, "UTC"), text, "ts: not a time in the format " + format + ": '" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"iso, 0001-01-01T00:00:00Z", "iso, 9999-12-31T23:59:59.999999Z"})
    void yearsFrom1To9999AreTaken(String format, String text) throws Rejection {
        assertThat(time(format, "UTC").micros(text)).isEqualTo(micros(text));
    }

    @ParameterizedTest
    @CsvSource({
        "iso, 0000-12-31T23:59:59.999999Z",
        "iso, 0001-01-01T00:00:00+01:00",
        "iso, +10000-01-01T00:00:00Z",
        "iso, 9999-12-31T23:59:59-01:00",
        "iso, -0044-03-15T12:00:00Z",
        "epoch_s, 253402300800",
        "epoch_s, 1693569600000",
        "epoch_us, 9999999999999999999",
        "epoch_us, -9999999999999999999",
        "epoch_ms, -62135596800001",
    })
    void otherYearsAreRejected(String format, String text) {
        assertRejected(time(format, "UTC"), text, "ts: outside the years 1 to 9999: '" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iso", "epoch_s", "yyyy"})
    void anEmptyTextIsNoTimeAlsoAsTheFirstOne(String format) {
        assertRejected(time(format, "UTC"), "", "ts: not a time in the format " + format + ": ''");
    }

    @Test
    void aRejectedTextIsNotRemembered() throws Rejection {
        EventTime time = time("epoch_s", "UTC");
        time.micros("1");

        assertRejected(time, "x", "ts: not a time in the format epoch_s: 'x'");
        assertRejected(time, "x", "ts: not a time in the format epoch_s: 'x'");
        assertThat(time.micros("1")).isEqualTo(Duration.ofSeconds(1).toNanos() / 1_000);
    }
}
