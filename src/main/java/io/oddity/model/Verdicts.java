package io.oddity.model;

/**
 * What was found about each of some readings, as columns: row {@code i} judges reading {@code i}.
 *
 * <p>The arrays are handed over by whoever made them and must not be changed afterwards, so that verdicts cross threads by
 * reference.
 *
 * @param readings what was judged
 * @param rawScores in the detector's own unit
 * @param scores in [0, 1], what is compared with the threshold; NaN where the status says that there is none
 * @param outputs what each detector of the pipeline said, row-major; empty when that is the score alone
 * @param statuses the outcome; null where judging failed, and where the reading was judged before
 * @param findings by row, what is wrong with the sensor; where that is a fault the status is {@link Status#ANOMALY}
 * @param calibrated what the scores mean for their sensors
 * @param explanations by row, of all anomalies
 * @param failures what was thrown, by row, where judging failed: a bug of ours, not of the reading
 */
@SuppressWarnings("ArrayRecordComponent") // columns: compared by identity on purpose
public record Verdicts(
        Readings readings,
        double[] rawScores,
        double[] scores,
        double[] outputs,
        Status[] statuses,
        Sparse<Finding> findings,
        Calibrated calibrated,
        Sparse<Explanation> explanations,
        Sparse<Throwable> failures) {
    /** Why an anomaly is one, as it stands in verdicts: what is wrong with the sensor, else {@code score}. */
    public String kind(int row) {
        Finding finding = findings.at(row);
        return finding == null || !finding.isFault() ? "score" : finding.kind().word();
    }

    /** Of a pipeline whose detector gives nothing but a score, with a fixed threshold; nothing is explained. */
    public Verdicts(
            Readings readings,
            double[] rawScores,
            double[] scores,
            Status[] statuses,
            double threshold,
            Sparse<Throwable> failures) {
        this(
                readings,
                rawScores,
                scores,
                new double[0],
                statuses,
                new Sparse<>(),
                Calibrated.fixed(scores.length, threshold),
                new Sparse<>(),
                failures);
    }
}
