package io.oddity.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/** An input partition while it is assigned to this process. Single-threaded: owned by one ingest loop. */
final class Assignment {
    private static final AtomicLong IDS = new AtomicLong();

    /** Tells this assignment from earlier and later ones of the same partition in this process. */
    final long id = IDS.incrementAndGet();

    final TopicPartition partition;

    /** What was written about records below it is committed: those are only replayed. */
    final long committed;

    /** The first offset that has not been through the shards. */
    long next;

    final List<Lane> lanes = new ArrayList<>();

    Assignment(TopicPartition partition, long committed) {
        this.partition = partition;
        this.committed = committed;
    }

    /** Where a restart has to begin to read, when everything below {@code next} is committed. */
    long replayFrom(long next) {
        return lanes.stream().mapToLong(Lane::replayFrom).reduce(next, Math::min);
    }
}
