package io.oddity.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.oddity.model.Missing;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HalfSpaceTreesTest {
    private static final int ROWS = 400;

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void scoresStayInRangeForAnyDoubles(long seed) {
        for (int height = 0; height <= 6; height++) {
            HalfSpaceTrees detector = detector(4, height, 20);
            double highest = 1 - 1 / (Math.pow(2, height + 1) - 1);

            double[] scores = scores(detector, detector.open(), anyRows(seed));

            // The bound is exact in the integers behind it; 1 ulp is for the two ways of dividing.
            for (double score : scores) {
                assertThat(score).isBetween(0.0, Math.nextUp(highest));
            }
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void theSameRowsGiveTheSameScores(long seed) {
        double[] rows = anyRows(seed);
        HalfSpaceTrees detector = detector();
        HalfSpaceTrees other = detector();

        assertThat(scores(detector, detector.open(), rows)).isEqualTo(scores(other, other.open(), rows));
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void goingOnFromASnapshotElsewhereChangesNoScore(long seed) {
        double[] rows = anyRows(seed);
        HalfSpaceTrees detector = detector();
        int slot = detector.open();
        HalfSpaceTrees other = detector();
        other.open();
        int copy = other.open();
        scores(other, copy, anyRows(seed + 1));
        int cut = 3 * new SplittableRandom(seed).nextInt(ROWS);

        for (int at = 0; at < cut; at += 3) {
            detector.scoreAndLearn(slot, rows, at, 0);
        }
        ByteBuffer snapshot = ByteBuffer.allocate(detector.snapshotBytes(0) + 7).position(7);
        detector.save(slot, snapshot);
        assertThat(snapshot.hasRemaining()).isFalse();
        snapshot.position(7);
        other.load(copy, snapshot);
        assertThat(snapshot.hasRemaining()).isFalse();

        assertThat(other.isWarm(copy)).isEqualTo(detector.isWarm(slot));
        for (int at = cut; at < rows.length; at += 3) {
            assertThat(other.scoreAndLearn(copy, rows, at, 0)).isEqualTo(detector.scoreAndLearn(slot, rows, at, 0));
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void sensorsDoNotInfluenceEachOther(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        HalfSpaceTrees shared = detector();
        HalfSpaceTrees[] alone = new HalfSpaceTrees[5];
        for (int sensor = 0; sensor < alone.length; sensor++) {
            alone[sensor] = detector();
            alone[sensor].open();
            assertThat(shared.open()).isEqualTo(sensor);
        }
        double[] rows = anyRows(seed);

        for (int at = 0; at < rows.length; at += 3) {
            int sensor = random.nextInt(alone.length);
            assertThat(shared.scoreAndLearn(sensor, rows, at, 0))
                    .isEqualTo(alone[sensor].scoreAndLearn(0, rows, at, 0));
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void aSlotThatWasClosedIsHandedOutAsNew(long seed) {
        double[] rows = anyRows(seed);
        HalfSpaceTrees detector = detector();
        int slot = detector.open();
        int neighbour = detector.open();
        double[] first = scores(detector, slot, rows);
        scores(detector, neighbour, rows);

        detector.close(slot);
        int again = detector.open();

        assertThat(again).isEqualTo(slot);
        assertThat(detector.isWarm(again)).isFalse();
        assertThat(detector.isWarm(neighbour)).isTrue();
        assertThat(scores(detector, again, rows)).isEqualTo(first);
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void thousandsOfSensorsFillSeveralChunks(long seed) {
        // 10 trees of height 8 take 5,111 ints a sensor: 16 sensors a chunk.
        HalfSpaceTrees many = detector(10, 8, 10);
        HalfSpaceTrees one = detector(10, 8, 10);
        one.open();
        double[] rows = anyRows(seed);
        for (int sensor = 0; sensor < 50; sensor++) {
            assertThat(many.open()).isEqualTo(sensor);
        }

        double[] expected = scores(one, 0, rows);

        for (int sensor = 0; sensor < 50; sensor++) {
            assertThat(scores(many, sensor, rows)).isEqualTo(expected);
        }
    }

    @Test
    void aSensorLargerThanAChunkHasOneOfItsOwn() {
        HalfSpaceTrees detector = detector(3, 15, 10); // 196,606 ints
        detector.open();
        int second = detector.open();

        assertThat(scores(detector, second, anyRows(1))).hasSize(ROWS).contains(0.0);
        assertThat(detector.isWarm(second)).isTrue();
        assertThat(detector.isWarm(0)).isFalse();
    }

    @Test
    void aRowAmongOthersIsReadWhereItStands() {
        HalfSpaceTrees detector = detector();
        double[] rows = anyRows(7);
        int slot = detector.open();
        int other = detector.open();

        for (int at = 0; at < rows.length; at += 3) {
            double[] row = Arrays.copyOfRange(rows, at, at + 3);
            assertThat(detector.scoreAndLearn(slot, rows, at, 0)).isEqualTo(detector.scoreAndLearn(other, row, 0, 0));
        }
    }

    @Test
    void minusZeroIsNotBelowASplitAtZero() {
        HalfSpaceForest forest = new HalfSpaceForest(1, 1, BigInteger.ONE, List.of("x"), Map.of());
        forest.threshold()[0] = 0.0;
        HalfSpaceTrees detector = new HalfSpaceTrees(forest, 2);
        int slot = detector.open();

        detector.scoreAndLearn(slot, new double[] {-0.0}, 0, 0);
        detector.scoreAndLearn(slot, new double[] {-0.0}, 0, 0);

        assertThat(detector.scoreAndLearn(slot, new double[] {0.5}, 0, 0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 15})
    void aFullWindowOfTheLargestSizeDoesNotSpillOver(int height) {
        HalfSpaceTrees detector = detector(2, height, HalfSpaceTrees.MAX_WINDOW);
        int slot = detector.open();
        double[] row = {0.5, 0.5, 0.5};
        for (int i = 0; i < HalfSpaceTrees.MAX_WINDOW; i++) {
            assertThat(detector.scoreAndLearn(slot, row, 0, 0)).isZero();
        }

        // All the window's mass lies on the row's own paths: the largest sum, the score 0, but far away all is new.
        assertThat(detector.scoreAndLearn(slot, row, 0, 0)).isZero();
        assertThat(detector.scoreAndLearn(slot, new double[] {9, 9, 9}, 0, 0)).isPositive();
    }

    @Test
    void refusesAWindowItCannotCount() {
        assertThatIllegalArgumentException().isThrownBy(() -> detector(1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> detector(1, 1, HalfSpaceTrees.MAX_WINDOW + 1));
    }

    @Test
    void refusesToCloseASlotTwice() {
        HalfSpaceTrees detector = detector();
        int slot = detector.open();
        detector.close(slot);

        assertThatIllegalStateException().isThrownBy(() -> detector.close(slot));
    }

    @Test
    void aLeafTakes4BytesUnlessWindowsAreLargeAndTreesTall() {
        assertThat(detector(5, 3, 30).snapshotBytes(0)).isEqualTo(5 * 8 * 4 + 8);
        assertThat(detector(3, 0, 30).snapshotBytes(0)).isEqualTo(2 * 8 + 8);
        assertThat(detector(5, 3, 4_095).snapshotBytes(0)).isEqualTo(5 * 8 * 4 + 8);
        assertThat(detector(5, 3, 1 << 15).snapshotBytes(0)).isEqualTo(5 * 8 * 8 + 8);
    }

    private static HalfSpaceTrees detector() {
        return detector(5, 5, 30);
    }

    private static HalfSpaceTrees detector(int trees, int height, int window) {
        HalfSpaceForest forest =
                new HalfSpaceForest(trees, height, BigInteger.valueOf(42), List.of("b", "a", "c"), Map.of());
        return new HalfSpaceTrees(forest, window);
    }

    private static double[] scores(HalfSpaceTrees detector, int slot, double[] rows) {
        double[] scores = new double[rows.length / 3];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = detector.scoreAndLearn(slot, rows, 3 * i, 0);
        }
        return scores;
    }

    /** Rows of three features, mostly between 0 and 1, with everything else that a double can be. */
    private static double[] anyRows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] rows = new double[3 * ROWS];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = switch (random.nextInt(12)) {
                case 0 -> Missing.VALUE;
                case 1 -> Double.NaN;
                case 2 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
                case 3 -> Double.longBitsToDouble(random.nextLong());
                default -> random.nextDouble();
            };
        }
        return rows;
    }
}
