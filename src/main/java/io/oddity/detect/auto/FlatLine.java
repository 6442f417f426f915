package io.oddity.detect.auto;

/**
 * Sees a value that does not change any more, where it always did.
 *
 * <p>A run of equal readings is odd when it is four times as long as the longest before; and no longer when it has lasted for as
 * long as the sensor had been known before it, because by then it is how the sensor is.
 */
final class FlatLine {
    private static final int LONGER = 4;

    private final int last;
    private final int run;
    private final int longest;

    FlatLine(Layout layout) {
        last = layout.take(1);
        run = layout.take(1);
        longest = layout.take(1);
    }

    /** How long the run is that {@code x} ends, more than 1 where it is odd. {@code reading} counts from 0. */
    double add(long[] s, int at, long reading, double x) {
        if (reading == 0 || Layout.number(s, at + last) != x) {
            s[at + longest] = Math.max(s[at + longest], s[at + run]);
            s[at + run] = 0;
            Layout.set(s, at + last, x);
        }
        long length = ++s[at + run];
        long before = reading + 1 - length;
        if (before < Novelty.WARM_UP || length > before) {
            return 0;
        }
        return (double) length / Math.max(Novelty.WARM_UP, LONGER * s[at + longest]);
    }
}
