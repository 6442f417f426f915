package io.oddity.detect.auto;

import static io.oddity.detect.auto.Layout.number;
import static io.oddity.detect.auto.Layout.set;

/**
 * How badly the channels of a row fit together, compared with what was normal: guard the reference, learn late, give in slowly.
 *
 * <p>Each row is seen in two views, its level and its change, smoothed over three rows. What is learned is the row of forty rows
 * ago, and it is learned as normal only when it was not odd and nothing is now; odd rows gather in a challenger. The challenger becomes part of
 * what is normal when it has lasted: the patience grows with the square of experience, so a young reference that locked itself
 * out gives in soon, an old one hardly ever. A missing channel is left out of the distance and learned as what was to be expected; nothing begins before the first complete
 * row.
 *
 * <p>Silent for the first {@link #WARM_UP} rows. 2 (1.5 d (d + 1) + 42 d) + d words and a few for d channels; no allocation.
 */
final class Joint {
    /** Rows before the first score; they are all learned as normal. */
    static final int WARM_UP = 100;

    private static final int LATE = 40;
    private static final int FIRST_FACTOR = 20;
    private static final int MEMORY = 5_000;
    private static final int MEMORY_AFTER_GIVING_IN = 50;
    private static final double PATIENCE = 200;

    /** A row is kept out of the reference from this score on; 1 is normal. */
    private static final double ODD = 1.45;

    /** A row is an anomaly from this score on, or higher when the sensor's own scores often are. */
    private static final double ALARM = 1.5;

    /** However often a sensor is odd, what is this far out stays an anomaly. */
    private static final double HIGHEST_ALARM = 2 * ALARM;

    /** The share of rows of which the alarm level follows the scores, where it has to be above {@link #ALARM}. */
    private static final double USUALLY_ABOVE = 0.02;

    /** How fast it follows, a row, when there have been many: too slowly to take a fault of hundreds of rows for usual. */
    private static final double FOLLOW = 0.001;

    private static final double SMOOTHING = 1 - Math.pow(2, -1.0 / 3);
    private static final double SCORE_SMOOTHING = 1 - Math.pow(2, -1.0 / 2);

    /**
     * What a row may add to the smoothed score, and by how many deviations it may move the level: a lone fault is odd by itself, and must
     * not make odd those that follow.
     */
    private static final double MOST = 1 + (ODD - 1) / SCORE_SMOOTHING;

    private static final double LARGEST_STEP = 2.5;

    /** Beside what is counted: a bit for each waiting row, whether it was odd. */
    private static final int COUNT_BITS = 16;

    private static final long COUNT = (1 << COUNT_BITS) - 1;

    /** A distance of less is not usual but a sign of constants; keeps a quotient finite. */
    private static final double LEAST = 0.1;

    private final int d;
    private final int rows;
    private final int smooth;
    private final int weight;
    private final int challenger;
    private final int counted;
    private final int smoothed;
    private final int base;
    private final int alarm;
    private final View level;
    private final View change;

    // Of the row that was added last.
    private long[] state;
    private int start;
    private View farther;
    private boolean isFactored;

    /** Whether the row at hand is odd whatever those before it were. */
    private boolean isLone;

    /** One way of looking at rows, with its own reference. */
    private static final class View {
        final Reference reference;
        final int usual;
        final int waiting;
        final double[] row;

        View(Layout layout, int d) {
            reference = new Reference(layout, d);
            usual = layout.take(1);
            waiting = layout.take(LATE * d);
            row = new double[d];
        }
    }

    Joint(Layout layout, int d) {
        this.d = d;
        rows = layout.take(1);
        smooth = layout.take(d);
        weight = layout.take(1);
        challenger = layout.take(1);
        counted = layout.take(1);
        smoothed = layout.take(1);
        base = layout.take(1);
        alarm = layout.take(1);
        level = new View(layout, d);
        change = new View(layout, d);
    }

    /** How odd a row of {@code d} values from {@code from} on is, 1 where anomalies begin; then learns. NaN is missing. */
    double add(long[] s, int at, double[] values, int from) {
        if (s[at + rows] == 0 && !isComplete(values, from)) {
            return 0;
        }
        long row = s[at + rows]++;
        state = s;
        start = at;
        isFactored = false;
        look(s, at, values, from, row == 0);
        if (row < FIRST_FACTOR) {
            level.reference.complete(s, at, level.row);
            change.reference.complete(s, at, change.row);
            learn(s, at, row, false);
            return 0;
        }
        double score = score(s, at);
        learn(s, at, row, row >= WARM_UP && number(s, at + smoothed) > ODD * number(s, at + base));
        return row < WARM_UP ? 0 : score / follow(s, at, row, score);
    }

    /**
     * Which share each channel has in the distance of the row that was added last.
     *
     * @return whether that is known: it is not right after what is normal was brought up to date, as the distance was by what it was before
     */
    boolean attribute(double[] shares) {
        return !isFactored && farther.reference.attribute(state, start, shares);
    }

    private boolean isComplete(double[] values, int from) {
        for (int i = 0; i < d; i++) {
            if (Double.isNaN(values[from + i])) {
                return false;
            }
        }
        return true;
    }

