package io.oddity.ingest;

import io.oddity.codec.RecordDecoder;
import io.oddity.model.Readings;
import io.oddity.model.Versions;
import io.oddity.pipeline.Judged;
import io.oddity.pipeline.Sharding;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The records of one poll for one lane: decoded, divided among the shards, and put in order again when the shards have
 * answered.
 */
final class Part {
    final Lane lane;
    private final Versions versions;
    private final List<ConsumerRecord<byte[], byte[]>> records;
    private final Readings.Builder[] byShard;
    private final int[] shardOfReading;
    private final Judged[] judged;
    private final List<Rejected> rejected = new ArrayList<>();
    private int readings;

    /** A record that is no reading, and why. */
    record Rejected(ConsumerRecord<byte[], byte[]> record, String cause) {}

    /** Takes each verdict, in offset order; {@code row} is its row in {@code judged.verdicts()}. */
    interface VerdictSink {
        void take(Judged judged, int row);
    }

    /** Takes records that the same versions of the lane's models judge. */
    Part(Lane lane, List<ConsumerRecord<byte[], byte[]>> records, int shards) {
        this.lane = lane;
        versions = lane.versionsAt(records.get(0).offset());
        this.records = records;
        byShard = new Readings.Builder[shards];
        judged = new Judged[shards];
        shardOfReading = new int[records.size()];
        records.forEach(this::decode);
    }

    private void decode(ConsumerRecord<byte[], byte[]> record) {
        if (record.offset() < lane.from) {
            return;
        }
        RecordDecoder decoder = lane.route.decoder();
        // Records from before Kafka 0.10 have no timestamp, which reads as -1.
        long recordTime = Math.max(0, record.timestamp());
        if (!decoder.decode(record.key(), record.value(), recordTime)) {
            rejected.add(new Rejected(record, decoder.rejection()));
            return;
        }
        int shard = Sharding.shardOf(decoder.sensorId(), byShard.length);
        if (byShard[shard] == null) {
            byShard[shard] = new Readings.Builder(
                    lane.route.spec().id(),
                    versions,
                    lane.assignment.id,
                    record.partition(),
                    lane.route.spec().channels().size());
        }
        byShard[shard].add(
                decoder.sensorId(), record.offset(), recordTime, decoder.eventTimeMicros(), decoder.values());
        shardOfReading[readings++] = shard;
    }

    /** The readings for a shard, or null when it has none. */
    Readings readings(int shard) {
        return byShard[shard] == null ? null : byShard[shard].build();
    }

    void answer(int shard, Judged answer) {
        judged[shard] = answer;
    }

    /** What a shard answered, or null when it was not asked. */
    Judged answer(int shard) {
        return judged[shard];
    }

    List<Rejected> rejected() {
        return rejected;
    }

    /** Walks the verdicts in offset order, although the shards gave them in pieces. */
    void forEachVerdict(VerdictSink sink) {
        int[] next = new int[byShard.length];
        for (int i = 0; i < readings; i++) {
            int shard = shardOfReading[i];
            sink.take(judged[shard], next[shard]++);
        }
    }

    ConsumerRecord<byte[], byte[]> recordAt(long offset) {
        return records.stream()
                .filter(record -> record.offset() == offset)
                .findFirst()
                .orElseThrow();
    }
}
