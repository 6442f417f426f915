package io.oddity.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.detect.Detectors;
import io.oddity.model.Readings;
import io.oddity.model.Snapshot;
import io.oddity.model.Status;
import io.oddity.testing.Specs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A bounded number of sensors is remembered, and which ones does not depend on shards, batches or restarts. */
class ForgettingTest {
    private static final int SENSORS_PER_BUCKET = 2;
    private static final int READINGS = 6_000;

    private static PipelineSpec spec(int sensorsPerBucket) {
        return Specs.of(
                "p",
                Detectors.named("half-space-trees")
                        .orElseThrow()
                        .configure(Map.of("trees", 2.0, "height", 2.0, "window", 3.0, "seed", 1.0), List.of("v")),
                sensorsPerBucket * Sharding.BUCKETS,
                "v");
    }

    /** Many more sensors than are remembered, some much more talkative than others. */
    private static List<String> sensorIds(SplittableRandom random) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < READINGS; i++) {
            ids.add("s" + (int) (600 * Math.pow(random.nextDouble(), 3)));
        }
        return ids;
    }

    /** A server of some shards, of which only what it saved outlives it. */
    private static final class Life {
        final List<Shard> shards = new ArrayList<>();
        final long[] replayFrom;
        final long committedBefore;
        int forgotten;

        Life(int count, long committed, Map<String, Snapshot> saved) {
            committedBefore = committed;
            replayFrom = new long[count];
            for (int i = 0; i < count; i++) {
                int shard = i;
                replayFrom[i] = Long.MAX_VALUE;
                shards.add(new Shard(List.of(spec(SENSORS_PER_BUCKET))));
                shards.get(i)
                        .restore(
                                "p",
                                1,
                                committed,
                                saved.values().stream()
                                        .filter(s -> Sharding.shardOf(s.sensorId(), count) == shard)
                                        .toList());
            }
        }

        /** Judges readings, saves what the shards hand out, and gives the verdicts by offset. */
        void judge(
                List<String> ids,
                double[] values,
                int from,
                int to,
                Map<String, Snapshot> saved,
                String[] verdicts,
                SplittableRandom random) {
            for (int shard = 0; shard < shards.size(); shard++) {
                Readings.Builder builder = new Readings.Builder("p", 1, 0, 1);
                for (int i = from; i < to; i++) {
                    if (Sharding.shardOf(ids.get(i), shards.size()) == shard) {
                        builder.add(ids.get(i), i, i, i, new double[] {values[i]});
                    }
                }
                Readings readings = builder.build();
                if (readings.size() == 0) {
                    continue;
                }
                // Some shards save much, others next to nothing, so that what one saved another has yet to replay.
                Judged judged = shards.get(shard).judge(readings, random.nextInt(4) == 0 ? 4_000 : 0);
                replayFrom[shard] = judged.replayFrom();
                forgotten += judged.forgotten();
                for (Snapshot snapshot : judged.snapshots()) {
                    if (snapshot.isForgotten()) {
                        saved.remove(snapshot.sensorId());
                    } else {
                        saved.put(snapshot.sensorId(), snapshot);
                    }
                }
                for (int row = 0; row < readings.size(); row++) {
                    int offset = (int) readings.offset(row);
                    Status status = judged.verdicts().statuses()[row];
                    if (offset >= committedBefore) {
                        verdicts[offset] = status + " " + judged.verdicts().scores()[row];
                    }
                }
            }
        }

        long replayFrom(long next) {
            long from = next;
            for (long shard : replayFrom) {
                from = Math.min(from, shard);
            }
            return from;
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void killedAnywhereTheSameSensorsAreForgottenAtTheSameReadings(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> ids = sensorIds(random);
        double[] values = random.doubles(READINGS).toArray();
        String[] expected = new String[READINGS];
        Life uninterrupted = new Life(1, -1, Map.of());
        uninterrupted.judge(ids, values, 0, READINGS, new HashMap<>(), expected, random);
        assertThat(uninterrupted.forgotten).isGreaterThan(100);

        String[] found = new String[READINGS];
        Map<String, Snapshot> saved = new HashMap<>();
        long committed = 0;
        long replayFrom = 0;
        int lives = 0;
        while (committed < READINGS) {
            Life life = new Life(1 + random.nextInt(5), lives++ == 0 ? -1 : committed, saved);
            int next = (int) replayFrom;
            // One life in three dies before it has replayed everything.
            long farthest = random.nextInt(3) == 0 ? committed : committed + 400;
            int dies = (int) Math.min(READINGS, random.nextLong(replayFrom, farthest + 1));
            while (next < dies) {
                int to = Math.min(READINGS, next + 1 + random.nextInt(60));
                Map<String, Snapshot> savedNow = new HashMap<>(saved);
                life.judge(ids, values, next, to, savedNow, found, random);
                next = to;
                saved = savedNow;
                if (next > committed) {
                    committed = next;
                    replayFrom = life.replayFrom(next);
                }
            }
        }

        assertThat(found).isEqualTo(expected);
        assertThat(lives).isGreaterThan(10);
    }

    /** The score of each reading of the sensors called {@code known-…}, in order, and how many sensors were forgotten. */
    private static List<Double> knownScores(List<String> ids, double[] values, AtomicInteger forgotten) {
        Shard shard = new Shard(List.of(spec(8)));
        shard.restore("p", 1, -1, List.of());
        List<Double> scores = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            Readings.Builder builder = new Readings.Builder("p", 1, 0, 1);
            builder.add(ids.get(i), i, i, i, new double[] {values[i]});
            Judged judged = shard.judge(builder.build(), 0);
            forgotten.addAndGet(judged.forgotten());
            if (ids.get(i).startsWith("known")) {
                scores.add(judged.verdicts().scores()[0]);
            }
        }
        return scores;
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void idsThatComeOnceLeaveAloneWhoIsKnown(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            boolean attack = i >= 3_000 && random.nextInt(10) > 0;
            ids.add(attack ? "once-" + i : "known-" + random.nextInt(50));
        }
        double[] values = random.doubles(ids.size()).toArray();
        AtomicInteger forgotten = new AtomicInteger();

        List<Double> attacked = knownScores(ids, values, forgotten);

        assertThat(forgotten.getAndSet(0)).isGreaterThan(10_000);
        List<Integer> known = IntStream.range(0, ids.size())
                .filter(i -> ids.get(i).startsWith("known"))
                .boxed()
                .toList();
        assertThat(attacked)
                .isEqualTo(knownScores(
                        known.stream().map(ids::get).toList(),
                        known.stream().mapToDouble(i -> values[i]).toArray(),
                        forgotten));
        assertThat(forgotten).hasValue(0);
    }
}
