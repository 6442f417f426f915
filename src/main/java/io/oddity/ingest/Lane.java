package io.oddity.ingest;

import io.oddity.config.Config;
import io.oddity.pipeline.PulseAccumulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** One pipeline on one assigned partition. Single-threaded: owned by one ingest loop. */
final class Lane {
    /** Time enough to find out that a change of configuration was a mistake. */
    private static final Duration FOREIGN_STATE_KEPT = Duration.ofDays(7);

    final Route route;
    final Assignment assignment;
    final PulseAccumulator pulses;
    final StateTopic state;

    /** Records before it are no business of this lane. */
    final long from;

    private final StateId stateId;
    private final List<ProducerRecord<byte[], byte[]>> expired = new ArrayList<>();

    /** By shard: the first offset whose reading is in no snapshot; {@link Long#MAX_VALUE} when all is saved. */
    private final long[] replayFrom;

    Lane(Route route, Assignment assignment, Bookmark.Entry entry, Config config) {
        this.route = route;
        this.assignment = assignment;
        stateId = entry.stateId();
        from = entry.replayFrom();
        state = new StateTopic(config.stateTopic(), route.spec().name(), stateId);
        pulses = new PulseAccumulator(route.spec().name(), assignment.partition.partition());
        replayFrom = new long[config.instances().scoring()];
        Arrays.fill(replayFrom, Long.MAX_VALUE);
    }

    void replayFrom(int shard, long offset) {
        replayFrom[shard] = offset;
    }

    /** Where a restart has to begin to read, when everything below {@code next} is committed. */
    Bookmark.Entry bookmark(long next) {
        return new Bookmark.Entry(
                stateId, Math.min(next, Arrays.stream(replayFrom).min().orElse(next)));
    }

    /** A record of another state of this pipeline, which may have to go. */
    void seeForeign(ConsumerRecord<byte[], byte[]> record) {
        long age = System.currentTimeMillis() - record.timestamp();
        if (record.value() != null && age > FOREIGN_STATE_KEPT.toMillis()) {
            expired.add(StateTopic.tombstone(record));
        }
    }

    /** Takes back what is left of states that nobody came back for; empty after the first call. */
    List<ProducerRecord<byte[], byte[]>> takeExpired() {
        List<ProducerRecord<byte[], byte[]>> taken = List.copyOf(expired);
        expired.clear();
        return taken;
    }
}
