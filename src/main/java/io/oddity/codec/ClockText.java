package io.oddity.codec;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Times as most senders write them: {@code 2026-11-21T18:30:05.250Z}, or with a blank, without a zone, or with an offset. Whatever is
 * not clearly one of them is left to a formatter. Single-threaded.
 */
final class ClockText {
    /** What cannot be read here. */
    static final long UNCLEAR = Long.MIN_VALUE;

    private static final long NONE = Long.MIN_VALUE;

    private static final int[] MICROS = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

    private static final int TO_SECONDS = 19;

    private final byte separator;
    private final int leastFraction;
    private final int mostFraction;
    private final boolean isIso;
    private final boolean isUtc;

    /** The date read last, as text and as a day since the epoch. */
    private final byte[] date = new byte[10];

    private long day = NONE;

    private ClockText(char separator, int leastFraction, int mostFraction, boolean isIso, boolean isUtc) {
        this.separator = (byte) separator;
        this.leastFraction = leastFraction;
        this.mostFraction = mostFraction;
        this.isIso = isIso;
        this.isUtc = isUtc;
    }

    /**
     * For a format.
     *
     * @param isUtc whether a time without a zone means UTC; what it means elsewhere is not known here
     * @return null when the format has to be left to a formatter
     */
    static ClockText of(String format, boolean isUtc) {
        return switch (format) {
            case "iso" -> new ClockText('T', 0, 6, true, isUtc);
            case "yyyy-MM-dd HH:mm:ss" -> utc(' ', 0, 0, isUtc);
            case "yyyy-MM-dd HH:mm:ss.SSS" -> utc(' ', 3, 3, isUtc);
            case "yyyy-MM-dd HH:mm:ss[.SSS]" -> utc(' ', 0, 3, isUtc);
            case "yyyy-MM-dd'T'HH:mm:ss" -> utc('T', 0, 0, isUtc);
            case "yyyy-MM-dd'T'HH:mm:ss.SSS" -> utc('T', 3, 3, isUtc);
            case "yyyy-MM-dd'T'HH:mm:ss[.SSS]" -> utc('T', 0, 3, isUtc);
            default -> null;
        };
    }

    private static ClockText utc(char separator, int leastFraction, int mostFraction, boolean isUtc) {
        return isUtc ? new ClockText(separator, leastFraction, mostFraction, false, true) : null;
    }

    /** Microseconds since the epoch, or {@link #UNCLEAR}. */
    long micros(byte[] text, int from, int to) {
        if (to - from < TO_SECONDS || text[from + 10] != separator || !isDate(text, from)) {
            return UNCLEAR;
        }
        int hour = two(text, from + 11);
        int minute = two(text, from + 14);
        int second = two(text, from + 17);
        boolean isTime = text[from + 13] == ':' && text[from + 16] == ':' && hour >= 0 && hour <= 23;
        if (!isTime || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return UNCLEAR;
        }
        long seconds = 86_400 * day + 3_600L * hour + 60L * minute + second;
        return fraction(text, from + TO_SECONDS, to, seconds);
    }

    /** Whether a date stands here; {@link #day} is it. The next reading is most often of the same day. */
    private boolean isDate(byte[] text, int from) {
        if (day != NONE && ByteWords.isAt(text, from, date)) {
            return true;
        }
        int year = 100 * two(text, from) + two(text, from + 2);
        int month = two(text, from + 5);
        int ofMonth = two(text, from + 8);
        boolean isDate = text[from + 4] == '-' && text[from + 7] == '-' && year >= 1000 && year < 9999;
        if (!isDate
                || month < 1
                || month > 12
                || ofMonth < 1
                || ofMonth > YearMonth.of(year, month).lengthOfMonth()) {
            return false;
        }
        day = LocalDate.of(year, month, ofMonth).toEpochDay();
        System.arraycopy(text, from, date, 0, date.length);
        return true;
    }

    /** Two digits; far below 0 when they are none. */
    private static int two(byte[] text, int at) {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -100_000 : 10 * tens + ones;
    }

    private long fraction(byte[] text, int from, int to, long seconds) {
        int at = from;
        long micros = 0;
        int digits = 0;
        if (at < to && text[at] == '.') {
            for (at++; at < to && text[at] >= '0' && text[at] <= '9'; at++) {
                digits++;
                if (digits > mostFraction) {
                    return UNCLEAR;
                }
                micros += (long) (text[at] - '0') * MICROS[digits];
            }
            // A dot alone is one, and where a pattern says how many digits there are it means it.
            if (digits == 0 || (!isIso && digits != mostFraction)) {
                return UNCLEAR;
            }
        }
        if (digits < leastFraction) {
            return UNCLEAR;
        }
        return zone(text, at, to, seconds, micros);
    }

    private long zone(byte[] text, int at, int to, long seconds, long micros) {
        int left = to - at;
        if (left == 0) {
            return isUtc ? 1_000_000 * seconds + micros : UNCLEAR;
        }
        if (!isIso) {
            return UNCLEAR;
        }
        if (left == 1 && text[at] == 'Z') {
            return 1_000_000 * seconds + micros;
        }
        if (left != 6 || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':') {
            return UNCLEAR;
        }
        int hours = two(text, at + 1);
        int minutes = two(text, at + 4);
        if (hours < 0 || hours > 17 || minutes < 0 || minutes > 59) {
            return UNCLEAR;
        }
        int offset = 3_600 * hours + 60 * minutes;
        return 1_000_000 * (text[at] == '+' ? seconds - offset : seconds + offset) + micros;
    }
}
