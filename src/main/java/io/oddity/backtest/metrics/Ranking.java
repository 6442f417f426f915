package io.oddity.backtest.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * All readings of some series in the order of their scores: what any threshold would give. 8 bytes a reading.
 *
 * <p>Readings of all sensors are pooled, as one threshold serves them all.
 */
public final class Ranking {
    /** Score and label in one number: the bits of doubles from 0 on are ordered as the doubles are, and the highest is not used. */
    private final long[] keys;

    private final long labelled;

    /**
     * A threshold and what it gives.
     *
     * @param threshold the highest score that is not flagged; 0 if that would be below
     */
    public record Cut(double threshold, Confusion points) {}

    private Ranking(long[] keys) {
        this.keys = keys;
        labelled = labelledFrom(0);
    }

    /** Ranks the readings that count. */
    public static Ranking of(List<Series> all) {
        long[] keys = new long[all.stream().mapToInt(Series::size).reduce(0, Math::addExact)];
        int n = 0;
        for (Series series : all) {
            for (int i = 0; i < series.size(); i++) {
                if (!series.isTraining(i)) {
                    keys[n++] = key(series.score(i), series.isLabelled(i) ? 1 : 0);
                }
            }
        }
        keys = Arrays.copyOf(keys, n);
        Arrays.sort(keys);
        return new Ranking(keys);
    }

    private static long key(double score, int label) {
        return Double.doubleToRawLongBits(score + 0.0) << 1 | label; // + 0.0 makes -0.0 a 0.0
    }

    private static double score(long key) {
        return Double.longBitsToDouble(key >>> 1);
    }

    private long labelledFrom(int index) {
        long count = 0;
        for (int i = index; i < keys.length; i++) {
            count += keys[i] & 1;
        }
        return count;
    }

    /** How many readings count. */
    public int readings() {
        return keys.length;
    }

    /** How many of them are labelled. */
    public long labelled() {
        return labelled;
    }

    /** What a threshold gives. */
    public Confusion at(double threshold) {
        int at = Arrays.binarySearch(keys, key(threshold, 1));
        int first = at < 0 ? -at - 1 : at;
        while (first < keys.length && score(keys[first]) <= threshold) {
            first++;
        }
        return confusion(labelledFrom(first), keys.length - first);
    }

    private Confusion confusion(long hits, long flagged) {
        long calm = keys.length - flagged - (labelled - hits);
        return new Confusion(hits, flagged - hits, labelled - hits, calm);
    }

    /**
     * The area under the receiver operating characteristic: how probable it is that a labelled reading scores higher than another one, equal
     * scores counting half (Mann and Whitney, 1947). NaN without both kinds.
     */
    public double rocAuc() {
        double pairs = 0;
        long others = 0;
        for (int from = 0, to; from < keys.length; from = to) {
            to = endOfTie(from);
            int hits = labelledBetween(from, to);
            pairs += hits * (others + (to - from - hits) / 2.0);
            others += to - from - hits;
        }
        return pairs / ((double) labelled * others);
    }

    private int endOfTie(int from) {
        int to = from + 1;
        while (to < keys.length && keys[to] >>> 1 == keys[from] >>> 1) {
            to++;
        }
        return to;
    }

    private int labelledBetween(int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += (int) (keys[i] & 1);
        }
        return count;
    }

    /**
     * The area under precision over recall as average precision: each score's precision times the recall it adds, without interpolation,
     * which would be too kind (Davis and Goadrich, "The Relationship Between Precision-Recall and ROC Curves", ICML 2006); equal scores are
     * one step. NaN without labels.
     */
    public double prAuc() {
        double[] area = {0, 0};
        descend((score, hits, flagged) -> {
            area[0] += (hits - area[1]) * hits / flagged;
            area[1] = hits;
        });
        return area[0] / labelled;
    }

    /** The threshold with the highest F1, of equal ones the highest; of no use without labels. */
    public Cut best() {
        Cut[] best = {new Cut(1, confusion(0, 0))};
        forEachCut(cut -> {
            if (cut.points.f1() > best[0].points.f1()) {
                best[0] = cut;
            }
        });
        return best[0];
    }

    /** From the highest threshold to the lowest, about so many as make recall grow evenly, and the last one. */
    public List<Cut> curve(int points) {
        List<Cut> curve = new ArrayList<>();
        long step = Math.max(1, labelled / points);
        Cut[] last = {null};
        long[] wanted = {0};
        forEachCut(cut -> {
            last[0] = cut;
            if (cut.points.hits() >= wanted[0]) {
                curve.add(cut);
                wanted[0] = cut.points.hits() + step;
            }
        });
        if (last[0] != null && !curve.get(curve.size() - 1).equals(last[0])) {
            curve.add(last[0]);
        }
        return curve;
    }

    private void forEachCut(Consumer<Cut> cuts) {
        Cut[] open = {null};
        descend((score, hits, flagged) -> {
            if (open[0] != null) {
                cuts.accept(new Cut(score, open[0].points));
            }
            open[0] = score > 0 ? new Cut(0, confusion(hits, flagged)) : null;
        });
        if (open[0] != null) {
            cuts.accept(open[0]);
        }
    }

    /** Takes each score, from the highest on, with what is at least as high. */
    private interface Step {
        void take(double score, long hits, long flagged);
    }

    private void descend(Step step) {
        long hits = 0;
        for (int i = keys.length - 1; i >= 0; i--) {
            hits += keys[i] & 1;
            if (i == 0 || keys[i - 1] >>> 1 != keys[i] >>> 1) {
                step.take(score(keys[i]), hits, keys.length - i);
            }
        }
    }
}
