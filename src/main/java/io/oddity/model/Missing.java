package io.oddity.model;

/**
 * A channel that a reading does not have, as one particular NaN, so that a row of doubles needs no second array.
 *
 * <p>Compared by bits: a NaN that a sensor or an arithmetic operation produced is a value, not a missing channel (R's
 * {@code NA_real_} works the same way, with the same payload 1954). Copy it; never calculate with it.
 */
public final class Missing {
    /** The marker. */
    public static final double VALUE = Double.longBitsToDouble(0x7ff8_0000_0000_07a2L);

    private static final long BITS = Double.doubleToRawLongBits(VALUE);

    private Missing() {}

    /** Says whether {@code value} is the marker. */
    public static boolean is(double value) {
        return Double.isNaN(value) && Double.doubleToRawLongBits(value) == BITS;
    }
}
