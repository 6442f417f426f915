package io.oddity.backtest.metrics;

/**
 * Readings counted one by one: labelled or not, flagged or not.
 *
 * @param hits labelled and flagged
 * @param falsePositives flagged only
 * @param misses labelled only
 * @param calm neither
 */
public record Confusion(long hits, long falsePositives, long misses, long calm) {
    /** Of the flagged readings, the share that is labelled; NaN when none is flagged. */
    public double precision() {
        return (double) hits / (hits + falsePositives);
    }

    /** Of the labelled readings, the share that is flagged; NaN when none is labelled. */
    public double recall() {
        return (double) hits / (hits + misses);
    }

    /** The harmonic mean of both; NaN when nothing is flagged or labelled. */
    public double f1() {
        return 2.0 * hits / (2 * hits + falsePositives + misses);
    }
}
