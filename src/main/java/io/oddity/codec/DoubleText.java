package io.oddity.codec;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.charset.StandardCharsets;

/**
 * Writes the shortest decimal digits that give the same double again, as {@link Double#toString} does from JDK 19 on. Single-threaded.
 *
 * <p>Measured values have few digits, and for those a division proves that nothing shorter exists: no two decimals of up to 15 digits
 * are the same double. Scores have many, but the same come again, so their digits are remembered.
 */
final class DoubleText {
    /** Of the longest, such as -2.2250738585072014E-308. */
    static final int MOST_BYTES = 26;

    /** Outside of these the digits are followed by an exponent. */
    private static final double LEAST = 1e-3;

    private static final double MOST = 1e7;

    /** Enough for most of what is measured, and soon written. */
    private static final int FEW_DIGITS = 6;

    /** So many digits in all tell a double from any other. */
    private static final int SAFE_DIGITS = 15;

    private static final int REMEMBERED = 1 << 12;

    private final long[] bits = new long[REMEMBERED];
    private final byte[][] digits = new byte[REMEMBERED][];

    /** Writes a finite number; says where the next byte goes. */
    int write(double value, byte[] to, int at) {
        double size = Math.abs(value);
        if (size >= LEAST && size < MOST) {
            int digits = FEW_DIGITS;
            double scaled = scaled(size, digits);
            if (scaled / Decimals.POWERS[digits] != size) {
                digits = SAFE_DIGITS - wholeDigits(size);
                scaled = scaled(size, digits);
            }
            if (scaled / Decimals.POWERS[digits] == size) {
                return writeDecimal(value < 0, (long) scaled, digits, to, at);
            }
        }
        byte[] text = digits(value);
        System.arraycopy(text, 0, to, at, text.length);
        return at + text.length;
    }

    private static int wholeDigits(double size) {
        int digits = 0;
        while (size >= Decimals.POWERS[digits]) {
            digits++;
        }
        return digits;
    }

    /** What stands before the point when it is moved by so many digits, rounded. */
    private static double scaled(double size, int digits) {
        return Math.rint(size * Decimals.POWERS[digits]);
    }

    private static int writeDecimal(boolean isNegative, long scaled, int digits, byte[] to, int at) {
        int next = at;
        if (isNegative) {
            to[next++] = '-';
        }
        long power = (long) Decimals.POWERS[digits];
        long whole = scaled / power;
        next = DigitText.write(whole, to, next);
        to[next++] = '.';
        int first = next;
        next = DigitText.write(scaled - whole * power, digits, to, next);
        while (next > first + 1 && to[next - 1] == '0') {
            next--;
        }
        return next;
    }

    private byte[] digits(double value) {
        long wanted = Double.doubleToRawLongBits(value);
        int at = (int) ((wanted * 0x9E3779B97F4A7C15L) >>> 52);
        if (digits[at] == null || bits[at] != wanted) {
            bits[at] = wanted;
            digits[at] = NumberOutput.toString(value, true).getBytes(StandardCharsets.US_ASCII);
        }
        return digits[at];
    }
}
