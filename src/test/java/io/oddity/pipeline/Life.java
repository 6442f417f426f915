package io.oddity.pipeline;

import io.oddity.model.Missing;
import io.oddity.model.Readings;
import io.oddity.model.Snapshot;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What ingest does between two deaths, without Kafka: divides polls among shards and keeps what they answer. */
final class Life {
    private static final String PIPELINE = "plant";

    private final long assignment;
    private final List<Shard> shards = new ArrayList<>();
    private final long[] replayFrom;

    /** A reading at its place in the partition. */
    record At(long offset, String sensorId, double value) {}

    /** A verdict, its score by bits. */
    record Outcome(long scoreBits, Status status) {}

    /** What one poll led to. */
    record Poll(Map<Long, Outcome> outcomes, List<Snapshot> snapshots, long next, long replayFrom) {}

    Life(PipelineSpec spec, long assignment, int shards, Map<String, Snapshot> saved) {
        this.assignment = assignment;
        replayFrom = new long[shards];
        Arrays.fill(replayFrom, Long.MAX_VALUE);
        for (int i = 0; i < shards; i++) {
            int index = i;
            Shard shard = new Shard(List.of(spec));
            shard.restore(
                    PIPELINE,
                    assignment,
                    0,
                    saved.values().stream()
                            .filter(snapshot -> Sharding.shardOf(snapshot.sensorId(), shards) == index)
                            .toList());
            this.shards.add(shard);
        }
    }

    /** Outcomes of readings that a restored state already contains have no status. */
    Poll judge(List<At> readings, int snapshotBytes) {
        Map<Long, Outcome> outcomes = new TreeMap<>();
        List<Snapshot> snapshots = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            Readings own = readingsOf(i, readings);
            if (own.size() > 0) {
                Judged judged = shards.get(i).judge(own, snapshotBytes);
                collect(judged.verdicts(), outcomes);
                snapshots.addAll(judged.snapshots());
                replayFrom[i] = judged.replayFrom();
            }
        }
        long next = readings.get(readings.size() - 1).offset() + 1;
        return new Poll(outcomes, snapshots, next, Arrays.stream(replayFrom).reduce(next, Math::min));
    }

    private Readings readingsOf(int shard, List<At> readings) {
        Readings.Builder own = new Readings.Builder(PIPELINE, assignment, 0, 1);
        readings.stream()
                .filter(at -> Sharding.shardOf(at.sensorId(), shards.size()) == shard)
                .forEach(at -> own.add(at.sensorId(), at.offset(), 0, 0, new double[] {at.value()}));
        return own.build();
    }

    private static void collect(Verdicts verdicts, Map<Long, Outcome> outcomes) {
        for (int row = 0; row < verdicts.readings().size(); row++) {
            outcomes.put(
                    verdicts.readings().offset(row),
                    new Outcome(
                            Double.doubleToRawLongBits(verdicts.scores()[row]),
                            verdicts.failures().containsKey(row) ? null : verdicts.statuses()[row]));
        }
    }

    /** Readings of 20 sensors, some talkative and some silent, with gaps between offsets as transactions leave them. */
    static List<At> stream(SplittableRandom random, int readings) {
        List<At> stream = new ArrayList<>();
        long offset = random.nextLong(1_000);
        for (int i = 0; i < readings; i++) {
            String sensor = "s" + Math.min(random.nextInt(20), random.nextInt(20));
            double value =
                    random.nextInt(50) == 0 ? Missing.VALUE : random.nextDouble(random.nextInt(9) == 0 ? 1 : 0.3);
            stream.add(new At(offset, sensor, value));
            offset += 1 + random.nextInt(10) / 9;
        }
        return stream;
    }

    /** What a single shard says that gets everything at once. */
    static Map<Long, Outcome> uninterrupted(PipelineSpec spec, List<At> stream) {
        return new Life(spec, 1, 1, new HashMap<>())
                .judge(stream, Integer.MAX_VALUE)
                .outcomes();
    }
}
