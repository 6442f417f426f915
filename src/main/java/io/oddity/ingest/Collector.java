package io.oddity.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Puts polls together, so that a trained model is asked once about many rows. Records wait only while others come faster than they
 * wait; where the stream is slow, each poll goes on at once. Single-threaded: owned by one ingest loop.
 */
final class Collector {
    private final int mostRecords;
    private final long waitNanos;
    private final LongSupplier nanoTime;
    private ConsumerRecords<byte[], byte[]> collected = ConsumerRecords.empty();
    private long cameNanos;
    private long dueNanos;

    /**
     * Collects nothing yet.
     *
     * @param mostRecords no record waits for more than these
     * @param wait how long a record may wait; 0 for not at all
     */
    Collector(int mostRecords, Duration wait, LongSupplier nanoTime) {
        this.mostRecords = mostRecords;
        this.waitNanos = wait.toNanos();
        this.nanoTime = nanoTime;
        cameNanos = nanoTime.getAsLong() - waitNanos;
    }

    /** Takes what a poll brought, which may be nothing. */
    void add(ConsumerRecords<byte[], byte[]> polled) {
        if (polled.isEmpty()) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (collected.isEmpty()) {
            boolean isFast = now - cameNanos < waitNanos;
            dueNanos = isFast ? now + waitNanos : now;
        }
        cameNanos = now;
        collected = collected.isEmpty() ? polled : both(collected, polled);
    }

    private static ConsumerRecords<byte[], byte[]> both(
            ConsumerRecords<byte[], byte[]> first, ConsumerRecords<byte[], byte[]> second) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        for (ConsumerRecords<byte[], byte[]> some : List.of(first, second)) {
            for (TopicPartition partition : some.partitions()) {
                records.computeIfAbsent(partition, p -> new ArrayList<>()).addAll(some.records(partition));
            }
        }
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(first.nextOffsets());
        next.putAll(second.nextOffsets());
        return new ConsumerRecords<>(records, next);
    }

    /** How long what was collected may still wait; 0 when it is to go on. */
    Duration remaining() {
        long nanos = collected.count() >= mostRecords ? 0 : dueNanos - nanoTime.getAsLong();
        return Duration.ofNanos(Math.max(0, nanos));
    }

    /** Says whether something was collected and is to go on. */
    boolean isDue() {
        return !collected.isEmpty() && remaining().isZero();
    }

    boolean isEmpty() {
        return collected.isEmpty();
    }

    /** Gives what was collected, in offset order within each partition, and begins anew. */
    ConsumerRecords<byte[], byte[]> take() {
        ConsumerRecords<byte[], byte[]> taken = collected;
        collected = ConsumerRecords.empty();
        return taken;
    }
}
