package io.oddity.backtest.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Time from left to right. Times are UTC.
 *
 * @param fromMicros the left end, since 1970
 * @param toMicros the right end
 * @param left where it begins, in pixels
 * @param width in pixels
 */
record TimeScale(long fromMicros, long toMicros, int left, int width) {
    private static final int PIXELS_PER_TICK = 110;
    private static final long SECOND = 1_000_000;
    private static final long HOUR = 3_600 * SECOND;
    private static final long DAY = 24 * HOUR;
    private static final List<Long> STEPS = List.of(
            SECOND,
            5 * SECOND,
            15 * SECOND,
            60 * SECOND,
            300 * SECOND,
            900 * SECOND,
            HOUR,
            3 * HOUR,
            6 * HOUR,
            12 * HOUR,
            DAY,
            2 * DAY,
            7 * DAY,
            14 * DAY,
            30 * DAY,
            90 * DAY,
            365 * DAY);

    private static final DateTimeFormatter SECONDS = formatter("HH:mm:ss");
    private static final DateTimeFormatter MINUTES = formatter("d MMM HH:mm");
    private static final DateTimeFormatter DAYS = formatter("d MMM yyyy");
    private static final DateTimeFormatter FULL = formatter("yyyy-MM-dd HH:mm:ss");

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    /** Where a time is, in pixels; in the middle when there is only one. */
    double x(long micros) {
        return toMicros == fromMicros
                ? left + width / 2.0
                : left + (double) (micros - fromMicros) / (toMicros - fromMicros) * width;
    }

    /** The pixel column of a time, from 0. */
    int column(long micros) {
        return (int) Math.max(0, Math.min(width - 1, x(micros) - left));
    }

    /** Round times, far enough apart to be written below each other's side. */
    long[] ticks() {
        long step = step();
        long first = Math.floorDiv(fromMicros + step - 1, step) * step;
        return LongStream.iterate(first, at -> at <= toMicros, at -> at + step).toArray();
    }

    private long step() {
        double wanted = (double) (toMicros - fromMicros) * PIXELS_PER_TICK / width;
        return STEPS.stream()
                .filter(step -> step >= wanted)
                .findFirst()
                .orElseGet(() -> (long) wanted / DAY * DAY + DAY);
    }

    /** A round time, as short as it may be. */
    String text(long tick) {
        long step = step();
        return (step >= DAY ? DAYS : step >= 60 * SECOND ? MINUTES : SECONDS).format(instant(tick));
    }

    /** A time to the second. */
    static String full(long micros) {
        return FULL.format(instant(micros));
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
