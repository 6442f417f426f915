package io.oddity.detect.auto;

import static io.oddity.detect.auto.Layout.number;
import static io.oddity.detect.auto.Layout.set;

/**
 * Sees values that come again and again and still belong nowhere: lone readings far outside of where the sensor lives.
 *
 * <p>Where it lives is what the median of nine readings has ever been, so a value becomes part of it only by staying, and lone
 * ones never do. Far is {@link #FAR} times as far outside as all of that is wide: only a wide and empty gap counts, for which a
 * heavy tail of bursts leaves no room.
 */
final class Isolation {
    private static final int MEDIAN_OF = 9;
    private static final int BITS = 512;
    private static final int FAR = 5;

    private final Seen home;
    private final int low;
    private final int high;
    private final int recent;
    private final double[] sorted = new double[MEDIAN_OF];

    Isolation(Layout layout) {
        home = new Seen(layout, BITS, 1);
        low = layout.take(1);
        high = layout.take(1);
        recent = layout.take(MEDIAN_OF);
    }

    /** How far {@code x} is outside, 1 where it begins to be odd; then remembers it. {@code reading} counts from 0. */
    double add(long[] s, int at, long reading, double x) {
        if (reading >= MEDIAN_OF) {
            settle(s, at, median(s, at), reading == MEDIAN_OF);
        }
        set(s, at + recent + (int) (reading % MEDIAN_OF), x);
        double wide = number(s, at + high) - number(s, at + low);
        return wide > 0 ? home.distance(s, at, 0, x) / (FAR * wide) : 0;
    }

    private void settle(long[] s, int at, double median, boolean isFirst) {
        home.tell(s, at, 0, median);
        set(s, at + low, isFirst ? median : Math.min(number(s, at + low), median));
        set(s, at + high, isFirst ? median : Math.max(number(s, at + high), median));
    }

    private double median(long[] s, int at) {
        for (int i = 0; i < MEDIAN_OF; i++) {
            double x = number(s, at + recent + i);
            int to = i;
            while (to > 0 && sorted[to - 1] > x) {
                sorted[to] = sorted[to - 1];
                to--;
            }
            sorted[to] = x;
        }
        return sorted[MEDIAN_OF / 2];
    }
}
