package io.oddity.backtest.metrics;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Ranges of odd readings instead of single ones.
 *
 * <p>Precision and recall are those of Tatbul et al., "Precision and Recall for Time Series" (NeurIPS 2018), with flat bias, no reward for
 * mere existence (alpha 0) and no punishment for several pieces (gamma 1): recall is the mean over labelled ranges of the share of each that
 * is flagged; precision is the mean over runs of flagged readings of the share of each that is labelled. So a long range weighs as much as a
 * short one.
 *
 * @param ranges how many are labelled
 * @param found how many of them have a flagged reading
 * @param runs how many runs of flagged readings there are
 * @param precision NaN when nothing is flagged
 * @param recall NaN when nothing is labelled
 */
public record RangeScores(int ranges, int found, int runs, double precision, double recall) {
    /** Counts at a threshold, over all sensors. */
    static RangeScores of(List<Series> all, double threshold) {
        int ranges = 0;
        int found = 0;
        int runs = 0;
        double precision = 0;
        double recall = 0;
        for (Series series : all) {
            for (Range range : series.labelled()) {
                double share = share(range, i -> series.isFlagged(i, threshold));
                ranges++;
                found += share > 0 ? 1 : 0;
                recall += share;
            }
            for (Range run : series.flagged(threshold)) {
                runs++;
                precision += share(run, series::isLabelled);
            }
        }
        return new RangeScores(ranges, found, runs, precision / runs, recall / ranges);
    }

    private static double share(Range range, IntPredicate of) {
        return (double) IntStream.rangeClosed(range.from(), range.to())
                        .filter(of)
                        .count()
                / range.size();
    }

    /** The share of labelled ranges that have a flagged reading; NaN when nothing is labelled. */
    public double existence() {
        return (double) found / ranges;
    }

    /** The harmonic mean of precision and recall; NaN where they are. */
    public double f1() {
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }
}
