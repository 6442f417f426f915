package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Feed;
import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.topic.Readers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Reads rows of a feed from Kafka. Blocking: for one worker thread. */
final class TableLog implements TableScan.Log, AutoCloseable {
    /** A span is small; who has not got it by then gets it later. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Among so many there is a record, as a rule, not only marks. */
    private static final long PROBE_OFFSETS = 100;

    private final String topic;
    private final EventDecoder decoder;
    private final KafkaConsumer<byte[], byte[]> consumer;

    TableLog(Config config, Feed feed) {
        topic = FeedTail.topic(config, feed);
        decoder = new EventDecoder(
                feed, config.pipelines().stream().map(Pipeline::name).toList());
        consumer = Readers.open(Readers.settings(config, "table-log"));
    }

    /**
     * Where records of a time are, and some of other times.
     *
     * @param cursor where an earlier scan in the same direction stopped; null for all
     */
    Map<Integer, TableScan.Span> spans(long fromMillis, long toMillis, Cursor cursor, boolean newestFirst) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> from = fromMillis <= 0 ? beginnings : firstAt(fromMillis, ends);
        Map<TopicPartition, Long> to =
                toMillis >= Long.MAX_VALUE - SensorLog.DISORDER_MILLIS ? ends : behind(toMillis, ends);
        Map<Integer, TableScan.Span> spans = new HashMap<>();
        for (TopicPartition partition : partitions) {
            long first = Math.max(from.get(partition), beginnings.get(partition));
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

    private Map<TopicPartition, Long> firstAt(long millis, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                ends.keySet().stream().collect(Collectors.toMap(partition -> partition, partition -> millis)));
        Map<TopicPartition, Long> offsets = new HashMap<>(ends);
        found.forEach((partition, first) -> {
            if (first != null) {
                offsets.merge(partition, first.offset(), Math::min);
            }
        });
        return offsets;
    }

    /**
     * Behind the last records before a time. Kafka finds the marks of transactions, too, whose time is that of writing: where readings
     * were judged late, one stands before many records of that time, and the end is found by halves.
     */
    private Map<TopicPartition, Long> behind(long millis, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> found = new HashMap<>();
        Map<Integer, TableScan.Span> open = new HashMap<>();
        Map<Integer, Long> probes = new HashMap<>();
        firstAt(millis + SensorLog.DISORDER_MILLIS, ends).forEach((partition, first) -> {
            open.put(partition.partition(), new TableScan.Span(first, ends.get(partition)));
            probes.put(partition.partition(), first);
        });
        long wanted = millis;
        while (!open.isEmpty()) {
            Map<Integer, TableScan.Span> spans = new HashMap<>();
            open.forEach((p, span) -> spans.put(
                    p, new TableScan.Span(probes.get(p), Math.min(span.to(), probes.get(p) + PROBE_OFFSETS))));
            Map<Integer, List<Event>> rows = read(spans);
            for (Map.Entry<Integer, TableScan.Span> probe : spans.entrySet()) {
                int p = probe.getKey();
                List<Event> there = rows.getOrDefault(p, List.of());
                boolean isBehind = !there.isEmpty() && there.get(0).recordTimeMillis() >= wanted;
                long from = isBehind ? open.get(p).from() : probe.getValue().to();
                long to = isBehind ? probe.getValue().from() : open.get(p).to();
                if (to - from <= PROBE_OFFSETS) {
                    open.remove(p);
                    found.put(new TopicPartition(topic, p), to);
                } else {
                    open.put(p, new TableScan.Span(from, to));
                    probes.put(p, from + (to - from) / 2);
                }
            }
            wanted = millis + SensorLog.DISORDER_MILLIS;
        }
        return found;
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
