package io.oddity.threshold;

/**
 * Which share of readings has odds of at least so much, up to a level: five bins of equal width, and what is over. A bin counts whole, so
 * what is equal counts as at least as odd, and a share is never too small. Knows places in a row of words, and holds nothing else.
 */
final class Body {
    private static final int BINS = 6;
    private static final int OVER = BINS - 1;

    static final int WORDS = BINS / 2;

    private Body() {}

    /** The bin of odds in units of the level. */
    private static int bin(double odds) {
        return (int) Math.min(OVER - 1.0, odds * OVER);
    }

    /** Takes in odds, in units of the level, with a weight of at most 1. */
    static void learn(long[] s, int at, boolean isOver, double odds, double weight) {
        int bin = isOver ? OVER : bin(odds);
        for (int i = 0; i < BINS; i += 2) {
            double high = Floats.high(s[at + i / 2]);
            double low = Floats.low(s[at + i / 2]);
            s[at + i / 2] = Floats.pack(
                    high + weight * ((i == bin ? 1 : 0) - high), low + weight * ((i + 1 == bin ? 1 : 0) - low));
        }
    }

    /** The share over the level. */
    static double over(long[] s, int at) {
        return Floats.low(s[at + OVER / 2]);
    }

    /** The share that is in the bin of these odds, in units of the level, or beyond. */
    static double share(long[] s, int at, double odds) {
        double below = 0;
        int bin = bin(odds);
        for (int i = 0; i < bin; i++) {
            below += i % 2 == 0 ? Floats.high(s[at + i / 2]) : Floats.low(s[at + i / 2]);
        }
        return Math.max(0, 1 - below);
    }
}
