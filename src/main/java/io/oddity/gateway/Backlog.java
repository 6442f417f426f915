package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Feed;
import io.oddity.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads from Kafka what lies between two places of a feed. Blocking: for one worker thread at a time. */
final class Backlog implements AutoCloseable {
    private final EventDecoder decoder;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Cursor to;
    private final List<Gap> gaps = new ArrayList<>();
    private Cursor at;

    /** What a client missed for good. */
    record Gap(int partition, long from, long to) {}

    /** Prepares to read {@code topic} from one place to another; partitions that {@code from} does not name have no past. */
    Backlog(Config config, Feed feed, String topic, Cursor from, Cursor to) {
        decoder = new EventDecoder(feed);
        consumer = Readers.open(config, "backlog");
        this.to = to;
        Map<Integer, Long> start = new TreeMap<>();
        List<TopicPartition> partitions = to.next().keySet().stream()
                .map(p -> new TopicPartition(topic, p))
                .collect(Collectors.toList());
        consumer.assign(partitions);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        for (TopicPartition partition : partitions) {
            int p = partition.partition();
            long wanted = Math.min(from.next(p, to.next(p, 0)), to.next(p, 0));
            long first = Math.max(wanted, beginnings.get(partition));
            if (first > wanted) {
                gaps.add(new Gap(p, wanted, first));
            }
            start.put(p, first);
            consumer.seek(partition, first);
        }
        at = new Cursor(start);
    }

    List<Gap> gaps() {
        return gaps;
    }

    /** The next events, in order; null when there are no more. */
    List<Event> next() {
        List<Event> events = new ArrayList<>();
        while (events.isEmpty()) {
            List<TopicPartition> left = consumer.assignment().stream()
                    .filter(partition -> consumer.position(partition) < to.next(partition.partition(), 0))
                    .toList();
            if (left.isEmpty()) {
                return null;
            }
            consumer.assign(left);
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                if (record.offset() < to.next(record.partition(), 0)) {
                    at = at.with(record.partition(), record.offset() + 1);
                    Event event = decoder.decode(record, at);
                    if (event != null) {
                        events.add(event);
                    }
                }
            }
        }
        return events;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
