package io.oddity.codec;

import java.nio.charset.StandardCharsets;

/** Numbers that are exactly what their digits say, divided once: mantissa and power of ten are both doubles (Clinger, PLDI 1990). */
final class Decimals {
    private static final long MAX_MANTISSA = 1L << 53;
    private static final int MAX_DIGITS = 18;

    /** Of ten; all of them exact. */
    static final double[] POWERS = new double[MAX_DIGITS + 1];

    static {
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = Double.parseDouble("1e" + i);
        }
    }

    private Decimals() {}

    /** Reads a JSON number without exponent. */
    static double read(byte[] bytes, int from, int to) {
        boolean isNegative = bytes[from] == '-';
        int first = isNegative ? from + 1 : from;
        if (to - first > MAX_DIGITS) {
            return parse(bytes, from, to);
        }
        int whole = first;
        long mantissa = 0;
        for (; whole < to && bytes[whole] != '.'; whole++) {
            mantissa = 10 * mantissa + (bytes[whole] - '0');
        }
        int point = Math.min(to, whole + 1);
        mantissa = ByteWords.number(mantissa, bytes, point, to);
        if (mantissa > MAX_MANTISSA) {
            return parse(bytes, from, to);
        }
        double value = mantissa / POWERS[to - point];
        boolean isInteger = point == to; // of which there is but one zero
        return isNegative && !(isInteger && mantissa == 0) ? -value : value;
    }

    private static double parse(byte[] bytes, int from, int to) {
        return Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    }
}
