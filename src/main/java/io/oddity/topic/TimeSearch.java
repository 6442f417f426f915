package io.oddity.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds where in partitions the records of a time begin. Kafka's own index finds the marks of transactions, too, whose time is that
 * of writing: where readings were judged late, a mark stands before many records of the time it has. Single-threaded; assigns its
 * consumer's partitions anew, so who reads with the same consumer does that afterwards.
 */
public final class TimeSearch {
    /** Records of a partition are in order of time but for this much: a sensor's clock, a late delivery. */
    public static final long DISORDER_MILLIS = 60_000;

    /** Fetched anyway, and enough to see where time stands. */
    private static final long PROBE_OFFSETS = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Consumer<byte[], byte[]> consumer;

    /** Searches what this consumer can read. */
    public TimeSearch(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** What the index says: before it stands no record of the time or later, but behind it many earlier ones may. */
    private Map<TopicPartition, Long> notBehind(long millis, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                ends.keySet().stream().collect(Collectors.toMap(partition -> partition, partition -> millis)),
                PATIENCE);
        Map<TopicPartition, Long> offsets = new HashMap<>(ends);
        found.forEach((partition, first) -> {
            if (first != null) {
                offsets.merge(partition, first.offset(), Math::min);
            }
        });
        return offsets;
    }

    /**
     * Where to begin so that no record of a time or later is missed.
     *
     * @param disorderMillis by how much records may be out of order of time
     */
    public Map<TopicPartition, Long> begins(long millis, long disorderMillis, Map<TopicPartition, Long> ends) {
        return millis <= disorderMillis
                ? consumer.beginningOffsets(ends.keySet(), PATIENCE)
                : firstAt(millis - disorderMillis, ends);
    }

    /** Where to end so that no record before a time is missed. */
    public Map<TopicPartition, Long> ends(long millis, long disorderMillis, Map<TopicPartition, Long> ends) {
        return millis >= Long.MAX_VALUE - disorderMillis ? ends : firstAt(millis + disorderMillis, ends);
    }

    /**
     * The first record of a time or later in each partition.
     *
     * @param ends of the partitions to be searched, and the answer where there is no such record
     * @throws KafkaException when Kafka does not give what is needed to know
     */
    public Map<TopicPartition, Long> firstAt(long millis, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Search> searches = new HashMap<>();
        notBehind(millis, ends)
                .forEach((partition, from) -> searches.put(partition, new Search(from, ends.get(partition))));
        Set<TopicPartition> open = new HashSet<>(searches.keySet());
        open.removeIf(partition -> searches.get(partition).isOver());
        while (!open.isEmpty()) {
            probe(millis, open, searches);
            open.removeIf(partition -> searches.get(partition).isOver());
        }
        consumer.assign(Set.of()); // else who reads next would find them paused
        return searches.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, search -> search.getValue().to));
    }

    private void probe(long millis, Set<TopicPartition> open, Map<TopicPartition, Search> searches) {
        Set<TopicPartition> left = new HashSet<>(open);
        consumer.assign(left);
        consumer.resume(left); // who was assigned before is paused still
        left.forEach(
                partition -> consumer.seek(partition, searches.get(partition).begin()));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!left.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new KafkaException("Kafka takes too long, try again");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                searches.get(new TopicPartition(record.topic(), record.partition()))
                        .see(record.offset(), record.timestamp() >= millis);
            }
            Set<TopicPartition> seen = left.stream()
                    .filter(partition -> searches.get(partition).hasSeenAll(consumer.position(partition)))
                    .collect(Collectors.toSet());
            left.removeAll(seen);
            consumer.pause(seen);
        }
        open.forEach(partition -> searches.get(partition).end());
    }

    /** Of one partition: what is sought is at {@code from}, at {@code to} or between. Goes forward in growing steps, then by halves. */
    private static final class Search {
        private static final long NONE = -1;

        private long from;
        private long to;
        private long step;
        private long probe;

        /** Behind the last record of an earlier time that the probe gave. */
        private long behind;

        private long late;

        Search(long from, long to) {
            this.from = from;
            this.to = to;
        }

        boolean isOver() {
            return from >= to;
        }

        /** Says where to look next. */
        long begin() {
            probe = to - from <= PROBE_OFFSETS ? from : from + Math.min((to - from) / 2, step);
            step = Math.max(PROBE_OFFSETS, 2 * step);
            behind = NONE;
            late = NONE;
            return probe;
        }

        void see(long offset, boolean isLate) {
            if (late == NONE && offset < to) {
                if (isLate) {
                    late = offset;
                } else {
                    behind = offset + 1;
                }
            }
        }

        boolean hasSeenAll(long position) {
            return late != NONE || position >= to || (behind != NONE && position >= probe + PROBE_OFFSETS);
        }

        void end() {
            if (late != NONE) {
                to = late;
                from = behind != NONE || probe == from ? late : from;
            } else if (behind != NONE) {
                from = behind;
            } else {
                to = probe; // from there on are marks only
            }
        }
    }
}
