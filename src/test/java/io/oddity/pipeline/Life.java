package io.oddity.pipeline;

import io.oddity.model.Episode;
import io.oddity.model.Explanation;
import io.oddity.model.Missing;
import io.oddity.model.Moment;
import io.oddity.model.Readings;
import io.oddity.model.Readings.Second;
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
    private final Moment[] replayAt;
    private Moment now;

    /** A reading at its place in the partition. */
    record At(long offset, String sensorId, double value) {
        /** Its record's timestamp, now and then a little before that of the one before. */
        long millis() {
            return 1_000 * offset + 700 * (offset % 7);
        }
    }

    /** A verdict, its numbers by bits; no episode and no explanation are null. */
    record Outcome(
            long scoreBits, Status status, long pBits, long thresholdBits, Episode episode, Explanation explanation) {}

    /** What one poll led to. */
    record Poll(
            Map<Long, Outcome> outcomes,
            List<Silence> silences,
            List<Snapshot> snapshots,
            long next,
            long replayFrom,
            Moment replayAt) {}

    Life(PipelineSpec spec, long assignment, int shards, Map<String, Snapshot> saved) {
        this(spec, assignment, shards, saved, Moment.START);
    }

    Life(PipelineSpec spec, long assignment, int shards, Map<String, Snapshot> saved, Moment start) {
        this.assignment = assignment;
        now = start;
        replayAt = new Moment[shards];
        replayFrom = new long[shards];
        Arrays.fill(replayFrom, Long.MAX_VALUE);
        for (int i = 0; i < shards; i++) {
            int index = i;
            Shard shard = new Shard(List.of(spec));
            shard.restore(
                    PIPELINE,
                    assignment,
                    0,
                    start,
                    saved.values().stream()
                            .filter(snapshot -> Sharding.shardOf(snapshot.sensorId(), shards) == index)
                            .toList());
            this.shards.add(shard);
        }
    }

    /** Outcomes of readings that a restored state already contains have no status. */
    Poll judge(List<At> readings, int snapshotBytes) {
        Map<Long, Outcome> outcomes = new TreeMap<>();
        List<Silence> silences = new ArrayList<>();
        List<Snapshot> snapshots = new ArrayList<>();
        List<Readings> parts = divide(readings);
        long next = readings.get(readings.size() - 1).offset() + 1;
        long from = next;
        Moment at = now;
        for (int i = 0; i < shards.size(); i++) {
            if (parts.get(i).size() > 0 || !parts.get(i).seconds().isEmpty()) {
                Judged judged = shards.get(i).judge(parts.get(i), snapshotBytes);
                collect(judged.verdicts(), outcomes);
                silences.addAll(judged.silences());
                snapshots.addAll(judged.snapshots());
                replayFrom[i] = judged.replayFrom();
                replayAt[i] = judged.replayAt();
            }
            if (replayFrom[i] < from) {
                from = replayFrom[i];
                at = replayAt[i];
            }
        }
        return new Poll(outcomes, silences, snapshots, next, from, at);
    }

    /** By shard. */
    private List<Readings> divide(List<At> readings) {
        List<Readings.Builder> parts = new ArrayList<>();
        shards.forEach(shard -> parts.add(new Readings.Builder(PIPELINE, assignment, 0, 1)));
        for (At at : readings) {
            Moment before = now;
            now = now.after(at.millis());
            parts.get(Sharding.shardOf(at.sensorId(), shards.size()))
                    .add(
                            at.sensorId(),
                            at.offset(),
                            at.millis(),
                            at.offset() * 1_000_000,
                            new double[] {at.value()},
                            before);
            if (now.seconds() > before.seconds()) {
                parts.forEach(part -> part.add(new Second(at.offset(), at.millis(), now.runningMillis())));
            }
        }
        return parts.stream().map(Readings.Builder::build).toList();
    }

    private static void collect(Verdicts verdicts, Map<Long, Outcome> outcomes) {
        for (int row = 0; row < verdicts.readings().size(); row++) {
            outcomes.put(
                    verdicts.readings().offset(row),
                    new Outcome(
                            Double.doubleToRawLongBits(verdicts.scores()[row]),
                            verdicts.failures().containsKey(row) ? null : verdicts.statuses()[row],
                            Double.doubleToRawLongBits(verdicts.calibrated().p()[row]),
                            Double.doubleToRawLongBits(verdicts.calibrated().thresholds()[row]),
                            verdicts.calibrated().episodes().get(row),
                            verdicts.explanations().get(row)));
        }
    }

    /** Two of the steady sensors are silent for a while, one of them to the end. */
    private static boolean rests(int steady, int reading) {
        return (steady == 1 && reading > 2_000 && reading < 2_300) || (steady == 2 && reading > 2_700);
    }

    /**
     * Readings of 20 sensors, some talkative and some silent, and three steady ones, with gaps between offsets as transactions leave
     * them.
     */
    static List<At> stream(SplittableRandom random, int readings) {
        List<At> stream = new ArrayList<>();
        long offset = random.nextLong(1_000);
        for (int i = 0; i < readings; i++) {
            String sensor = i % 5 > 0 || rests(i / 5 % 3, i)
                    ? "s" + Math.min(random.nextInt(20), random.nextInt(20))
                    : "steady-" + i / 5 % 3;
            double value =
                    random.nextInt(50) == 0 ? Missing.VALUE : random.nextDouble(random.nextInt(9) == 0 ? 1 : 0.3);
            stream.add(new At(offset, sensor, value));
            offset += 1 + random.nextInt(10) / 9;
        }
        return stream;
    }

    /** What a single shard says that gets everything at once. */
    static Poll uninterrupted(PipelineSpec spec, List<At> stream) {
        return new Life(spec, 1, 1, new HashMap<>()).judge(stream, Integer.MAX_VALUE);
    }
}
