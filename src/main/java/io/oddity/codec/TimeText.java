package io.oddity.codec;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** Writes times as {@link java.time.Instant#toString} does: in UTC, with no, three or six digits of a second. Single-threaded. */
final class TimeText {
    /** Of the longest; a year before 1 or after 9999 has a sign. */
    static final int MOST_BYTES = 40;

    private static final long MICROS_A_DAY = 86_400_000_000L;

    private long day = Long.MIN_VALUE;
    private byte[] date = {};

    /** Writes a time, microseconds since the epoch; says where the next byte goes. */
    int write(long micros, byte[] to, int at) {
        long wanted = Math.floorDiv(micros, MICROS_A_DAY);
        if (wanted != day) {
            date = LocalDate.ofEpochDay(wanted).toString().getBytes(StandardCharsets.US_ASCII);
            day = wanted;
        }
        System.arraycopy(date, 0, to, at, date.length);
        long ofDay = micros - wanted * MICROS_A_DAY;
        int ofMinute = (int) (ofDay % 60_000_000);
        int minutes = (int) (ofDay / 60_000_000);
        int next = two('T', minutes / 60, to, at + date.length);
        next = two(':', minutes % 60, to, next);
        next = two(':', ofMinute / 1_000_000, to, next);
        int fraction = ofMinute % 1_000_000;
        if (fraction != 0) {
            to[next++] = '.';
            boolean isMillis = fraction % 1_000 == 0;
            next = DigitText.write(isMillis ? fraction / 1_000 : fraction, isMillis ? 3 : 6, to, next);
        }
        to[next++] = 'Z';
        return next;
    }

    private static int two(char before, int value, byte[] to, int at) {
        to[at] = (byte) before;
        return DigitText.write(value, 2, to, at + 1);
    }
}
