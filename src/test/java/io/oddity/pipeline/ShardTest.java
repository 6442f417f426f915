package io.oddity.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.oddity.detect.Detectors;
import io.oddity.detect.OnlineDetector;
import io.oddity.model.Readings;
import io.oddity.model.Snapshot;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import io.oddity.testing.Specs;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShardTest {
    /**
     * A byte for how many readings it gave; 5 trees of height 3: 4 bytes for each of 8 leaves, and 8 more; a byte, 11 words for what its scores mean
     * and 3 for its episode; a byte and 3 words for what is expected of its channel.
     */
    private static final int STATE_BYTES = 1 + 5 * 8 * 4 + 8 + 1 + 14 * 8 + 1 + 3 * 8;

    private static final double BUG = 666;

    private final Shard shard = new Shard(List.of(Specs.halfSpaceTrees("plant", 5, "value")));

    /** Hands everything on, but fails at one value and counts open slots. */
    private static final class Fragile implements OnlineDetector {
        final OnlineDetector real = Specs.halfSpaceTrees("plant", 5, "value")
                .detectors()
                .get(0)
                .online()
                .get();
        int open;

        @Override
        public int open() {
            open++;
            return real.open();
        }

        @Override
        public void close(int slot) {
            open--;
            real.close(slot);
        }

        @Override
        public boolean isWarm(int slot) {
            return real.isWarm(slot);
        }

        @Override
        public double scoreAndLearn(int slot, double[] rows, int at, long time) {
            if (rows[at] == BUG) {
                throw new ArithmeticException("on purpose");
            }
            return real.scoreAndLearn(slot, rows, at, time);
        }

        @Override
        public int snapshotBytes(int slot) {
            return real.snapshotBytes(slot);
        }

        @Override
        public void save(int slot, ByteBuffer to) {
            real.save(slot, to);
        }

        @Override
        public void load(int slot, ByteBuffer from) {
            real.load(slot, from);
        }
    }

    private static Readings readings(long assignment, Object... sensorsAndOffsets) {
        Readings.Builder readings = new Readings.Builder("plant", assignment, 3, 1);
        for (int i = 0; i < sensorsAndOffsets.length; i += 2) {
            int offset = (int) sensorsAndOffsets[i + 1];
            readings.add((String) sensorsAndOffsets[i], offset, 0, 0, new double[] {offset % 7 / 10.0});
        }
        return readings.build();
    }

    private static Readings values(long assignment, long firstOffset, double... values) {
        Readings.Builder readings = new Readings.Builder("plant", assignment, 3, 1);
        for (int i = 0; i < values.length; i++) {
            readings.add("a", firstOffset + i, 0, 0, new double[] {values[i]});
        }
        return readings.build();
    }

    private static double[] random(long seed, int count) {
        return new SplittableRandom(seed).doubles(count).toArray();
    }

    /** The snapshots of sensors that are not just born. */
    private static List<Snapshot> learned(Judged judged) {
        return judged.snapshots().stream()
                .filter(snapshot -> snapshot.state().length > 0)
                .toList();
    }

    @Test
    void savesTheBirthOfASensorWithItsFirstReading() {
        shard.restore("plant", 1, 0, List.of());

        Judged first = shard.judge(readings(1, "a", 0, "b", 1, "a", 2, "b", 3), 0);
        Judged second = shard.judge(readings(1, "b", 4), 0);

        assertThat(first.snapshots())
                .extracting(Snapshot::sensorId, Snapshot::nextOffset, snapshot -> snapshot.state().length)
                .containsExactly(tuple("a", 3L, STATE_BYTES), tuple("b", 1L, 0));
        assertThat(second.snapshots())
                .extracting(Snapshot::sensorId, Snapshot::nextOffset, snapshot -> snapshot.state().length)
                .containsExactly(tuple("b", 5L, STATE_BYTES));
    }

    @Test
    void aReplayPassesOverWhoIsNotInTheSnapshots() {
        shard.restore("plant", 1, 3, List.of(Snapshot.born("a", 1)));

        Judged replayed = shard.judge(readings(1, "a", 0, "a", 1, "b", 2), 0);
        Judged live = shard.judge(readings(1, "b", 3), 0);

        assertThat(replayed.verdicts().statuses()).containsExactly(null, Status.WARMING_UP, null);
        assertThat(live.verdicts().statuses()).containsExactly(Status.WARMING_UP);
        assertThat(live.snapshots()).extracting(Snapshot::sensorId).contains("b");
    }

    @Test
    void savesTheSensorsThatWaitLongestFirst() {
        shard.restore("plant", 1, 0, List.of());

        Judged first = shard.judge(readings(1, "a", 0, "b", 1, "a", 2, "c", 3), 0);
        Judged second = shard.judge(readings(1, "d", 4), 0);
        Judged third = shard.judge(readings(1, "a", 5), 0);

        assertThat(learned(first))
                .extracting(Snapshot::sensorId, Snapshot::nextOffset)
                .containsExactly(tuple("a", 3L));
        assertThat(learned(second)).extracting(Snapshot::sensorId).containsExactly("b");
        assertThat(learned(third)).extracting(Snapshot::sensorId).containsExactly("c");
    }

    @Test
    void aReplayBeginsAtTheFirstReadingThatIsInNoSavedState() {
        shard.restore("plant", 1, 0, List.of());

        Judged first = shard.judge(readings(1, "a", 0, "b", 1, "a", 2, "c", 3), 0);
        Judged second = shard.judge(readings(1, "d", 4), 0);
        Judged third = shard.judge(readings(1, "a", 5), 3 * STATE_BYTES);

        assertThat(first.replayFrom()).isEqualTo(1);
        assertThat(second.replayFrom()).isEqualTo(3);
        assertThat(third.replayFrom()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void savesAsManySensorsAsTheBytesAllowButAlwaysOne() {
        shard.restore("plant", 1, 0, List.of());
        Readings five = readings(1, "a", 0, "b", 1, "c", 2, "d", 3, "e", 4);

        assertThat(learned(shard.judge(five, 2 * STATE_BYTES - 1))).hasSize(1);
        assertThat(learned(shard.judge(readings(1, "f", 5), 2 * STATE_BYTES))).hasSize(2);
        assertThat(learned(shard.judge(readings(1, "g", 6), Integer.MAX_VALUE))).hasSize(4);
    }

    @Test
    void aLargeStateIsPaidForByTheBatchesThatFollow() {
        Map<String, Double> parameters = Map.of("trees", 25.0, "height", 9.0, "window", 5.0, "seed", 42.0);
        Shard large = new Shard(List.of(Specs.of(
                "plant",
                Detectors.named("half-space-trees").orElseThrow().configure(parameters, List.of("value")),
                "value")));
        large.restore("plant", 1, 0, List.of());
        List<Integer> saved = new ArrayList<>();

        for (int offset = 0; offset < 10; offset += 2) {
            saved.add(learned(large.judge(readings(1, "a", offset, "b", offset + 1), 0))
                    .size());
        }

        // 51,208 bytes, and three batches of 16,384 that are not saved in leave nothing to pay.
        assertThat(saved).containsExactly(1, 0, 0, 0, 1);
    }

    @Test
    void aSnapshotIsTheStateAfterTheSensorsLastReading() {
        double[] values = random(42, 40);
        shard.restore("plant", 1, 0, List.of());
        Judged judged = shard.judge(values(1, 0, values), 0);
        Shard other = new Shard(List.of(Specs.halfSpaceTrees("plant", 5, "value")));

        other.restore("plant", 9, 0, judged.snapshots());

        double[] next = random(43, 40);
        assertThat(other.judge(values(9, 40, next), 0).verdicts().scores())
                .isEqualTo(shard.judge(values(1, 40, next), 0).verdicts().scores());
    }

    @Test
    void readingsThatARestoredStateContainsAreNotJudgedAgain() {
        shard.restore("plant", 1, 0, List.of());
        Judged judged = shard.judge(values(1, 0, random(42, 10)), 0);
        shard.restore("plant", 2, 0, judged.snapshots());

        Verdicts again = shard.judge(values(2, 8, 0.1, 0.2, 0.3), 0).verdicts();

        assertThat(again.statuses()[0]).isNull();
        assertThat(again.statuses()[1]).isNull();
        assertThat(again.statuses()[2]).isNotNull();
        assertThat(again.scores()[2])
                .isEqualTo(shard.judge(values(1, 10, 0.3), 0).verdicts().scores()[0]);
    }

    @Test
    void aBatchOfADroppedAssignmentIsRefusedAndDisturbsNothing() {
        Shard undisturbed = new Shard(List.of(Specs.halfSpaceTrees("plant", 5, "value")));
        undisturbed.restore("plant", 2, 0, List.of());
        shard.restore("plant", 1, 0, List.of());
        shard.judge(values(1, 0, random(1, 20)), 0);
        shard.drop("plant", 1);
        shard.restore("plant", 2, 0, List.of());

        assertThatIllegalStateException()
                .isThrownBy(() -> shard.judge(values(1, 20, random(2, 20)), 0))
                .withMessage("pipeline plant, partition 3: not assigned to this shard");

        double[] values = random(3, 40);
        assertThat(shard.judge(values(2, 0, values), 0).verdicts().scores())
                .isEqualTo(undisturbed.judge(values(2, 0, values), 0).verdicts().scores());
    }

    @Test
    void assignmentsAndPipelinesKeepTheirStatesApart() {
        Shard two =
                new Shard(List.of(Specs.halfSpaceTrees("plant", 5, "value"), Specs.halfSpaceTrees("mill", 5, "value")));
        two.restore("plant", 1, 0, List.of());
        two.restore("plant", 2, 0, List.of());
        two.restore("mill", 1, 0, List.of());

        two.judge(readings(1, "a", 0, "b", 1), 0);
        two.judge(readings(2, "a", 0), 0);

        assertThat(two.sensors()).isEqualTo(3);
        two.drop("mill", 1);
        assertThat(two.sensors()).isEqualTo(3);
        two.drop("plant", 1);
        assertThat(two.sensors()).isEqualTo(1);
    }

    @Test
    void aPipelineItDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> shard.judge(new Readings.Builder("other", 1, 0, 1).build(), 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("pipeline other, partition 0: not assigned to this shard");
    }

    @Test
    void sensorsThatAreDroppedOrReplacedGiveTheirMemoryBack() {
        Fragile detector = new Fragile();
        Shard fragile = new Shard(List.of(Specs.of("plant", () -> detector, "value")));
        fragile.restore("plant", 1, 0, List.of());
        fragile.judge(readings(1, "a", 0, "b", 1, "c", 2), 0);

        fragile.restore("plant", 1, 0, List.of());
        assertThat(detector.open).isZero();

        fragile.judge(readings(1, "a", 0), 0);
        fragile.drop("plant", 1);
        assertThat(detector.open).isZero();
    }

    @Test
    void sensorsThatHaveToMakeRoomGiveTheirMemoryBackWhenTheirReadingsAreJudged() {
        Fragile detector = new Fragile();
        Shard fragile = new Shard(List.of(Specs.of("plant", () -> detector, Sharding.BUCKETS, "value")));
        fragile.restore("plant", 1, 0, List.of());
        List<String> ofOneBucket = ShardingTest.idsOfOneBucket(5);
        for (int i = 0; i < ofOneBucket.size(); i++) {
            Judged judged = fragile.judge(readings(1, ofOneBucket.get(i), i), 0);
            assertThat(judged.verdicts().statuses()[0]).isNotNull();
            assertThat(detector.open).isEqualTo(1);
        }

        fragile.drop("plant", 1);
        assertThat(detector.open).isZero();
    }

    @Test
    void aBugOnOneReadingIsAFailureOfThatReadingAlone() {
        Shard fragile = new Shard(List.of(Specs.of("plant", Fragile::new, "value")));
        fragile.restore("plant", 1, 0, List.of());
        shard.restore("plant", 1, 0, List.of());
        double[] values = random(42, 30);
        double[] withBug = values.clone();
        withBug[20] = BUG;

        Verdicts verdicts = fragile.judge(values(1, 0, withBug), 0).verdicts();

        assertThat(verdicts.failures()).containsOnlyKeys(20);
        assertThat(verdicts.failures().get(20))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("on purpose");
        assertThat(verdicts.statuses()[20]).isNull();
        assertThat(verdicts.statuses()).filteredOn(status -> status == null).hasSize(1);
        assertThat(Arrays.copyOf(verdicts.scores(), 20))
                .isEqualTo(shard.judge(values(1, 0, Arrays.copyOf(values, 20)), 0)
                        .verdicts()
                        .scores());
    }

    @Test
    void aSensorWarmsUpForOneWindow() {
        shard.restore("plant", 1, 0, List.of());

        Status[] statuses =
                shard.judge(values(1, 0, random(42, 7)), 0).verdicts().statuses();

        assertThat(statuses)
                .startsWith(
                        Status.WARMING_UP, Status.WARMING_UP, Status.WARMING_UP, Status.WARMING_UP, Status.WARMING_UP)
                .hasSize(7);
        assertThat(statuses[5]).isNotEqualTo(Status.WARMING_UP);
    }
}
