package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Feed;
import io.oddity.bus.Gap;
import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.topic.Readers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads from Kafka what lies between two places of a feed, poll by poll. Blocking: for one worker thread at a time. */
final class PastReader implements AutoCloseable {
    private final String topic;
    private final EventDecoder decoder;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** Where the consumer is; another client's turn may have taken it elsewhere. */
    private Cursor position = Cursor.NONE;

    /**
     * What one poll gave.
     *
     * @param gaps what was lost before the events
     * @param at where to go on
     */
    record Part(List<Gap> gaps, List<Event> events, Cursor at) {}

    PastReader(Config config, Feed feed) {
        topic = FeedTail.topic(config, feed);
        decoder = new EventDecoder(
                feed, config.pipelines().stream().map(Pipeline::name).toList());
        consumer = Readers.open(Readers.exactSettings(config, "backlog-" + topic));
    }

    /** Finds where in Kafka a client goes on that has all before {@code from}; no events yet. */
    Part begin(Cursor from, Cursor to) {
        List<TopicPartition> partitions = to.next().keySet().stream()
                .map(p -> new TopicPartition(topic, p))
                .toList();
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<Gap> gaps = new ArrayList<>();
        Cursor at = from;
        for (TopicPartition partition : partitions) {
            int p = partition.partition();
            // A partition that is not named was added since. It may be beyond `to`, when a quicker node had served the
            // client.
            long wanted = from.next(p, 0);
            long end = Math.max(ends.get(partition), to.next(p, 0));
            long first = Math.max(Math.min(wanted, end), beginnings.get(partition));
            if (first != wanted) {
                gaps.add(new Gap(p, wanted, first));
            }
            at = at.with(p, first);
        }
        return new Part(gaps, List.of(), at);
    }

    /** The next events before {@code to}, of which there may be none yet. */
    Part next(Cursor at, Cursor to) {
        List<TopicPartition> left = to.next().keySet().stream()
                .filter(p -> at.next(p, 0) < to.next(p, 0))
                .map(p -> new TopicPartition(topic, p))
                .toList();
        consumer.assign(left);
        if (!at.equals(position)) {
            left.forEach(partition -> consumer.seek(partition, at.next(partition.partition(), 0)));
        }
        position = Cursor.NONE;
        try {
            Part part = poll(left, at, to);
            position = part.at();
            return part;
        } catch (InvalidOffsetException e) {
            return begin(at, to);
        }
    }

    private Part poll(List<TopicPartition> left, Cursor from, Cursor to) {
        Cursor at = from;
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
        for (TopicPartition partition : left) {
            // Behind the marks of transactions, too, which are no records.
            int p = partition.partition();
            at = at.with(p, Math.min(consumer.position(partition), to.next(p, 0)));
        }
        return new Part(List.of(), events, at);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
