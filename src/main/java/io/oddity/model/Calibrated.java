package io.oddity.model;

import java.util.Arrays;

/**
 * What the scores of some readings mean for their sensors, as columns beside {@link Verdicts}. Handed over, not to be changed.
 *
 * @param p the tail probability of each score; NaN where it is not known
 * @param thresholds the score above which each reading was an anomaly
 * @param elapsedMicros how much of its sensor's time each reading stands for
 * @param episodes by row, for readings that belong to one
 * @param remarks by row, for readings of which there is something to say
 */
@SuppressWarnings("ArrayRecordComponent") // columns: compared by identity on purpose
public record Calibrated(
        double[] p, double[] thresholds, double[] elapsedMicros, Sparse<Episode> episodes, Sparse<Remark> remarks) {
    /** Whether a reading opens an episode: an alarm. */
    public boolean isAlarm(int row) {
        Episode episode = episodes.at(row);
        return episode != null && episode.state() == Episode.State.OPENED;
    }

    /** For {@code rows} readings that were judged by a fixed threshold and nothing else. */
    public static Calibrated fixed(int rows, double threshold) {
        Calibrated fixed =
                new Calibrated(new double[rows], new double[rows], new double[rows], new Sparse<>(), new Sparse<>());
        Arrays.fill(fixed.p, Missing.VALUE);
        Arrays.fill(fixed.thresholds, threshold);
        return fixed;
    }
}
