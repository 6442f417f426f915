package io.oddity.ingest;

import io.oddity.config.Config;
import io.oddity.feedback.Judgements;
import io.oddity.model.Correction;
import io.oddity.model.Moment;
import io.oddity.model.Versions;
import io.oddity.pipeline.PulseAccumulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
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
    /** By the offset from which on they judge. */
    private final NavigableMap<Long, Versions> versions;

    private final List<ProducerRecord<byte[], byte[]>> expired = new ArrayList<>();

    /** By shard: the first offset whose reading is in no snapshot; {@link Long#MAX_VALUE} when all is saved. */
    private final long[] replayFrom;

    /** By shard: the partition's time before that reading. */
    private final Moment[] replayAt;

    /** The partition's time behind the last record that was decoded. */
    private long newestMillis;

    private long runningMillis;

    /** The partition's time behind the last record that was judged. */
    private Moment judgedTo;

    /** The first place in the feedback topic of which the shards were not told. */
    private long told;

    /** The same, before what was written last. */
    private long heard;

    Lane(Route route, Assignment assignment, Bookmark.Entry entry, Config config) {
        this.route = route;
        this.assignment = assignment;
        stateId = entry.stateId();
        from = entry.replayFrom();
        versions = new TreeMap<>(entry.versions());
        state = new StateTopic(config.stateTopic(), route.spec().id(), stateId);
        pulses = new PulseAccumulator(route.spec().name(), assignment.partition.partition());
        judgedTo = entry.replayAt();
        at(judgedTo);
        heard = entry.heard();
        told = heard;
        replayFrom = new long[config.instances().scoring()];
        replayAt = new Moment[replayFrom.length];
        Arrays.fill(replayFrom, Long.MAX_VALUE);
    }

    /** The partition's time behind the last record that was decoded, in front of the next one. */
    Moment now() {
        return new Moment(newestMillis, runningMillis);
    }

    /** The next record is decoded. */
    void pass(long recordMillis) {
        at(now().after(recordMillis));
    }

    /** Two numbers in place of an object, for it would be another one with each record. */
    private void at(Moment moment) {
        newestMillis = moment.newestMillis();
        runningMillis = moment.runningMillis();
    }

    void replayFrom(int shard, long offset, Moment before) {
        replayFrom[shard] = offset;
        replayAt[shard] = before;
    }

    /** All is judged up to a record, the partition's time with it, after this much feedback. */
    void judgedTo(Moment end, long heard) {
        judgedTo = end;
        this.heard = heard;
    }

    /** The first place in the feedback topic of which the shards were not told. */
    long told() {
        return told;
    }

    /** What the shards are to be told now of what people said; with a state everything begins anew, and what was said before it is over. */
    List<Correction> tell(Judgements judgements) {
        if (judgements.end() <= told) {
            return List.of();
        }
        long from = told;
        told = judgements.end();
        return judgements.corrections(route.spec().id(), assignment.partition.partition(), from, stateId.bornMillis());
    }

    /** From this offset on, these versions judge; does nothing when they do already. */
    void use(Versions wanted, long offset) {
        if (!versionsAt(Long.MAX_VALUE).equals(wanted)) {
            versions.put(offset, wanted);
        }
    }

    Versions versionsAt(long offset) {
        Map.Entry<Long, Versions> at = versions.floorEntry(offset);
        return at == null ? Versions.NONE : at.getValue();
    }

    /** The first offset beyond this one that other versions judge; {@link Long#MAX_VALUE} when there is none yet. */
    long nextChange(long offset) {
        Long next = versions.higherKey(offset);
        return next == null ? Long.MAX_VALUE : next;
    }

    /** Where a restart has to begin to read, when everything below {@code next} is committed, and what it needs for that. */
    Bookmark.Entry bookmark(long next) {
        long from = next;
        Moment at = judgedTo;
        for (int shard = 0; shard < replayFrom.length; shard++) {
            if (replayFrom[shard] < from) {
                from = replayFrom[shard];
                at = replayAt[shard];
            }
        }
        Long needed = versions.floorKey(from);
        if (needed != null) {
            versions.headMap(needed).clear();
        }
        return new Bookmark.Entry(stateId, from, at, heard, versions);
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
