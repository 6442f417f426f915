package io.oddity.health;

/** Two numbers of 32 bits in a word; zero in a word of zeros. */
final class Pair {
    private Pair() {}

    static long of(float first, float second) {
        return of(Float.floatToRawIntBits(first), Float.floatToRawIntBits(second));
    }

    static long of(int first, int second) {
        return ((long) first << 32) | (second & 0xffff_ffffL);
    }

    static float first(long pair) {
        return Float.intBitsToFloat((int) (pair >>> 32));
    }

    static float second(long pair) {
        return Float.intBitsToFloat((int) pair);
    }
}
