package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Feed;
import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.topic.Readers;
import io.oddity.topic.TimeSearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads rows of a feed from Kafka. Blocking: for one worker thread. */
final class TableLog implements TableScan.Log, AutoCloseable {
    /** A span is small; who has not got it by then gets it later. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private final String topic;
    private final EventDecoder decoder;
    private final Map<String, String> settings;
    private final KafkaConsumer<byte[], byte[]> consumer;

    TableLog(Config config, Feed feed) {
        topic = FeedTail.topic(config, feed);
        decoder = new EventDecoder(
                feed, config.pipelines().stream().map(Pipeline::name).toList());
        settings = Readers.settings(config, "table-log");
        consumer = Readers.open(settings);
    }

    /**
     * Where records of a time are, and some of other times.
     *
     * @param cursor where an earlier scan in the same direction stopped; null for all
     */
    Map<Integer, TableScan.Span> spans(long fromMillis, long toMillis, Cursor cursor, boolean newestFirst) {
        List<TopicPartition> partitions = partitions();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        TimeSearch times = new TimeSearch(consumer);
        Map<TopicPartition, Long> from = times.begins(fromMillis, TimeSearch.DISORDER_MILLIS, ends);
        Map<TopicPartition, Long> to = times.ends(toMillis, TimeSearch.DISORDER_MILLIS, ends);
        Map<Integer, TableScan.Span> spans = new HashMap<>();
        for (TopicPartition partition : partitions) {
            long first = from.get(partition);
            long end = Math.max(first, to.get(partition));
            if (cursor != null) {
                long place = Math.min(end, Math.max(first, cursor.next(partition.partition(), 0)));
                first = newestFirst ? first : place;
                end = newestFirst ? place : end;
            }
            spans.put(partition.partition(), new TableScan.Span(first, end));
        }
        return spans;
    }

    private List<TopicPartition> partitions() {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /**
     * Waits until all that is written by now can be read, or never will be. A transaction is not seen in all its topics at once: who has
     * seen its verdict in one may ask for its anomaly before that can be read.
     */
    void awaitReadable() {
        List<TopicPartition> partitions = partitions();
        Map<TopicPartition, Long> written = written(partitions);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isReadable(written)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("a transaction takes too long, try again");
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private Map<TopicPartition, Long> written(List<TopicPartition> partitions) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        try (KafkaConsumer<byte[], byte[]> uncommitted = Readers.open(all)) {
            return uncommitted.endOffsets(partitions);
        }
    }

    private boolean isReadable(Map<TopicPartition, Long> written) {
        Map<TopicPartition, Long> readable = consumer.endOffsets(written.keySet());
        return written.keySet().stream().allMatch(partition -> readable.get(partition) >= written.get(partition));
    }

    @Override
    public Map<Integer, List<Event>> read(Map<Integer, TableScan.Span> spans) {
        List<TopicPartition> left = new ArrayList<>();
        spans.keySet().forEach(partition -> left.add(new TopicPartition(topic, partition)));
        consumer.assign(left);
        consumer.resume(left); // who was assigned before is paused still
        left.forEach(partition ->
                consumer.seek(partition, spans.get(partition.partition()).from()));
        Map<Integer, List<Event>> rows = new HashMap<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!left.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Kafka takes too long, try again");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                Event row = record.offset() < spans.get(record.partition()).to()
                        ? decoder.decode(record, Cursor.NONE)
                        : null;
                if (row != null) {
                    rows.computeIfAbsent(record.partition(), partition -> new ArrayList<>())
                            .add(row);
                }
            }
            // Behind the marks of transactions, too, which are no records.
            List<TopicPartition> read = left.stream()
                    .filter(partition -> consumer.position(partition)
                            >= spans.get(partition.partition()).to())
                    .toList();
            left.removeAll(read);
            consumer.pause(read);
        }
        return rows;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
