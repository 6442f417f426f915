package io.oddity.pipeline;

import io.oddity.detect.BatchModel;
import io.oddity.detect.OnlineDetector;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One detector of a pipeline: it reads some columns of the rows and adds some.
 *
 * @param name tells it from the pipeline's other detectors
 * @param type for people and verdicts, such as {@code half-space-trees}
 * @param inputs the columns it reads: features, and outputs of detectors before it
 * @param outputs the names of the columns it adds
 * @param score which of {@code outputs} says how odd a row is; -1 when it only works for other detectors
 * @param threshold its score counts as a vote for an anomaly when it is above
 * @param online makes a detector for one shard; null for a trained model
 * @param trained makes a model for one shard, by version; null for a detector that learns
 * @param batchRows a trained model is asked about so many rows at once at most
 */
public record DetectorSpec(
        String name,
        String type,
        List<Integer> inputs,
        List<String> outputs,
        int score,
        double threshold,
        Supplier<OnlineDetector> online,
        Function<String, BatchModel> trained,
        int batchRows) {
    /** Copies the lists. */
    public DetectorSpec {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** A detector that learns from each reading, and gives one score. */
    public static DetectorSpec online(
            String name, String type, List<Integer> inputs, double threshold, Supplier<OnlineDetector> online) {
        return online(name, type, inputs, List.of("score"), threshold, online);
    }

    /** A detector that learns from each reading, and gives these outputs, the score first. */
    public static DetectorSpec online(
            String name,
            String type,
            List<Integer> inputs,
            List<String> outputs,
            double threshold,
            Supplier<OnlineDetector> online) {
        return new DetectorSpec(name, type, inputs, outputs, 0, threshold, online, null, 0);
    }
}
