package io.oddity.gateway;

import io.oddity.config.Config;
import io.oddity.pipeline.Pulse;
import io.oddity.topic.Readers;
import io.oddity.topic.TimeSearch;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads from Kafka what sensors did in a span of time. Thread-safe; blocks, for worker threads. */
final class PulseLog {
    /** Somebody waits for the answer. */
    private static final Duration AT_MOST = Duration.ofSeconds(5);

    /** Input partitions share the topic, and one that was behind writes its pulses late. */
    private static final long DISORDER_MILLIS = 5 * TimeSearch.DISORDER_MILLIS;

    private final String topic;
    private final Config config;
    private final PulseDecoder decoder;

    PulseLog(Config config) {
        topic = config.topics().pulse().name();
        this.config = config;
        decoder = new PulseDecoder(config);
    }

    /**
     * Hands on the pulses of a span of record time.
     *
     * @return the time up to which all are read: {@code toMillis}, or less when there are more than can be read while somebody waits
     */
    long read(long fromMillis, long toMillis, Consumer<Pulse> pulses) {
        try (KafkaConsumer<byte[], byte[]> consumer = Readers.open(Readers.settings(config, "pulse-log"))) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            TimeSearch times = new TimeSearch(consumer);
            Map<TopicPartition, Long> ends = times.ends(toMillis, DISORDER_MILLIS, consumer.endOffsets(partitions));
            Map<TopicPartition, Long> begins = times.begins(fromMillis, DISORDER_MILLIS, ends);
            consumer.assign(partitions);
            begins.forEach(consumer::seek);
            Map<TopicPartition, Long> reached = new HashMap<>();
            partitions.forEach(partition -> reached.put(partition, fromMillis));
            long deadline = System.nanoTime() + AT_MOST.toNanos();
            while (true) {
                ends.forEach((partition, end) -> {
                    if (consumer.position(partition) >= end && reached.remove(partition) != null) {
                        consumer.pause(List.of(partition));
                    }
                });
                if (reached.isEmpty()) {
                    return toMillis;
                }
                if (System.nanoTime() > deadline) {
                    return reached.values().stream()
                            .mapToLong(Long::longValue)
                            .min()
                            .orElse(toMillis);
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    Pulse pulse = decoder.decode(record);
                    if (pulse != null && pulse.startMillis() >= fromMillis && pulse.startMillis() < toMillis) {
                        pulses.accept(pulse);
                        reached.computeIfPresent(
                                new TopicPartition(topic, record.partition()),
                                (partition, before) -> Math.max(before, pulse.startMillis()));
                    }
                }
            }
        }
    }
}
