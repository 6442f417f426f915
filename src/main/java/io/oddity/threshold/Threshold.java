package io.oddity.threshold;

import io.oddity.model.Status;

/**
 * A fixed threshold.
 *
 * @param value scores above it, not at it, are anomalies
 */
public record Threshold(double value) {
    /** Decides about a score of a detector that is warm or not. */
    public Status judge(double score, boolean warm) {
        if (!warm) {
            return Status.WARMING_UP;
        }
        return score > value ? Status.ANOMALY : Status.NORMAL;
    }
}
