package io.oddity.detect.auto;

import static io.oddity.detect.auto.Layout.number;
import static io.oddity.detect.auto.Layout.set;

/**
 * What a unit is in a series of values: the geometric mean of its range and six of its standard deviations.
 *
 * <p>The range alone is set by one spike, the deviation alone takes no notice of it; their mean lets a spike count for less and
 * less while it stays the only one. A scale never shrinks: otherwise the same distance would seem to grow from reading to
 * reading. Never 0.
 */
final class Scale {
    private static final int WORDS = 6;

    private final int count;
    private final int mean;
    private final int squares;
    private final int lowest;
    private final int highest;
    private final int largest;

    Scale(Layout layout) {
        count = layout.take(WORDS);
        mean = count + 1;
        squares = count + 2;
        lowest = count + 3;
        highest = count + 4;
        largest = count + 5;
    }

    /** Takes in a value and says what the unit is. */
    double with(long[] s, int at, double x) {
        long n = ++s[at + count];
        double before = number(s, at + mean);
        double now = before + (x - before) / n;
        double sum = number(s, at + squares) + (x - before) * (x - now);
        double low = n == 1 ? x : Math.min(number(s, at + lowest), x);
        double high = n == 1 ? x : Math.max(number(s, at + highest), x);
        set(s, at + mean, now);
        set(s, at + squares, sum);
        set(s, at + lowest, low);
        set(s, at + highest, high);
        return Math.sqrt((high - low) * 6 * Math.sqrt(sum / n)) + 1e-9 * (1 + Math.abs(now));
    }

    /** As {@link #with}, but says the largest unit there was: for a series that stands still the unit shrinks, and the same
     * distance would seem to grow from reading to reading. */
    double largestWith(long[] s, int at, double x) {
        double unit = Math.max(number(s, at + largest), with(s, at, x));
        set(s, at + largest, unit);
        return unit;
    }
}
