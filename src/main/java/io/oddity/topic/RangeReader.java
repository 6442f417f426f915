package io.oddity.topic;

import io.oddity.config.Config;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads what a topic holds of a span of time or offsets, partition after partition, so that the order is the same each time. What is not
 * committed is not read. Single-threaded.
 */
public final class RangeReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /**
     * Offsets of one partition.
     *
     * @param to not included
     */
    public record Range(int partition, long from, long to) {}

    /** Takes records, and may fail in its own way. */
    public interface Records<E extends Exception> {
        /** The next record. */
        void take(ConsumerRecord<byte[], byte[]> record) throws E;
    }

    /** Opens a consumer; nothing is asked of Kafka yet. */
    public RangeReader(Config config, String clientId, String topic) {
        this.topic = topic;
        consumer = Readers.open(Readers.settings(config, clientId));
    }

    /**
     * The offsets of each partition between the first record of a time or later, and the first of another time or later.
     *
     * @throws KafkaException when there is no such topic, or Kafka does not answer
     */
    public List<Range> between(Instant from, Instant to) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic, PATIENCE);
        if (partitions == null || partitions.isEmpty()) {
            throw new KafkaException("topic " + topic + " does not exist");
        }
        List<TopicPartition> all = partitions.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        Map<TopicPartition, Long> ends = consumer.endOffsets(all, PATIENCE);
        TimeSearch times = new TimeSearch(consumer);
        Map<TopicPartition, Long> firsts = times.firstAt(Math.max(0, from.toEpochMilli()), ends);
        Map<TopicPartition, Long> lasts = times.firstAt(Math.max(0, to.toEpochMilli()), ends);
        return all.stream()
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .map(partition -> new Range(partition.partition(), firsts.get(partition), lasts.get(partition)))
                .toList();
    }

    /**
     * Reads a range to its end.
     *
     * @throws KafkaException when nothing comes for a while
     */
    public <E extends Exception> void read(Range range, Records<E> records) throws E {
        TopicPartition partition = new TopicPartition(topic, range.partition);
        consumer.assign(List.of(partition));
        consumer.seek(partition, range.from);
        long progressedNanos = System.nanoTime();
        for (long at = range.from; at < range.to; ) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                if (record.offset() < range.to) {
                    records.take(record);
                }
            }
            long now = consumer.position(partition, PATIENCE);
            if (now > at) {
                progressedNanos = System.nanoTime();
            } else if (System.nanoTime() - progressedNanos > PATIENCE.toNanos()) {
                throw new KafkaException(
                        "no records of " + partition + " came for " + PATIENCE.toSeconds() + " s behind offset " + at);
            }
            at = now;
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
