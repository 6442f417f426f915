package io.oddity.detect;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A kind of detector that a pipeline can name; found through {@link java.util.ServiceLoader}. */
public interface DetectorFactory {
    /** The name under {@code detector.type}, such as {@code half-space-trees}. */
    String type();

    /** One line for the operator: what it sees, and what it needs. */
    String summary();

    /** All the settings it takes, in the order in which they are explained. */
    List<Parameter> parameters();

    /**
     * The names of the numbers that its detectors give for a row, in order; the first says how odd the row is.
     *
     * @param features the names of the features in a row, in row order
     */
    default List<String> outputs(List<String> features) {
        return List.of("score");
    }

    /**
     * About how many readings of a sensor pass before the first score that means something, for people.
     *
     * @param parameters as for {@link #configure}
     */
    default int warmUp(Map<String, Double> parameters) {
        return 0;
    }

    /**
     * The most that the state of one sensor may take, for those kinds that settings can make large.
     *
     * @param parameters as for {@link #configure}
     * @param features how many features a row has
     * @return bytes; 0 when it is always small
     */
    default long largestState(Map<String, Double> parameters, int features) {
        return 0;
    }

    /**
     * Prepares what all sensors of a pipeline share, once; every shard then asks the supplier for a detector of its own.
     *
     * @param parameters a value for each of {@link #parameters()}, each checked against its range
     * @param features the names of the features in a row, in row order
     * @return makes one detector a call; may be called from any thread
     */
    Supplier<OnlineDetector> configure(Map<String, Double> parameters, List<String> features);
}
