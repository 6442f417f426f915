package io.oddity.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * All that can be configured; see {@code conf/oddity.yaml} for every key with its default.
 *
 * @param application names the consumer group and Oddity's own topics
 * @param node tells this process from others of the same application
 * @param kafka settings for every Kafka client, passed on as they are
 * @param kafkaConsumer settings for consumers only
 * @param kafkaProducer settings for producers only
 * @param delivery what is guaranteed when something fails
 * @param batchWait how long a record may wait for others, so that trained models are asked about many rows at once; 0 for not at all
 * @param tables named views, beside the tables that each pipeline has anyway
 */
public record Config(
        String application,
        String node,
        Map<String, String> kafka,
        Map<String, String> kafkaConsumer,
        Map<String, String> kafkaProducer,
        Delivery delivery,
        Duration batchWait,
        State state,
        Topics topics,
        Http http,
        Instances instances,
        Models models,
        List<Pipeline> pipelines,
        List<ViewSource> tables) {
    /** What is guaranteed when something fails. */
    public enum Delivery {
        /** Every reading is judged once. */
        EXACTLY_ONCE,
        /** Every reading is judged, some perhaps again. */
        AT_LEAST_ONCE
    }

    /**
     * Where trained models come from.
     *
     * @param directory holds {@code <model>/<version>.json} or {@code .onnx}
     */
    public record Models(String directory) {}

    public Config {
        kafka = Map.copyOf(kafka);
        kafkaConsumer = Map.copyOf(kafkaConsumer);
        kafkaProducer = Map.copyOf(kafkaProducer);
        pipelines = List.copyOf(pipelines);
        tables = List.copyOf(tables);
    }

    /** The compacted topic that holds what was asked for while running. */
    public String controlTopic() {
        return "oddity-" + application + "-control";
    }

    /** The topic that holds what people said of anomalies, each word of it. */
    public String feedbackTopic() {
        return "oddity-" + application + "-feedback";
    }

    /** Says whether anything can be asked for while running: there are trained models, or challengers. */
    public boolean hasLineup() {
        return pipelines.stream()
                .anyMatch(pipeline -> pipeline.variants().size() > 1
                        || pipeline.variants().stream()
                                .flatMap(variant -> variant.detectors().stream())
                                .anyMatch(detector -> detector.model() != null));
    }

    /** The pipeline of this name, which there must be. */
    public Pipeline pipeline(String name) {
        return pipelines.stream()
                .filter(pipeline -> pipeline.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A duration as it is written in the configuration, such as {@code 500ms} or {@code 7d}. */
    public static Duration duration(String text) {
        return Binding.duration(text);
    }

    /** The compacted topic that holds the state of sensors. */
    public String stateTopic() {
        return "oddity-" + application + "-state";
    }

    /** All of it but secrets, which are shown as {@code ***}. */
    @Override
    public String toString() {
        return "Config[application=" + application + ", node=" + node + ", kafka=" + Secrets.shown(kafka)
                + ", kafkaConsumer=" + Secrets.shown(kafkaConsumer) + ", kafkaProducer=" + Secrets.shown(kafkaProducer)
                + ", delivery=" + delivery + ", batchWait=" + batchWait + ", state=" + state + ", topics=" + topics
                + ", http=" + http
                + ", instances=" + instances + ", models=" + models + ", pipelines=" + pipelines
                + ", tables=" + tables + "]";
    }
}
