package io.oddity.config;

import io.oddity.threshold.Threshold;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From a topic to verdicts.
 *
 * @param topic where readings come from
 * @param sensorId where the sensor's id stands: a field's name, a JSON Pointer, or {@code @key} for the record's key
 * @param metric where the channel's name stands when a record carries one channel; null when a record carries all of them
 * @param value where that channel's value stands; null without {@code metric}
 * @param health what is looked for in the sensors themselves: words of {@code io.oddity.model.Kind}
 * @param tags names for groups of sensors, by patterns of their ids in which {@code *} stands for anything
 * @param rules what is not to be flagged, however odd it is
 * @param rowKey what a row stands for, {@code [sensor_id, ts]}; empty when each reading is a row of its own
 * @param variants the ways of judging its readings: the main one, and the challenger if there is one
 */
public record Pipeline(
        String name,
        String topic,
        String sensorId,
        String metric,
        String value,
        Time time,
        List<ChannelSource> channels,
        List<String> health,
        Map<String, List<String>> tags,
        List<RuleSource> rules,
        List<String> rowKey,
        List<Variant> variants) {
    public Pipeline {
        channels = List.copyOf(channels);
        health = List.copyOf(health);
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        rules = List.copyOf(rules);
        rowKey = rowKey == null ? List.of() : List.copyOf(rowKey);
        variants = List.copyOf(variants);
    }

    /** Whether a reading of the same sensor and time corrects the one before. */
    public boolean isKeyed() {
        return !rowKey.isEmpty();
    }

    /** The way of judging that decides unless another one was promoted. */
    public Variant main() {
        return variants.get(0);
    }

    /**
     * When a reading was measured.
     *
     * @param field a field's name, a JSON Pointer, or {@code @timestamp} for the record's timestamp
     * @param format {@code iso}, {@code epoch_s}, {@code epoch_ms}, {@code epoch_us} or a pattern of {@link
     *     java.time.format.DateTimeFormatter}
     * @param zone the zone of times that name none
     */
    public record Time(String field, String format, String zone) {}

    /**
     * A channel and where to find it.
     *
     * @param field a field's name or a JSON Pointer; with {@code metric}, the metric's name
     * @param range the lowest and the highest value expected; null when unknown
     * @param missing what stands in where it is missing: {@code none}, {@code last}, {@code skip} or a number
     */
    public record ChannelSource(String name, String field, String unit, List<Double> range, String missing) {
        public ChannelSource {
            range = range == null ? null : List.copyOf(range);
        }
    }

    /**
     * What is not to be flagged, of all sensors or some.
     *
     * @param ignore a CEL expression: readings of which it holds are not judged; null without one
     * @param direction on which side of what is expected a deviation counts, {@code above} or {@code below}; null for either
     * @param minDeviation from which size on a deviation counts, in the channel's unit; null for any
     * @param channel whose deviations are meant; null for each
     * @param sensors a pattern of ids; null for all
     * @param tag one of the pipeline's; null for all
     */
    public record RuleSource(
            String ignore, String direction, Double minDeviation, String channel, String sensors, String tag) {}

    /**
     * A way of judging readings.
     *
     * @param lateness how long after its sensor's newest reading one may come and still count in windows of time
     * @param combine how the scores of several detectors become one: {@code max}, {@code mean} or {@code vote}
     * @param threshold scores above it are anomalies; null where {@code falseAlarms} decides
     * @param falseAlarms the budget of false alarms, such as {@code 1 per sensor per week}
     */
    public record Variant(
            String variant,
            List<FeatureSource> features,
            Duration lateness,
            List<Detector> detectors,
            String combine,
            Double threshold,
            String falseAlarms) {
        public Variant {
            features = List.copyOf(features);
            detectors = List.copyOf(detectors);
        }

        /** The threshold, or where there is none a number that stands for those of the sensors. */
        public double nominalThreshold() {
            return threshold == null ? Threshold.NOMINAL : threshold;
        }
    }

    /**
     * A number that detectors see.
     *
     * @param channel the channel it is made from
     * @param scale two values that become 0 and 1; null leaves the value as it is
     * @param window how many readings, or how much time, it looks back over; null for the reading's own value
     * @param take what is taken from the window; null without one
     * @param lag how many readings ago the value is taken; null for the reading's own
     */
    public record FeatureSource(
            String name, String channel, List<Double> scale, String window, String take, Integer lag) {
        public FeatureSource {
            scale = scale == null ? null : List.copyOf(scale);
        }

        /** A channel's value, scaled or not. */
        public FeatureSource(String name, String channel, List<Double> scale) {
            this(name, channel, scale, null, null, null);
        }
    }

    /**
     * A detector.
     *
     * @param params a value for each of its parameters, in their order; none for a trained model
     * @param model the folder of the trained model's versions; null for a detector that learns
     * @param features what it reads: features, and outputs of detectors before it
     * @param outputs what an ONNX model gives; empty otherwise
     * @param threshold with a vote, scores above it are votes
     * @param batchRows a trained model is asked about at most so many rows at once
     */
    public record Detector(
            String name,
            String type,
            Map<String, Double> params,
            String model,
            List<String> features,
            List<ModelOutput> outputs,
            double threshold,
            int batchRows) {
        public Detector {
            params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
            features = List.copyOf(features);
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * A number made of what an ONNX model gives for a row.
     *
     * @param tensor the output tensor it stands in
     * @param column which of the tensor's numbers for a row; the first is 0
     * @param scale two numbers that become 0 and 1, the first lower or higher than the second; null leaves it as it is
     * @param error instead of a column: {@code mse} or {@code mae} between the tensor and the input; null for the column
     */
    public record ModelOutput(String name, String tensor, int column, List<Double> scale, String error) {
        public ModelOutput {
            scale = scale == null ? null : List.copyOf(scale);
        }
    }
}
