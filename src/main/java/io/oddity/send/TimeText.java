package io.oddity.send;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the text of a time as milliseconds since 1970 in UTC. */
public final class TimeText {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    /** Seconds reach this in the year 5138, milliseconds did in March 1973: what is larger counts milliseconds. */
    private static final BigDecimal MILLIS_FROM = new BigDecimal("1e11");

    /** The same for milliseconds and microseconds. */
    private static final BigDecimal MICROS_FROM = new BigDecimal("1e14");

    /** ISO 8601 with T or a blank, seconds and zone optional; a date alone is its midnight. */
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendOptional(new DateTimeFormatterBuilder()
                    .appendPattern("['T'][' ']")
                    .append(DateTimeFormatter.ISO_LOCAL_TIME)
                    .appendPattern("[' '][XXX][XX][X]['['VV']']")
                    .toFormatter(Locale.ENGLISH))
            .toFormatter(Locale.ENGLISH);

    private final Function<String, Instant> reading;

    private TimeText(Function<String, Instant> reading) {
        this.reading = reading;
    }

    /**
     * Settles how times are written.
     *
     * @param format {@code iso}, {@code epoch_s}, {@code epoch_ms}, {@code epoch_us} or a {@code java.time} pattern; nothing for ISO
     *     8601, or a number whose size tells its unit
     * @param zone of times that name none
     * @throws SendException if the pattern is none
     */
    public static TimeText of(Optional<String> format, ZoneId zone) {
        return new TimeText(
                switch (format.orElse("")) {
                    case "" -> text -> guessed(text, zone);
                    case "iso" -> text -> parsed(text, ISO, zone);
                    case "epoch_s" -> text -> epoch(new BigDecimal(text), 0);
                    case "epoch_ms" -> text -> epoch(new BigDecimal(text), 3);
                    case "epoch_us" -> text -> epoch(new BigDecimal(text), 6);
                    default -> patterned(format.get(), zone);
                });
    }

    /**
     * Milliseconds since 1970 in UTC.
     *
     * @throws DateTimeException if the text is no such time
     */
    public long toMillis(String text) {
        try {
            return reading.apply(text).toEpochMilli();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new DateTimeException("not a time: '" + text + "'", e);
        }
    }

    private static Function<String, Instant> patterned(String pattern, ZoneId zone) {
        try {
            DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
            return text -> parsed(text, formatter, zone);
        } catch (IllegalArgumentException e) {
            throw SendException.usage(
                    "--time-format: neither iso, epoch_s, epoch_ms, epoch_us nor a java.time pattern: '" + pattern
                            + "' (" + e.getMessage() + ")");
        }
    }

    private static Instant guessed(String text, ZoneId zone) {
        if (!NUMBER.matcher(text).matches()) {
            return parsed(text, ISO, zone);
        }
        BigDecimal number = new BigDecimal(text);
        BigDecimal size = number.abs();
        return epoch(number, size.compareTo(MILLIS_FROM) < 0 ? 0 : size.compareTo(MICROS_FROM) < 0 ? 3 : 6);
    }

    /** @param unitDigits how many decimal digits the unit is below a second */
    private static Instant epoch(BigDecimal number, int unitDigits) {
        BigDecimal millis = number.scaleByPowerOfTen(3 - unitDigits).setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochMilli(millis.longValueExact());
    }

    private static Instant parsed(String text, DateTimeFormatter formatter, ZoneId zone) {
        TemporalAccessor best = formatter.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
        if (best instanceof ZonedDateTime zoned) {
            return zoned.toInstant();
        }
        LocalDateTime local = best instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) best;
        return local.atZone(zone).toInstant();
    }
}