    private void look(long[] s, int at, double[] values, int from, boolean isFirst) {
        for (int i = 0; i < d; i++) {
            if (Double.isNaN(values[from + i])) {
                level.row[i] = Double.NaN;
                change.row[i] = Double.NaN;
                continue;
            }
            double x = Novelty.bounded(values[from + i]);
            double before = isFirst ? x : number(s, at + smooth + i);
            double step = x - before;
            double most = LARGEST_STEP * change.reference.unit(s, at, i);
            double now = before + SMOOTHING * (s[at + rows] <= WARM_UP ? step : Math.max(-most, Math.min(most, step)));
            level.row[i] = now;
            change.row[i] = step;
            set(s, at + smooth + i, now);
        }
    }

    /** About 1 when normal; the smoothed distance, or a single row's when it is far out. */
    private double score(long[] s, int at) {
        double here = level.reference.distance(s, at, level.row);
        double step = change.reference.distance(s, at, change.row);
        farther = step / usual(s, at, change) > here / usual(s, at, level) ? change : level;
        double farthest = Math.max(here / usual(s, at, level), step / usual(s, at, change));
        long rowsCounted = s[at + counted] & COUNT;
        boolean isFirst = rowsCounted == 0;
        if (isFirst) {
            farthest = 1;
        }
        double before = number(s, at + smoothed);
        double most = MOST * number(s, at + base);
        double now = isFirst ? farthest : before + SCORE_SMOOTHING * (Math.min(most, farthest) - before);
        set(s, at + smoothed, now);
        if (isFirst || now <= ODD * number(s, at + base) || s[at + rows] <= WARM_UP) {
            s[at + counted] += rowsCounted < MEMORY ? 1 : 0;
            double share = 1.0 / (s[at + counted] & COUNT);
            drift(s, at + level.usual, here, share);
            drift(s, at + change.usual, step, share);
            drift(s, at + base, now, share);
        }
        double unit = Math.max(LEAST, number(s, at + base));
        isLone = farthest / ALARM > ODD * unit;
        return Math.max(now, farthest / ALARM) / unit;
    }

    private static double usual(long[] s, int at, View view) {
        return Math.max(LEAST, number(s, at + view.usual));
    }

    private static void drift(long[] s, int word, double to, double share) {
        set(s, word, number(s, word) + share * (to - number(s, word)));
    }

    private void learn(long[] s, int at, long row, boolean isOdd) {
        if (row < WARM_UP) {
            double w = row + 1.0;
            set(s, at + weight, w);
            level.reference.learn(s, at, level.row, w);
            change.reference.learn(s, at, change.row, w);
        } else {
            boolean isDue = row >= WARM_UP + LATE;
            boolean wasOdd = swapMark(s, at, row, isLone) || isOdd;
            late(s, at, row, level, isDue, wasOdd);
            late(s, at, row, change, isDue, wasOdd);
            if (isDue) {
                count(s, at, wasOdd);
            }
        }
        if (row + 1 >= FIRST_FACTOR && (row + 1) % (row < 2 * WARM_UP ? 10 : 50) == 0) {
            factor(s, at);
        }
    }

    /** Marks a row in the waiting line as odd or not, and says whether the one that leaves it was. */
    private boolean swapMark(long[] s, int at, long row, boolean isOdd) {
        long mark = 1L << (COUNT_BITS + row % LATE);
        boolean wasOdd = (s[at + counted] & mark) != 0;
        s[at + counted] = isOdd ? s[at + counted] | mark : s[at + counted] & ~mark;
        return wasOdd;
    }

    /** Puts a row into the waiting line and learns the one that leaves it. */
    private void late(long[] s, int at, long row, View view, boolean isDue, boolean isOdd) {
        int place = at + view.waiting + (int) (row % LATE) * d;
        for (int i = 0; i < d; i++) {
            double now = view.row[i];
            view.row[i] = number(s, place + i);
            set(s, place + i, now);
        }
        if (isDue && isOdd) {
            view.reference.challenge(s, at, view.row, number(s, at + challenger) + 1);
        } else if (isDue) {
            view.reference.learn(s, at, view.row, Math.min(MEMORY, number(s, at + weight) + 1));
        }
    }

    private void count(long[] s, int at, boolean isOdd) {
        double w = number(s, at + weight);
        double against = number(s, at + challenger);
        if (!isOdd) {
            set(s, at + weight, Math.min(MEMORY, w + 1));
            set(s, at + challenger, Math.max(0, against - 1));
            return;
        }
        against++;
        set(s, at + challenger, against);
        if (against >= Math.min(w * w / PATIENCE, MEMORY)) {
            level.reference.giveIn(s, at, w, against);
            change.reference.giveIn(s, at, w, against);
            set(s, at + weight, Math.min(MEMORY, w + against));
            set(s, at + challenger, 0);
            s[at + counted] += Math.min(0, MEMORY_AFTER_GIVING_IN - (s[at + counted] & COUNT));
            factor(s, at);
        }
    }

    private void factor(long[] s, int at) {
        isFactored = true;
        level.reference.factor(s, at);
        change.reference.factor(s, at);
    }

    /** The level from which scores of this sensor are anomalies; those that are beyond it wherever it is do not raise it. */
    private double follow(long[] s, int at, long row, double score) {
        double now = Math.max(ALARM, Math.min(HIGHEST_ALARM, number(s, at + alarm)));
        double step = score <= now ? -USUALLY_ABOVE : score <= HIGHEST_ALARM ? 1 - USUALLY_ABOVE : 0;
        set(s, at + alarm, now * (1 + Math.max(FOLLOW, 1.0 / row) * step));
        return now;
    }
}
