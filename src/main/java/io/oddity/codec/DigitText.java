package io.oddity.codec;

import java.nio.charset.StandardCharsets;

/** Writes integers as decimal digits. */
final class DigitText {
    /** Of the longest, with its sign. */
    static final int MOST_BYTES = 20;

    /** 00 to 99: divisions are what digits cost. */
    private static final byte[] PAIRS = new byte[200];

    private static final long[] POWERS = new long[19];

    static {
        for (int i = 0; i < 100; i++) {
            PAIRS[2 * i] = (byte) ('0' + i / 10);
            PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    private DigitText() {}

    /** Writes a number; says where the next byte goes. */
    static int write(long value, byte[] to, int at) {
        if (value == Long.MIN_VALUE) {
            byte[] digits = Long.toString(value).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(digits, 0, to, at, digits.length);
            return at + digits.length;
        }
        int next = at;
        if (value < 0) {
            to[next++] = '-';
        }
        long size = Math.abs(value);
        return write(size, count(size), to, next);
    }

    /** Writes a number that is not negative with so many digits, zeros in front. */
    static int write(long value, int digits, byte[] to, int at) {
        long left = value;
        int next = at + digits;
        while (next - at >= 2) {
            long rest = left / 100;
            int pair = (int) (left - 100 * rest) * 2;
            to[--next] = PAIRS[pair + 1];
            to[--next] = PAIRS[pair];
            left = rest;
        }
        if (next > at) {
            to[at] = (byte) ('0' + left % 10);
        }
        return at + digits;
    }

    private static int count(long value) {
        int digits = 1;
        while (digits < POWERS.length && value >= POWERS[digits]) {
            digits++;
        }
        return digits;
    }
}
