package io.oddity.rcf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.oddity.detect.OnlineDetector;
import io.oddity.model.Missing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RandomCutForestDetectorTest {
    /** So many that a forest is frozen three times. */
    private static final int ROWS = 3 * SensorForest.FREEZE_EVERY + 500;

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void beingSavedAndLoadedAnywhereChangesNothing(long seed) {
        for (int features = 1; features <= 4; features++) {
            double[] rows = Forests.rows(seed, features, ROWS);
            OnlineDetector undisturbed = Forests.small(features);
            undisturbed.open();
            List<Long> expected = Forests.say(undisturbed, 0, features, rows, 0, ROWS);

            SplittableRandom random = new SplittableRandom(seed);
            OnlineDetector detector = Forests.small(features);
            detector.open();
            List<Long> said = new ArrayList<>();
            for (int from = 0; from < ROWS; ) {
                int to = Math.min(ROWS, from + random.nextInt(1, 900));
                said.addAll(Forests.say(detector, 0, features, rows, from, to));
                byte[] state = Forests.save(detector, 0);
                detector = Forests.small(features);
                detector.open();
                Forests.say(detector, 0, features, Forests.rows(seed + 1, features, 300), 0, random.nextInt(300));
                detector.load(0, ByteBuffer.wrap(state));
                from = to;
            }

            assertThat(said).isEqualTo(expected);
            assertThat(Forests.save(detector, 0)).isEqualTo(Forests.save(undisturbed, 0));
        }
    }

    @Test
    void beingSavedAndLoadedChangesNothingWithTheDefaults() {
        double[] rows = Forests.rows(7, 2, 3_000);
        OnlineDetector detector = Forests.detector(Forests.defaults(), 2);
        OnlineDetector other = Forests.detector(Forests.defaults(), 2);
        detector.open();
        other.open();
        Forests.say(detector, 0, 2, rows, 0, 1_100);

        other.load(0, ByteBuffer.wrap(Forests.save(detector, 0)));

        assertThat(Forests.say(other, 0, 2, rows, 1_100, 3_000))
                .isEqualTo(Forests.say(detector, 0, 2, rows, 1_100, 3_000));
    }

    @Test
    void sensorsDoNotDisturbEachOther() {
        double[] one = Forests.rows(1, 2, ROWS);
        double[] two = Forests.rows(2, 2, ROWS);
        OnlineDetector shared = Forests.small(2);
        int first = shared.open();
        int second = shared.open();
        List<Long> said = new ArrayList<>();

        for (int i = 0; i < ROWS; i++) {
            said.addAll(Forests.say(shared, first, 2, one, i, i + 1));
            Forests.say(shared, second, 2, two, i, i + 1);
        }

        OnlineDetector alone = Forests.small(2);
        assertThat(said).isEqualTo(Forests.say(alone, alone.open(), 2, one, 0, ROWS));
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void scoresStayInRangeForAnyDoubles(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        OnlineDetector detector = Forests.small(2);
        int slot = detector.open();
        double[] blame = new double[4];

        for (int i = 0; i < ROWS; i++) {
            double[] row = {any(random), any(random)};
            double score = detector.scoreAndLearn(slot, row, 0, random.nextLong());
            detector.explain(blame, 0);

            assertThat(score).as("row %d", i).isBetween(0.0, 1.0);
            assertThat(score > RandomCutForestDetector.THRESHOLD)
                    .as("row %d", i)
                    .isEqualTo(!Double.isNaN(blame[0]));
        }
    }

    private static double any(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            case 2 -> Missing.VALUE;
            case 3 -> random.nextBoolean() ? Double.MIN_VALUE : -Double.MAX_VALUE;
            case 4 -> 0;
            default -> random.nextDouble();
        };
    }

    @Test
    void aSpikeOfOneFeatureIsOddAndItsOwnFault() {
        OnlineDetector detector = Forests.detector(Forests.defaults(), 3);
        int slot = detector.open();
        SplittableRandom random = new SplittableRandom(1);
        double[] blame = new double[6];
        int falseAlarms = 0;
        for (int i = 0; i < 1_000; i++) {
            falseAlarms +=
                    detector.scoreAndLearn(slot, machine(random), 0, 0) > RandomCutForestDetector.THRESHOLD ? 1 : 0;
        }
        double[] hot = machine(random);
        hot[0] = 95;

        double score = detector.scoreAndLearn(slot, hot, 0, 0);
        detector.explain(blame, 0);

        assertThat(falseAlarms).isLessThan(20);
        assertThat(score).isGreaterThan(RandomCutForestDetector.THRESHOLD);
        assertThat(blame[0]).isGreaterThan(0.5);
        assertThat(Arrays.stream(blame).sum()).isBetween(0.999, 1.001);

        detector.scoreAndLearn(slot, machine(random), 0, 0);
        detector.explain(blame, 0);
        assertThat(blame).containsOnly(Missing.VALUE);
    }

    /** Temperature, vibration and pressure of a machine that is well. */
    private static double[] machine(SplittableRandom random) {
        return new double[] {random.nextDouble(67, 73), random.nextDouble(0.4, 0.6), random.nextDouble(98, 102)};
    }

    @Test
    void aWaveThatBreaksOffIsOddAlthoughNoValueIs() {
        OnlineDetector detector = Forests.detector(Forests.defaults(), 1);
        int slot = detector.open();
        SplittableRandom random = new SplittableRandom(2);
        double[] scores = IntStream.range(0, 2_000)
                .mapToDouble(i -> {
                    double angle = 2 * Math.PI * Math.min(i, 1_500) / 24.0;
                    double value = Math.sin(angle) + random.nextDouble(0.05);
                    return detector.scoreAndLearn(slot, new double[] {value}, 0, 0);
                })
                .toArray();

        assertThat(Arrays.stream(scores, 500, 1_500).filter(Forests::isOdd).count())
                .isLessThan(20);
        assertThat(Arrays.stream(scores, 1_500, 1_512).filter(Forests::isOdd)).isNotEmpty();
    }

    @Test
    void theLastValueStandsInForAMissingOne() {
        double[] complete = Forests.rows(3, 2, 600);
        for (int i = 0; i < complete.length; i++) {
            complete[i] = Double.isNaN(complete[i]) ? 70 : complete[i];
        }
        double[] gaps = complete.clone();
        for (int i = 2; i < complete.length; i += 7) {
            complete[i] = complete[i - 2];
            gaps[i] = i % 2 == 0 ? Missing.VALUE : Double.NaN;
        }
        OnlineDetector one = Forests.small(2);
        OnlineDetector other = Forests.small(2);

        assertThat(Forests.say(one, one.open(), 2, gaps, 0, 600))
                .isEqualTo(Forests.say(other, other.open(), 2, complete, 0, 600));
    }

    @Test
    void rowsBeforeEachFeatureHadAValueArePassedOver() {
        OnlineDetector detector = Forests.small(2);
        int slot = detector.open();

        for (int i = 0; i < 200; i++) {
            assertThat(detector.scoreAndLearn(slot, new double[] {i, Missing.VALUE}, 0, 0))
                    .isZero();
            assertThat(detector.isWarm(slot)).isFalse();
        }
        // A quarter of 48 samples, of 3 rows each.
        int rows = 0;
        while (!detector.isWarm(slot)) {
            detector.scoreAndLearn(slot, new double[] {rows++, 1}, 0, 0);
        }
        assertThat(rows).isBetween(12, 15);
    }

    @Test
    void aSlotHandedOutAgainKnowsNothing() {
        double[] rows = Forests.rows(4, 2, 700);
        OnlineDetector detector = Forests.small(2);
        int slot = detector.open();
        byte[] nothing = Forests.save(detector, slot);
        List<Long> first = Forests.say(detector, slot, 2, rows, 0, 700);

        detector.close(slot);

        assertThat(detector.open()).isEqualTo(slot);
        assertThat(Forests.save(detector, slot)).isEqualTo(nothing);
        assertThat(Forests.say(detector, slot, 2, rows, 0, 700)).isEqualTo(first);
    }

    @Test
    void aSlotIsClosedOnce() {
        OnlineDetector detector = Forests.small(1);
        detector.close(detector.open());

        assertThatIllegalStateException().isThrownBy(() -> detector.close(0)).withMessage("slot 0 is not open");
    }
}
