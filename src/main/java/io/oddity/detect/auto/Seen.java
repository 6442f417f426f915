package io.oddity.detect.auto;

import static io.oddity.detect.auto.Layout.number;
import static io.oddity.detect.auto.Layout.set;

/**
 * A memory of the values ever told, as bits over a range that grows with them.
 *
 * <p>It begins with a range of almost nothing around the first value. A value outside doubles the range until it fits, two bits
 * becoming one, so any scale is learned and none is assumed. It may have several rows, which share the range. Finds distances,
 * in the unit of the values, to the centre of the nearest bit that is set; 0 on such a bit, and 0 before anything was told.
 * After {@link #find} the fields say what was found, until the next.
 */
final class Seen {
    private static final int HEADER = 2;

    private final int bits;
    private final int words;
    private final int rows;
    private final int low;
    private final int width;
    private final int first;

    /** The distance to the nearest value told. */
    double nearest;

    /** The distance to the second nearest, as far as it is on another bit; else the same. */
    double second;

    /** Whether the nearest value told is smaller. */
    boolean isAbove;

    /** A memory of {@code rows} times {@code bits}, a multiple of 64. */
    Seen(Layout layout, int bits, int rows) {
        this.bits = bits;
        this.rows = rows;
        words = bits / Long.SIZE;
        low = layout.take(HEADER + rows * words);
        width = low + 1;
        first = low + HEADER;
    }

    void tell(long[] s, int at, int row, double x) {
        if (s[at + width] == 0) {
            double w = 1e-9 * (1 + Math.abs(x));
            set(s, at + width, w);
            set(s, at + low, x - w * bits / 2);
        }
        while (x < number(s, at + low)) {
            widen(s, at, bits);
        }
        while (x >= number(s, at + low) + number(s, at + width) * bits) {
            widen(s, at, 0);
        }
        int bit = bit(s, at, x);
        s[at + first + row * words + (bit >> 6)] |= 1L << bit;
    }

    /** Doubles the range: upwards, or downwards when {@code shift} is the number of bits. */
    private void widen(long[] s, int at, int shift) {
        for (int row = at + first; row < at + first + rows * words; row += words) {
            for (int i = 0; i < words; i++) {
                // A bit never moves past words that are still to come: down to the first, or up to the last.
                int word = shift == 0 ? i : words - 1 - i;
                long rest = s[row + word];
                s[row + word] = 0;
                for (; rest != 0; rest &= rest - 1) {
                    int to = ((word << 6) + Long.numberOfTrailingZeros(rest) + shift) >> 1;
                    s[row + (to >> 6)] |= 1L << to;
                }
            }
        }
        double w = number(s, at + width);
        set(s, at + low, number(s, at + low) - (shift == 0 ? 0 : w * bits));
        set(s, at + width, 2 * w);
    }

    /** Adds what one row was told to another, and empties it. */
    void pour(long[] s, int at, int from, int to) {
        for (int i = 0; i < words; i++) {
            s[at + first + to * words + i] |= s[at + first + from * words + i];
            s[at + first + from * words + i] = 0;
        }
    }

    private int bit(long[] s, int at, double x) {
        double place = (x - number(s, at + low)) / number(s, at + width);
        return (int) Math.max(0, Math.min(bits - 1.0, place));
    }

    /** The distance to the nearest value told to a row; infinite when that row was told nothing, but another was. */
    double distance(long[] s, int at, int row, double x) {
        if (s[at + width] == 0) {
            return 0;
        }
        int start = at + first + row * words;
        int bit = bit(s, at, x);
        int below = before(s, start, bit);
        if (below == bit && isInside(s, at, x)) {
            return 0;
        }
        return Math.min(gap(s, at, x, below), gap(s, at, x, after(s, start, bit + 1)));
    }

    /** Sets {@link #nearest}, {@link #second} and {@link #isAbove} for the first row. */
    void find(long[] s, int at, double x) {
        nearest = 0;
        second = 0;
        isAbove = false;
        if (s[at + width] == 0) {
            return;
        }
        int start = at + first;
        int bit = bit(s, at, x);
        int below = before(s, start, bit);
        if (below == bit && isInside(s, at, x)) {
            return;
        }
        int above = after(s, start, bit + 1);
        double down = gap(s, at, x, below);
        double up = gap(s, at, x, above);
        boolean isDown = down < up;
        isAbove = x > centre(s, at, isDown ? below : above);
        nearest = Math.min(down, up);
        second = isDown
                ? Math.min(up, gap(s, at, x, before(s, start, below - 1)))
                : Math.min(down, gap(s, at, x, above < 0 ? -1 : after(s, start, above + 1)));
        if (second == Double.POSITIVE_INFINITY) {
            second = nearest;
        }
    }

    private boolean isInside(long[] s, int at, double x) {
        return x >= number(s, at + low) && x < number(s, at + low) + number(s, at + width) * bits;
    }

    private double gap(long[] s, int at, double x, int bit) {
        return bit < 0 ? Double.POSITIVE_INFINITY : Math.abs(x - centre(s, at, bit));
    }

    private double centre(long[] s, int at, int bit) {
        return number(s, at + low) + (bit + 0.5) * number(s, at + width);
    }

    /** The last bit set up to {@code bit}; -1 when there is none. */
    private static int before(long[] s, int start, int bit) {
        if (bit < 0) {
            return -1;
        }
        int word = bit >> 6;
        long rest = s[start + word] << (63 - (bit & 63));
        int skipped = 63 - (bit & 63);
        while (rest == 0) {
            if (--word < 0) {
                return -1;
            }
            rest = s[start + word];
            skipped = 0;
        }
        return (word << 6) + 63 - skipped - Long.numberOfLeadingZeros(rest);
    }

    /** The first bit set from {@code bit} on; -1 when there is none. */
    private int after(long[] s, int start, int bit) {
        if (bit >= bits) {
            return -1;
        }
        int word = bit >> 6;
        long rest = s[start + word] & -1L << bit;
        while (rest == 0) {
            if (++word == words) {
                return -1;
            }
            rest = s[start + word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(rest);
    }
}
