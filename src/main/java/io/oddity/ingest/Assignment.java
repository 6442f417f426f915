package io.oddity.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** An input partition while it is assigned to this process. Single-threaded: owned by one ingest loop. */
final class Assignment {
    private static final AtomicLong IDS = new AtomicLong();

    /** Tells this assignment from earlier and later ones of the same partition in this process. */
    final long id = IDS.incrementAndGet();

    final TopicPartition partition;

    /** What was written about records below it is committed: those are only replayed. */
    final long committed;

    final List<Lane> lanes = new ArrayList<>();

    /** The first offset that has not been through the shards. */
    long next;

    /** The first offset that a restart would have to read. */
    long replayFrom;

    /** When readings that may not be saved yet were judged. */
    final Passage passage = new Passage();

    private final Uuid topicId;

    Assignment(TopicPartition partition, Uuid topicId, StartingPoint start) {
        this.partition = partition;
        this.topicId = topicId;
        committed = start.committed();
        next = start.readFrom();
        replayFrom = next;
    }

    /** What goes with the position {@code next}. */
    Bookmark bookmark(long next) {
        Map<String, Bookmark.Entry> entries = lanes.stream()
                .collect(Collectors.toMap(lane -> lane.route.spec().id(), lane -> lane.bookmark(next)));
        replayFrom = entries.values().stream()
                .mapToLong(Bookmark.Entry::replayFrom)
                .min()
                .orElse(next);
        return new Bookmark(topicId, entries);
    }
}
