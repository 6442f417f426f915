package io.oddity.config;

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
 * @param threshold scores above it are anomalies
 */
public record Pipeline(
        String name,
        String topic,
        String sensorId,
        String metric,
        String value,
        Time time,
        List<ChannelSource> channels,
        List<FeatureSource> features,
        Detector detector,
        double threshold) {
    public Pipeline {
        channels = List.copyOf(channels);
        features = List.copyOf(features);
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
     */
    public record ChannelSource(String name, String field, String unit, List<Double> range) {
        public ChannelSource {
            range = range == null ? null : List.copyOf(range);
        }
    }

    /**
     * A number that the detector sees.
     *
     * @param channel the channel it is made from
     * @param scale two channel values that become 0 and 1; null leaves the value as it is
     */
    public record FeatureSource(String name, String channel, List<Double> scale) {
        public FeatureSource {
            scale = scale == null ? null : List.copyOf(scale);
        }
    }

    /**
     * The detector.
     *
     * @param params a value for each of its parameters, in their order
     */
    public record Detector(String type, Map<String, Double> params) {
        public Detector {
            params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        }
    }
}
