package io.oddity.threshold;

import io.oddity.model.Status;
import java.util.OptionalDouble;

/**
 * From which score on a reading is an anomaly: the same score for all sensors, or one that follows each sensor's own scores so that
 * false alarms stay within a budget.
 *
 * @param fixed scores above it, not at it, are anomalies; empty where the budget decides
 * @param falseAlarms the budget
 */
public record Threshold(OptionalDouble fixed, FalseAlarms falseAlarms) {
    /** Stands for the sensors' own thresholds where one number has to do for all. */
    public static final double NOMINAL = 0.5;

    /** A fixed threshold. */
    public Threshold(double value) {
        this(OptionalDouble.of(value), FalseAlarms.DEFAULT);
    }

    /** The fixed threshold, or {@link #NOMINAL}. */
    public double value() {
        return fixed.orElse(NOMINAL);
    }

    /** Decides about a score of a detector that is warm or not, by a threshold that is this one or the sensor's own. */
    public static Status judge(double score, double threshold, boolean warm) {
        if (!warm) {
            return Status.WARMING_UP;
        }
        return score > threshold ? Status.ANOMALY : Status.NORMAL;
    }
}
