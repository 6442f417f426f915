package io.oddity.it.chaos;

import io.oddity.testing.Kafka;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads topics from their beginning on as they are committed, and remembers for how long a partition was silent. */
final class LiveReader implements AutoCloseable {
    private final Map<TopicPartition, Long> longestSilenceNanos = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> lastNanos = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> reading;
    private volatile long lastOfAllNanos;
    private volatile long longestGapNanos;
    private volatile boolean isOver;

    /** Starts to read; the sink is called by the reader's thread. */
    LiveReader(Kafka kafka, Set<TopicPartition> partitions, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        reading = CompletableFuture.runAsync(
                () -> read(kafka, partitions, sink), task -> new Thread(task, "live-reader").start());
    }

    private void read(Kafka kafka, Set<TopicPartition> partitions, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        try (KafkaConsumer<byte[], byte[]> consumer = kafka.consumer("read_committed")) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!isOver) {
                consumer.poll(Duration.ofMillis(50)).forEach(record -> {
                    heard(new TopicPartition(record.topic(), record.partition()));
                    sink.accept(record);
                });
            }
        }
    }

    private void heard(TopicPartition partition) {
        long now = System.nanoTime();
        if (!lastNanos.isEmpty()) {
            longestGapNanos = Math.max(longestGapNanos, now - lastOfAllNanos);
        }
        lastOfAllNanos = now;
        Long last = lastNanos.put(partition, now);
        if (last != null) {
            longestSilenceNanos.merge(partition, now - last, Math::max);
        }
    }

    /** By partition, between two records of it as they arrived. */
    Map<TopicPartition, Long> longestSilenceMillis() {
        Map<TopicPartition, Long> millis = new ConcurrentHashMap<>();
        longestSilenceNanos.forEach((partition, nanos) -> millis.put(partition, nanos / 1_000_000));
        return millis;
    }

    /** Between any two records as they arrived. */
    long longestGapMillis() {
        return longestGapNanos / 1_000_000;
    }

    /** Stops; fails as the sink did. */
    @Override
    public void close() {
        isOver = true;
        reading.join();
    }
}
