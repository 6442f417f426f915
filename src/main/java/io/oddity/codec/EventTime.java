package io.oddity.codec;

import io.oddity.config.Pipeline;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.Locale;

/** Reads event times in the format that a pipeline declares, as microseconds since the epoch. Single-threaded. */
final class EventTime {
    private static final long FIRST_MICROS = micros(Instant.parse("0001-01-01T00:00:00Z"));
    private static final long LAST_MICROS = micros(Instant.parse("9999-12-31T23:59:59.999999Z"));

    /** So many are no overflow. */
    private static final int MAX_EPOCH_DIGITS = 18;

    private final Pipeline.Time time;
    private final ZoneId zone;
    private final DateTimeFormatter formatter;
    private final ClockText clockText;
    private final long microsPerUnit;
    private String lastText;
    private long lastMicros;
    private byte[] lastBytes = {};
    private long lastBytesMicros;

    EventTime(Pipeline.Time time) {
        this.time = time;
        zone = ZoneId.of(time.zone());
        microsPerUnit = switch (time.format()) {
            case "epoch_s" -> 1_000_000;
            case "epoch_ms" -> 1_000;
            case "epoch_us" -> 1;
            default -> 0;
        };
        formatter = microsPerUnit > 0
                ? null
                : time.format().equals("iso") ? DateTimeFormatter.ISO_DATE_TIME : strict(time.format());
        clockText = ClockText.of(time.format(), zone.normalized().equals(ZoneOffset.UTC));
    }

    /** Java would otherwise take 30 February for the 28th. The era lets {@code yyyy} be a year, as everybody writes it. */
    private static DateTimeFormatter strict(String pattern) {
        return new DateTimeFormatterBuilder()
                .appendPattern(pattern)
                .parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /** The same as {@link #micros(String)} of a text of ASCII, faster where its format is a usual one. */
    long micros(byte[] record, int from, int to) throws Rejection {
        if (from == to || !Arrays.equals(record, from, to, lastBytes, 0, lastBytes.length)) {
            long micros = usual(record, from, to);
            if (micros == ClockText.UNCLEAR) {
                micros = micros(new String(record, from, to - from, StandardCharsets.US_ASCII));
            }
            if (lastBytes.length != to - from) {
                lastBytes = new byte[to - from];
            }
            System.arraycopy(record, from, lastBytes, 0, to - from);
            lastBytesMicros = micros;
        }
        return lastBytesMicros;
    }

    private long usual(byte[] record, int from, int to) {
        if (clockText != null) {
            return clockText.micros(record, from, to);
        }
        if (microsPerUnit == 0 || to - from > MAX_EPOCH_DIGITS) {
            return ClockText.UNCLEAR;
        }
        long units = 0;
        for (int at = from; at < to; at++) {
            if (record[at] < '0' || record[at] > '9') {
                return ClockText.UNCLEAR;
            }
            units = 10 * units + (record[at] - '0');
        }
        return to == from || units > LAST_MICROS / microsPerUnit ? ClockText.UNCLEAR : units * microsPerUnit;
    }

    /** Sensors that report together share their times' text, so the last one is remembered. */
    long micros(String text) throws Rejection {
        if (!text.equals(lastText)) {
            lastMicros = parse(text);
            lastText = text;
        }
        return lastMicros;
    }

    private long parse(String text) throws Rejection {
        long micros;
        try {
            micros = microsPerUnit > 0 ? epoch(text) : calendar(text);
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new Rejection(
                    time.field() + ": not a time in the format " + time.format() + ": " + Rejection.quote(text));
        }
        if (micros < FIRST_MICROS || micros > LAST_MICROS) {
            throw outside(text);
        }
        return micros;
    }

    /** A record's own timestamp. Some producers write microseconds there, tens of thousands of years from now. */
    long ofRecord(long millis) throws Rejection {
        if (millis < FIRST_MICROS / 1_000 || millis > LAST_MICROS / 1_000) {
            throw outside(Long.toString(millis));
        }
        return millis * 1_000;
    }

    private Rejection outside(String text) {
        return new Rejection(time.field() + ": outside the years 1 to 9999: " + Rejection.quote(text));
    }

    private long epoch(String text) {
        if (text.length() > 40) {
            throw new NumberFormatException("too long");
        }
        BigDecimal micros = new BigDecimal(text).multiply(BigDecimal.valueOf(microsPerUnit));
        // Bounds first: writing 1e999999999 out as an integer would take for ever.
        if ((long) micros.precision() - micros.scale() > 19) {
            throw new ArithmeticException("too large");
        }
        return micros.longValue();
    }

    private long calendar(String text) {
        TemporalAccessor parsed = formatter.parseBest(
                text, OffsetDateTime::from, ZonedDateTime::from, Instant::from, LocalDateTime::from, LocalDate::from);
        Instant instant;
        if (parsed instanceof LocalDateTime local) {
            instant = local.atZone(zone).toInstant();
        } else if (parsed instanceof LocalDate day) {
            instant = day.atStartOfDay(zone).toInstant();
        } else {
            instant = Instant.from(parsed);
        }
        return micros(instant);
    }

    private static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }
}
