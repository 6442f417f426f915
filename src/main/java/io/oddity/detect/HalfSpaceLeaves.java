package io.oddity.detect;

/**
 * How the leaves of half-space trees stand in a sensor's words: each the sum that a path gets that ends there, and how many rows of the current
 * window did. Both fit 32 bits unless windows are large and trees tall, so two leaves share a word, the first in its low half. Immutable.
 */
final class HalfSpaceLeaves {
    /** The low bits of a leaf, which are the number of rows; above them is the sum. */
    private final int rowBits;

    private final long rows;

    /** 1 where two leaves share a word, or else 0. */
    private final int shared;

    private final long whole;

    /** @param window how many rows there may be */
    HalfSpaceLeaves(int height, int window) {
        rowBits = bits(window);
        rows = (1L << rowBits) - 1;
        shared = shared(height, window);
        whole = shared == 1 ? 0xffff_ffffL : -1;
    }

    /** How many words all leaves take. */
    static int words(int trees, int height, int window) {
        int shared = shared(height, window);
        return ((trees << height) + shared) >> shared;
    }

    private static int shared(int height, int window) {
        long largestSum = window * ((2L << height) - 1);
        return bits(window) + bits(largestSum) <= Integer.SIZE ? 1 : 0;
    }

    private static int bits(long most) {
        return Long.SIZE - Long.numberOfLeadingZeros(most);
    }

    /** A leaf's sum, where so many rows end more, or less; {@code first} is where the words of the leaves begin. */
    long pass(long[] sensor, int first, int leaf, int times) {
        int word = first + (leaf >> shared);
        long before = sensor[word];
        sensor[word] = before + ((long) times << shift(leaf));
        return ((before >>> shift(leaf)) & whole) >>> rowBits;
    }

    /** How many rows ended at {@code count} leaves. */
    int rows(long[] sensor, int first, int leaf, int count) {
        long sum = 0;
        for (int i = leaf; i < leaf + count; i++) {
            sum += (sensor[first + (i >> shared)] >>> shift(i)) & rows;
        }
        return (int) sum;
    }

    void set(long[] sensor, int first, int leaf, long sum, int rows) {
        int word = first + (leaf >> shared);
        sensor[word] = (sensor[word] & ~(whole << shift(leaf))) | (((sum << rowBits) | rows) << shift(leaf));
    }

    private int shift(int leaf) {
        return (leaf & shared) << 5;
    }
}
