package io.oddity.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.config.Config;
import io.oddity.testing.Configs;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TopicPlanTest {
    private static final Map<String, Integer> INPUTS = Map.of("sensors", 6, "mills", 2);

    private static Config config(String rootLines) {
        return Configs.withRoot(rootLines, "sensor_id: id", "channels: [{name: temp}]");
    }

    private static Map<String, NewTopic> outputs(String rootLines) {
        return new TopicPlan(config(rootLines)).outputs(INPUTS);
    }

    @Test
    void inputsAreTheTopicsOfThePipelines() {
        assertThat(new TopicPlan(config("")).inputs()).containsExactly("sensors");
    }

    @Test
    void thereIsATopicForEachKindOfOutputAndDeadLettersForEachInput() {
        assertThat(outputs(""))
                .containsOnlyKeys(
                        "scored",
                        "anomalies",
                        "pulse",
                        "sensors.dlq",
                        "mills.dlq",
                        "oddity-oddity-state",
                        "oddity-oddity-feedback");
    }

    @Test
    void verdictsAndStateHaveAsManyPartitionsAsTheWidestInput() {
        Map<String, NewTopic> outputs = outputs("");

        assertThat(outputs.get("scored").numPartitions()).isEqualTo(6);
        assertThat(outputs.get("oddity-oddity-state").numPartitions()).isEqualTo(6);
        assertThat(outputs.get("anomalies").numPartitions()).isEqualTo(1);
        assertThat(outputs.get("pulse").numPartitions()).isEqualTo(1);
        assertThat(outputs.get("mills.dlq").numPartitions()).isEqualTo(1);
    }

    @Test
    void deadLettersMayHaveAsManyPartitionsAsTheirInput() {
        Map<String, NewTopic> outputs = outputs("topics: {dead_letters: {name: -failed, partitions: 0}}");

        assertThat(outputs.get("sensors-failed").numPartitions()).isEqualTo(6);
        assertThat(outputs.get("mills-failed").numPartitions()).isEqualTo(2);
    }

    @Test
    void namesPartitionsRetentionAndReplicationAreAsConfigured() {
        Map<String, NewTopic> outputs =
                outputs("topics: {replication: 3, scored: {name: verdicts, partitions: 12, retention: 36h}}");

        NewTopic verdicts = outputs.get("verdicts");
        assertThat(verdicts.numPartitions()).isEqualTo(12);
        assertThat(verdicts.replicationFactor()).isEqualTo((short) 3);
        assertThat(verdicts.configs())
                .containsEntry(
                        "retention.ms", Long.toString(Duration.ofHours(36).toMillis()));
        assertThat(outputs.get("oddity-oddity-state").replicationFactor()).isEqualTo((short) 3);
    }

    @Test
    void unlessToldOtherwiseTheBrokerDecidesAboutReplication() {
        assertThat(outputs("").values()).allMatch(topic -> topic.replicationFactor() == -1);
    }

    @Test
    void stateIsCompactedAndNeverExpires() {
        assertThat(outputs("").get("oddity-oddity-state").configs())
                .containsEntry("cleanup.policy", "compact")
                .doesNotContainKey("retention.ms");
    }

    @Test
    void aStateMayBeAsLargeAsARequestOfOurProducers() {
        assertThat(outputs("").get("oddity-oddity-state").configs())
                .containsEntry("max.message.bytes", Integer.toString(16 << 20));
    }

    @Test
    void whatIsSaidOfForgottenSensorsGoesWithinTheHour() {
        assertThat(outputs("").get("oddity-oddity-state").configs()).containsEntry("delete.retention.ms", "3600000");
    }

    @Test
    void recordsOfAnyTimeAreKept() {
        assertThat(outputs("").get("scored").configs())
                .containsEntry("message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE))
                .containsEntry("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
    }

    @Test
    void aDeadLetterMayBeAsLargeAsARequest() {
        assertThat(outputs("").get("sensors.dlq").configs()).containsEntry("max.message.bytes", "16777216");
        assertThat(outputs("").get("scored").configs()).doesNotContainKey("max.message.bytes");
    }

    @Test
    void topicsThatAreWideEnoughOrNotThereYetAreFine() {
        TopicPlan plan = new TopicPlan(config(""));

        assertThat(plan.mistakes(INPUTS, Map.of())).isEmpty();
        assertThat(plan.mistakes(INPUTS, Map.of("scored", 6, "oddity-oddity-state", 7)))
                .isEmpty();
        assertThat(plan.mistakes(INPUTS, Map.of("anomalies", 1))).isEmpty();
    }

    @Test
    void aTopicTooNarrowForItsInputIsAMistake() {
        assertThat(new TopicPlan(config("")).mistakes(INPUTS, Map.of("scored", 5, "oddity-oddity-state", 2)))
                .containsExactly(
                        "topic scored has 5 partitions, but an input topic has 6: give it as many "
                                + "(kafka-topics --alter) or name another in the configuration",
                        "topic oddity-oddity-state has 2 partitions, but an input topic has 6: give it as many "
                                + "(kafka-topics --alter) or name another in the configuration");
    }
}
