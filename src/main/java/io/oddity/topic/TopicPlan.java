package io.oddity.topic;

import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.config.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** Which topics there have to be, given the input topics and their partitions. Pure. */
final class TopicPlan {
    /** A record of the past or the future keeps its time in our topics, whatever the broker's default allows. */
    private static final String ANY_TIME = Long.toString(Long.MAX_VALUE);

    /** For a dead letter, which carries a whole record, and the state of a sensor: as large as our producers' requests. */
    private static final String LARGEST_RECORD = Integer.toString(16 << 20);

    private final Config config;

    TopicPlan(Config config) {
        this.config = config;
    }

    /** The topics that readings come from. */
    Set<String> inputs() {
        return config.pipelines().stream().map(Pipeline::topic).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The topics that Oddity writes, by name. */
    Map<String, NewTopic> outputs(Map<String, Integer> inputPartitions) {
        int widest = inputPartitions.values().stream().max(Integer::compare).orElse(1);
        Topics topics = config.topics();
        Map<String, NewTopic> outputs = new TreeMap<>();
        for (Topics.Output output : List.of(topics.scored(), topics.anomalies(), topics.pulse())) {
            outputs.put(output.name(), kept(output.name(), output, widest));
        }
        inputPartitions.forEach((input, partitions) -> {
            String name = input + topics.deadLetters().name();
            NewTopic letters = kept(name, topics.deadLetters(), partitions);
            letters.configs().put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, LARGEST_RECORD);
            outputs.put(name, letters);
        });
        outputs.put(config.stateTopic(), compacted(config.stateTopic(), widest));
        if (config.hasLineup()) {
            outputs.put(config.controlTopic(), compacted(config.controlTopic(), 1));
        }
        outputs.put(config.feedbackTopic(), topic(config.feedbackTopic(), 1, forEver()));
        return outputs;
    }

    private NewTopic kept(String name, Topics.Output output, int inputPartitions) {
        Map<String, String> settings = new HashMap<>();
        settings.put(
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(output.retention().toMillis()));
        settings.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, ANY_TIME);
        settings.put(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, ANY_TIME);
        return topic(name, output.partitions() == 0 ? inputPartitions : output.partitions(), settings);
    }

    private static Map<String, String> forEver() {
        return Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1", TopicConfig.RETENTION_BYTES_CONFIG, "-1");
    }

    private NewTopic compacted(String name, int partitions) {
        Map<String, String> settings = new HashMap<>();
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        // A restart reads the whole topic, so it is compacted early and in small segments.
        settings.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.2");
        settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(16 << 20));
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, LARGEST_RECORD);
        // The ends of sensors that came once stay so long, by default a day; no restart takes longer to read past one.
        settings.put(
                TopicConfig.DELETE_RETENTION_MS_CONFIG,
                Long.toString(Duration.ofHours(1).toMillis()));
        return topic(name, partitions, settings);
    }

    private NewTopic topic(String name, int partitions, Map<String, String> settings) {
        return new NewTopic(name, partitions, (short) config.topics().replication()).configs(settings);
    }

    /** What keeps the topics there are from working, for the operator; empty when nothing does. */
    List<String> mistakes(Map<String, Integer> inputPartitions, Map<String, Integer> outputPartitions) {
        int widest = inputPartitions.values().stream().max(Integer::compare).orElse(1);
        List<String> mistakes = new ArrayList<>();
        for (String name : List.of(config.topics().scored().name(), config.stateTopic())) {
            Integer partitions = outputPartitions.get(name);
            if (partitions != null && partitions < widest) {
                mistakes.add("topic " + name + " has " + partitions + " partitions, but an input topic has " + widest
                        + ": give it as many (kafka-topics --alter) or name another in the configuration");
            }
        }
        return mistakes;
    }
}
