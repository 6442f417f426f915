package io.oddity.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.oddity.model.Moment;
import io.oddity.model.Snapshot;
import io.oddity.model.Status;
import io.oddity.pipeline.Life.At;
import io.oddity.pipeline.Life.Outcome;
import io.oddity.pipeline.Life.Poll;
import io.oddity.testing.CalmFleet;
import io.oddity.testing.Seeds;
import io.oddity.testing.Specs;
import io.oddity.threshold.FalseAlarms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What exactly-once rests on: shards may die anywhere, and the verdicts are those of a shard that never did. */
class RecoveryTest {
    private static final int READINGS = 3_000;

    private final PipelineSpec spec = Specs.halfSpaceTrees("plant", 15, "value");

    /** Each seed with each kind of state: counts, and what has to be learned again. */
    static Stream<Arguments> seedsAndSpecs() {
        return Seeds.seeds()
                .boxed()
                .flatMap(seed -> Stream.of(
                        arguments(seed, Specs.lookedAfter(Specs.halfSpaceTrees("plant", 15, "value"), 0.99)),
                        arguments(seed, Specs.randomCutForest("plant", "value")),
                        arguments(seed, CalmFleet.spec("plant", FalseAlarms.parse("1 per sensor per hour")))));
    }

    /** What Kafka holds: the last committed transaction of many. */
    private static final class Committed {
        final Map<Long, Outcome> verdicts = new TreeMap<>();
        final Map<String, Snapshot> state = new HashMap<>();
        long position = Long.MIN_VALUE;
        long replayFrom = Long.MIN_VALUE;
        Moment replayAt = Moment.START;
        final Set<Silence> silences = new HashSet<>();

        void commit(List<Poll> transaction) {
            for (Poll poll : transaction) {
                poll.snapshots().forEach(snapshot -> state.put(snapshot.sensorId(), snapshot));
                poll.silences().stream()
                        .filter(silence -> silence.noticed().offset() >= position)
                        .forEach(silence -> assertThat(silences.add(silence)).isTrue());
                poll.outcomes().forEach((offset, outcome) -> {
                    if (offset >= position) {
                        assertThat(verdicts.put(offset, outcome)).isNull();
                    }
                });
            }
            Poll last = transaction.get(transaction.size() - 1);
            if (last.next() > position) {
                position = last.next();
                replayFrom = last.replayFrom();
                replayAt = last.replayAt();
            }
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("seedsAndSpecs")
    void howReadingsAreCutAndShardedChangesNoVerdict(long seed, PipelineSpec spec) {
        SplittableRandom random = new SplittableRandom(seed);
        List<At> stream = Life.stream(random, READINGS);
        Map<Long, Outcome> expected = Life.uninterrupted(spec, stream).outcomes();
        assertThat(expected.values())
                .extracting(Outcome::status)
                .contains(Status.WARMING_UP, Status.NORMAL, Status.ANOMALY);

        for (int shards = 1; shards <= 7; shards += 2) {
            Life life = new Life(spec, 1, shards, Map.of());
            Map<Long, Outcome> verdicts = new TreeMap<>();
            for (int from = 0; from < stream.size(); ) {
                int to = Math.min(stream.size(), from + random.nextInt(1, 100));
                verdicts.putAll(life.judge(stream.subList(from, to), random.nextInt(2_000))
                        .outcomes());
                from = to;
            }

            assertThat(verdicts).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("seedsAndSpecs")
    void dyingAnywhereAndAsOftenAsYouLikeChangesNoVerdict(long seed, PipelineSpec spec) {
        SplittableRandom random = new SplittableRandom(seed);
        List<At> stream = Life.stream(random, READINGS);
        Committed committed = new Committed();

        int lives = 0;
        while (committed.verdicts.size() < stream.size()) {
            live(spec, ++lives, stream, committed, random);
        }

        Poll uninterrupted = Life.uninterrupted(spec, stream);
        assertThat(committed.verdicts).isEqualTo(uninterrupted.outcomes());
        assertThat(committed.silences).containsExactlyInAnyOrderElementsOf(uninterrupted.silences());
        assertThat(uninterrupted.silences())
                .hasSizeBetween(spec.health().isOn() ? 2 : 0, spec.health().isOn() ? 9 : 0);
        assertThat(lives).isGreaterThan(10);
    }

    /** Restores what is committed, goes on for a while, and dies in the middle of a transaction. */
    private static void live(
            PipelineSpec spec, int assignment, List<At> stream, Committed committed, SplittableRandom random) {
        Life life = new Life(spec, assignment, random.nextInt(1, 6), committed.state, committed.replayAt);
        List<At> toRead = stream.stream()
                .filter(at -> at.offset() >= Math.min(committed.replayFrom, committed.position))
                .toList();
        List<Poll> transaction = new ArrayList<>();
        int from = 0;
        for (int polls = random.nextInt(25); polls > 0 && from < toRead.size(); polls--) {
            int to = Math.min(toRead.size(), from + random.nextInt(1, 40));
            transaction.add(life.judge(toRead.subList(from, to), random.nextInt(1_000)));
            from = to;
            if (random.nextInt(3) > 0) {
                committed.commit(transaction);
                transaction.clear();
            }
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void aShardThatSavesEnoughHasLittleToReplay(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<At> stream = Life.stream(random, READINGS);
        Life life = new Life(spec, 1, 2, Map.of());
        int sensors = (int) stream.stream().map(At::sensorId).distinct().count();
        // Each poll has 10 readings and saves a sensor a shard that was asked: all are through within a round of all.
        for (int from = 0; from + 10 <= stream.size(); from += 10) {
            List<At> readings = stream.subList(from, from + 10);
            Poll poll = life.judge(readings, 0);

            long furthest = Math.max(0, from - 10 * sensors);
            assertThat(poll.replayFrom())
                    .isGreaterThanOrEqualTo(stream.get((int) furthest).offset());
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void aRestartNeverReplaysMoreThanHalfAMillionRecords(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Life life = new Life(spec, 1, 2, Map.of());
        long offset = 0;
        long furthest = 0;
        for (int poll = 0; poll < 100; poll++) {
            List<At> readings = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                offset += random.nextInt(1, 1_000);
                readings.add(new At(offset, "s" + random.nextInt(2_000), random.nextDouble()));
            }
            Poll judged = life.judge(readings, 0);
            furthest = Math.max(furthest, judged.next() - judged.replayFrom());
        }

        assertThat(furthest).isBetween(450_000L, 510_000L);
    }
}
