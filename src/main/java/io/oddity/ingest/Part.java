package io.oddity.ingest;

import io.oddity.bus.Scored;
import io.oddity.codec.RecordDecoder;
import io.oddity.model.Correction;
import io.oddity.model.Moment;
import io.oddity.model.Readings;
import io.oddity.model.Readings.Second;
import io.oddity.model.Versions;
import io.oddity.pipeline.Sharding;
import io.oddity.pipeline.Silence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The records of one poll for one lane: decoded, divided among the shards, and put in order again when the shards have
 * answered.
 */
final class Part {
    final Lane lane;
    private final Versions versions;
    private final Moment end;
    private final long heard;
    private final List<ConsumerRecord<byte[], byte[]>> records;
    private final Readings.Builder[] byShard;
    private final int[] shardOfReading;
    private final Scored[] scored;
    private final List<Rejected> rejected = new ArrayList<>();
    private int readings;

    /** A record that is no reading, and why. */
    record Rejected(ConsumerRecord<byte[], byte[]> record, String cause) {}

    /** Takes each verdict, in offset order; {@code row} is its row in what a shard gave back. */
    interface VerdictSink {
        void take(Scored scored, int row);
    }

    /** Takes records that the same versions of the lane's models judge. */
    Part(Lane lane, List<ConsumerRecord<byte[], byte[]>> records, int shards) {
        this(lane, records, shards, List.of());
    }

    /**
     * The same.
     *
     * @param corrections what changes about sensors before the first of them
     */
    Part(Lane lane, List<ConsumerRecord<byte[], byte[]>> records, int shards, List<Correction> corrections) {
        this.lane = lane;
        versions = lane.versionsAt(records.get(0).offset());
        this.records = records;
        byShard = new Readings.Builder[shards];
        scored = new Scored[shards];
        shardOfReading = new int[records.size()];
        corrections.forEach(correction ->
                builder(Sharding.shardOf(correction.sensorId(), shards)).add(correction));
        records.forEach(this::decode);
        end = lane.now();
        heard = lane.told();
    }

    private void decode(ConsumerRecord<byte[], byte[]> record) {
        if (record.offset() < lane.from) {
            return;
        }
        // Records from before Kafka 0.10 have no timestamp, which reads as -1.
        long recordTime = Math.max(0, record.timestamp());
        Moment before = lane.now();
        lane.pass(recordTime);
        decode(record, recordTime, before);
        if (lane.now().seconds() > before.seconds()) {
            Second second = new Second(record.offset(), recordTime, lane.now().runningMillis());
            for (int shard = 0; shard < byShard.length; shard++) {
                builder(shard).add(second);
            }
        }
    }

    private void decode(ConsumerRecord<byte[], byte[]> record, long recordTime, Moment before) {
        RecordDecoder decoder = lane.route.decoder();
        if (!decoder.decode(record.key(), record.value(), recordTime)) {
            rejected.add(new Rejected(record, decoder.rejection()));
            return;
        }
        int shard = Sharding.shardOf(decoder.sensorId(), byShard.length);
        builder(shard)
                .add(
                        decoder.sensorId(),
                        record.offset(),
                        recordTime,
                        decoder.eventTimeMicros(),
                        decoder.values(),
                        before);
        shardOfReading[readings++] = shard;
    }

    private Readings.Builder builder(int shard) {
        if (byShard[shard] == null) {
            byShard[shard] = new Readings.Builder(
                    lane.route.spec().id(),
                    versions,
                    lane.assignment.id,
                    lane.assignment.partition.partition(),
                    lane.route.spec().channels().size(),
                    byShard.length == 1 ? records.size() : records.size() * 5 / 4 / byShard.length);
        }
        return byShard[shard];
    }

    /** The readings for a shard, perhaps none but a new second; null when there is neither. */
    Readings readings(int shard) {
        return byShard[shard] == null ? null : byShard[shard].build();
    }

    void answer(int shard, Scored answer) {
        scored[shard] = answer;
    }

    /** What a shard answered, or null when it was not asked. */
    Scored answer(int shard) {
        return scored[shard];
    }

    /** The partition's time behind its last record. */
    Moment end() {
        return end;
    }

    /** The first place in the feedback topic of which the shards were not told before its first record. */
    long heard() {
        return heard;
    }

    /** The silences that all shards noticed, in the order of the records with which they did. */
    List<Silence> silences() {
        return Arrays.stream(scored)
                .filter(Objects::nonNull)
                .flatMap(answer -> answer.judged().silences().stream())
                .sorted(Comparator.<Silence>comparingLong(
                                silence -> silence.noticed().offset())
                        .thenComparingLong(Silence::offset))
                .toList();
    }

    List<Rejected> rejected() {
        return rejected;
    }

    /** Walks the verdicts in offset order, although the shards gave them in pieces. */
    void forEachVerdict(VerdictSink sink) {
        int[] next = new int[byShard.length];
        for (int i = 0; i < readings; i++) {
            int shard = shardOfReading[i];
            sink.take(scored[shard], next[shard]++);
        }
    }

    ConsumerRecord<byte[], byte[]> recordAt(long offset) {
        return records.stream()
                .filter(record -> record.offset() == offset)
                .findFirst()
                .orElseThrow();
    }
}
