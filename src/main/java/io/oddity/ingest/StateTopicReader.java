package io.oddity.ingest;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads the state topic to its end, uncommitted records included: when the group's position is already committed, the same
 * transaction's mark may still be missing on the state partition, and the last <em>committed</em> record is too early.
 */
final class StateTopicReader implements SavedState {
    /** A transaction that a dead process left open ends by its time-out of 10 s; this waits longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String topic;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Cluster cluster;

    /** Makes a consumer for each reading, and closes it. */
    StateTopicReader(String topic, Supplier<Consumer<byte[], byte[]>> consumers, Cluster cluster) {
        this.topic = topic;
        this.consumers = consumers;
        this.cluster = cluster;
    }

    @Override
    public void read(Collection<Integer> inputPartitions, Sink sink) {
        List<TopicPartition> partitions = inputPartitions.stream()
                .distinct()
                .map(partition -> new TopicPartition(topic, partition))
                .toList();
        Map<TopicPartition, Long> ends = cluster.ends(partitions);
        long total = ends.values().stream().mapToLong(Long::longValue).sum()
                - cluster.beginnings(partitions).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long giveUp = System.nanoTime() + PATIENCE.toNanos();
            long read = 0;
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    sink.take(record, Math.min(1, ++read / (double) Math.max(1, total)));
                    giveUp = System.nanoTime() + PATIENCE.toNanos();
                }
                if (System.nanoTime() > giveUp) {
                    throw new TimeoutException("the state topic " + topic
                            + " cannot be read to its end: a transaction stays open or a broker is away");
                }
            }
        }
    }
}
