package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Feed;
import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /**
     * What a client missed for good: what lay between two offsets is no longer in Kafka. When {@code from} is the higher one, the
     * partition never had it: the topic was made anew.
     */
    record Gap(int partition, long from, long to) {}

    /** Prepares to read {@code topic} from one place to another; partitions that {@code from} does not name have no past. */
    Backlog(Config config, Feed feed, String topic, Cursor from, Cursor to) {
        decoder = new EventDecoder(
                feed, config.pipelines().stream().map(Pipeline::name).toList());
        this.to = to;
        consumer = Readers.open(config, "backlog");
        try {
            at = seek(topic, from);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private Cursor seek(String topic, Cursor from) {
        List<TopicPartition> partitions = to.next().keySet().stream()
                .map(p -> new TopicPartition(topic, p))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Cursor place = Cursor.NONE;
        for (TopicPartition partition : partitions) {
            int p = partition.partition();
            // Beyond `to` when another node, which was quicker than this one, had served the client.
            long wanted = from.next(p, to.next(p, 0));
            long end = Math.max(ends.get(partition), to.next(p, 0));
            long first = Math.max(Math.min(wanted, end), beginnings.get(partition));
            if (first != wanted) {
                gaps.add(new Gap(p, wanted, first));
            }
            place = place.with(p, first);
            consumer.seek(partition, first);
        }
        return place;
    }

    List<Gap> gaps() {
        return gaps;
    }

    /** Behind the last event read; before the first was read, where the client goes on. */
    Cursor at() {
        return at;
    }

    /** The next events, in order, of which there may be none yet; null when there are no more. */
    List<Event> next() {
        List<TopicPartition> left = consumer.assignment().stream()
                .filter(partition -> consumer.position(partition) < to.next(partition.partition(), 0))
                .toList();
        if (left.isEmpty()) {
            return null;
        }
        consumer.assign(left);
        List<Event> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            if (record.offset() < to.next(record.partition(), 0)) {
                at = at.with(record.partition(), record.offset() + 1);
                Event event = decoder.decode(record, at);
                if (event != null) {
                    events.add(event);
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
