package io.oddity.explain;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers with as many digits as mean something. The same on every JDK. */
final class Figures {
    /** Where nothing says how exact a number is. */
    private static final int SIGNIFICANT = 6;

    private static final double LARGEST_WHOLE = 1e15;

    /** More digits than these a sensor does not have. */
    private static final int MOST_DIGITS = 18;

    private Figures() {}

    /**
     * How many digits behind the point a number needs so that a tenth of a sigma, or less, can be told; less than 0 where not all before it are.
     *
     * @param sigma NaN or 0 where it is not known
     * @param value the number, which then decides
     */
    static int digits(double sigma, double value) {
        if (sigma > 0) {
            return bounded(1 - magnitude(sigma));
        }
        return value == 0 || Double.isNaN(value) ? 0 : bounded(SIGNIFICANT - 1 - magnitude(Math.abs(value)));
    }

    private static int magnitude(double positive) {
        return (int) Math.floor(StrictMath.log10(positive));
    }

    private static int bounded(int digits) {
        return Math.max(-MOST_DIGITS, Math.min(MOST_DIGITS, digits));
    }

    /** Ten to so many; exact. */
    private static double power(int exponent) {
        double power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }

    /** The double nearest to the number with so many digits. */
    static double rounded(double value, int digits) {
        double scaled = scaled(value, digits);
        return Double.isInfinite(scaled) ? value : unscaled(Math.rint(scaled), digits);
    }

    /** The next number with so many digits on the way to another one, or the number itself. */
    static double towards(double other, double value, int digits) {
        double scaled = scaled(value, digits);
        double near = Math.rint(scaled);
        if (Double.isInfinite(scaled) || unscaled(near, digits) == value) {
            return value;
        }
        return unscaled(other < value ? Math.floor(scaled) : Math.ceil(scaled), digits);
    }

    private static double scaled(double value, int digits) {
        return digits < 0 ? value / power(-digits) : value * power(digits);
    }

    private static double unscaled(double scaled, int digits) {
        return digits < 0 ? scaled * power(-digits) : scaled / power(digits);
    }

    /** A number for people. */
    static String text(double value, int digits) {
        double scaled = Math.rint(scaled(value, digits));
        if (!(Math.abs(scaled) < LARGEST_WHOLE)) {
            return Double.isFinite(value)
                    ? new BigDecimal(value).round(new MathContext(SIGNIFICANT)).toString()
                    : "no number";
        }
        BigDecimal exact = BigDecimal.valueOf((long) scaled, digits).stripTrailingZeros();
        boolean isReadable = exact.precision() - exact.scale() <= 2 * SIGNIFICANT && exact.scale() <= 2 * SIGNIFICANT;
        return isReadable ? exact.toPlainString() : exact.toString();
    }
}
