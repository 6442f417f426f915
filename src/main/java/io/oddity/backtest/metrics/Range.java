package io.oddity.backtest.metrics;

/**
 * Consecutive readings of a series.
 *
 * @param from the first
 * @param to the last
 */
public record Range(int from, int to) {
    /** How many readings, at least one. */
    public int size() {
        return to - from + 1;
    }
}
