package io.oddity.detect.auto;

import static io.oddity.detect.auto.Layout.number;
import static io.oddity.detect.auto.Layout.set;

/**
 * The floor and the ceiling of a sliding window, and how new they are: the peak of the day that does not come, the fault that
 * stays, the line that goes flat.
 *
 * <p>A window is the current block and the twelve before it. What its floor, ceiling and range were is remembered only when it
 * has slid past, so that a fault cannot make itself usual while it is in the window. Between values seen far apart a new one is
 * less new: the distance is discounted by that to the second nearest. Silent until the memories cover two windows,
 * because it takes two to know how far apart they are; on peaks and dips that do not come until they cover four, because of few any
 * next may be the lowest.
 */
final class Extremes {
    private static final int BLOCKS = 12;
    private static final int BITS = 128;

    /** Windows that must have passed, that of now included, before there is a word on edges, and on those that do not come. */
    private static final int SILENT = 3;

    private static final int MATURE = 5;

    /** How much the emptiness around the nearest value takes off. */
    private static final int SPARSITY = 4;

    private static final int LOW = 0;
    private static final int HIGH = 1;
    private static final int FIRST_FLOOR = 2;
    private static final int FIRST_CEILING = 3;
    private static final int FLOOR = 4;
    private static final int CEILING = 5;
    private static final int BLOCK = 6;

    private final Blocks blocks;
    private final int opened;
    private final int past;
    private final int current;
    private final int ring;
    private final Seen floors;
    private final Seen ceilings;
    private final Seen ranges;
    private final Scale floorScale;
    private final Scale ceilingScale;
    private final Scale rangeScale;

    /** How new the floor or the ceiling is, whichever is newer. */
    double edge;

    /** How new the range is. */
    double range;

    Extremes(Layout layout, long blockMicros) {
        blocks = new Blocks(layout, blockMicros);
        opened = layout.take(1);
        past = layout.take(2);
        current = layout.take(BLOCK);
        ring = layout.take(BLOCKS * BLOCK);
        floors = new Seen(layout, BITS, 1);
        ceilings = new Seen(layout, BITS, 1);
        ranges = new Seen(layout, BITS, 1);
        floorScale = new Scale(layout);
        ceilingScale = new Scale(layout);
        rangeScale = new Scale(layout);
    }

    /** Takes in a reading and sets {@link #edge} and {@link #range}. */
    void add(long[] s, int at, long timeMicros, double x) {
        boolean opens = blocks.opens(s, at, timeMicros);
        if (opens) {
            open(s, at);
        }
        double low = opens ? x : Math.min(number(s, at + current + LOW), x);
        double high = opens ? x : Math.max(number(s, at + current + HIGH), x);
        set(s, at + current + LOW, low);
        set(s, at + current + HIGH, high);
        boolean isAlone = s[at + opened] == 1;
        double floor = isAlone ? low : Math.min(low, number(s, at + past + LOW));
        double ceiling = isAlone ? high : Math.max(high, number(s, at + past + HIGH));
        if (opens) {
            set(s, at + current + FIRST_FLOOR, floor);
            set(s, at + current + FIRST_CEILING, ceiling);
        }
        set(s, at + current + FLOOR, floor);
        set(s, at + current + CEILING, ceiling);
        judge(s, at, x, floor, ceiling);
    }

    /** Puts the block so far among the past ones, and remembers what the window was when the block that leaves was new. */
    private void open(long[] s, int at) {
        long closed = s[at + opened]++;
        if (closed == 0) {
            return;
        }
        int oldest = at + ring + (int) ((closed - 1) % BLOCKS) * BLOCK;
        if (closed > BLOCKS) {
            tell(s, at, number(s, oldest + FIRST_FLOOR), number(s, oldest + FIRST_CEILING));
            tell(s, at, number(s, oldest + FLOOR), number(s, oldest + CEILING));
        }
        System.arraycopy(s, at + current, s, oldest, BLOCK);
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = (int) Math.min(closed, BLOCKS) - 1; i >= 0; i--) {
            low = Math.min(low, number(s, at + ring + i * BLOCK + LOW));
            high = Math.max(high, number(s, at + ring + i * BLOCK + HIGH));
        }
        set(s, at + past + LOW, low);
        set(s, at + past + HIGH, high);
    }

    private void tell(long[] s, int at, double floor, double ceiling) {
        floors.tell(s, at, 0, floor);
        ceilings.tell(s, at, 0, ceiling);
        ranges.tell(s, at, 0, ceiling - floor);
    }

    /**
     * An edge farther out than ever counts only for the reading that sets it, not for all that follow while it stays in the
     * window; a peak or a dip that does not come has no reading of its own and counts for all.
     */
    private void judge(long[] s, int at, double x, double floor, double ceiling) {
        double floorUnit = floorScale.largestWith(s, at, floor);
        double ceilingUnit = ceilingScale.largestWith(s, at, ceiling);
        double rangeUnit = rangeScale.largestWith(s, at, ceiling - floor);
        edge = 0;
        range = 0;
        if (s[at + opened] <= SILENT * BLOCKS) {
            return;
        }
        boolean isMature = s[at + opened] > MATURE * BLOCKS;
        floors.find(s, at, floor);
        if (floors.isAbove ? isMature : x - floor < floors.nearest) {
            edge = newness(floors, floorUnit);
        }
        ceilings.find(s, at, ceiling);
        if (ceilings.isAbove ? ceiling - x < ceilings.nearest : isMature) {
            edge = Math.max(edge, newness(ceilings, ceilingUnit));
        }
        ranges.find(s, at, ceiling - floor);
        if (ranges.isAbove ? x == floor || x == ceiling : isMature) {
            range = ranges.nearest / rangeUnit;
        }
    }

    private static double newness(Seen seen, double unit) {
        return seen.nearest / (unit + SPARSITY * (seen.second - seen.nearest));
    }
}
