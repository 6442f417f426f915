package io.oddity.threshold;

/** Two floats in a word. */
final class Floats {
    private Floats() {}

    static long pack(double high, double low) {
        long above = (long) Float.floatToRawIntBits((float) high) << Integer.SIZE;
        return above | Integer.toUnsignedLong(Float.floatToRawIntBits((float) low));
    }

    static float high(long word) {
        return Float.intBitsToFloat((int) (word >>> 32));
    }

    static float low(long word) {
        return Float.intBitsToFloat((int) word);
    }
}
