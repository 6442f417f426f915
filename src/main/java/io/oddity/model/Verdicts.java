package io.oddity.model;

/**
 * What was found about each of some readings, as columns: row {@code i} judges reading {@code i}.
 *
 * <p>The arrays are handed over by whoever made them and must not be changed afterwards, so that verdicts cross threads by
 * reference.
 *
 * @param readings what was judged
 * @param rawScores in the detector's own unit
 * @param scores in [0, 1], what is compared with the threshold
 * @param statuses the outcome
 */
@SuppressWarnings("ArrayRecordComponent") // columns: compared by identity on purpose
public record Verdicts(Readings readings, double[] rawScores, double[] scores, Status[] statuses) {}
