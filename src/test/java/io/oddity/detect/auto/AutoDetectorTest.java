package io.oddity.detect.auto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.oddity.detect.Detectors;
import io.oddity.model.Missing;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AutoDetectorTest {
    private static final int ROWS = 3_000;

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void scoresStayInRangeForAnyDoublesAtAnyTime(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        AutoDetector detector = new AutoDetector(3);
        int slot = detector.open();

        for (int i = 0; i < ROWS; i++) {
            double[] row = {any(random), any(random), any(random)};
            assertThat(detector.scoreAndLearn(slot, row, 0, random.nextLong())).isBetween(0.0, Math.nextDown(1.0));
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void goingOnFromASnapshotElsewhereChangesNoScore(long seed) {
        for (int channels = 1; channels <= 3; channels++) {
            double[] rows = rows(seed, channels);
            AutoDetector detector = new AutoDetector(channels);
            int slot = detector.open();
            AutoDetector other = new AutoDetector(channels);
            other.open();
            int copy = other.open();
            scores(other, copy, channels, rows(seed + 1, channels), 0, ROWS);
            int cut = new SplittableRandom(seed).nextInt(ROWS);

            scores(detector, slot, channels, rows, 0, cut);
            ByteBuffer state = ByteBuffer.allocate(detector.snapshotBytes(0));
            detector.save(slot, state);
            other.load(copy, state.flip());

            assertThat(scores(other, copy, channels, rows, cut, ROWS))
                    .isEqualTo(scores(detector, slot, channels, rows, cut, ROWS));
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void sensorsDoNotDisturbEachOther(long seed) {
        double[] one = rows(seed, 2);
        double[] two = rows(seed + 1, 2);
        AutoDetector shared = new AutoDetector(2);
        int first = shared.open();
        int second = shared.open();
        double[] scores = new double[ROWS];

        for (int i = 0; i < ROWS; i++) {
            scores[i] = shared.scoreAndLearn(first, one, 2 * i, Series.time(i, Series.FIVE_MINUTES));
            shared.scoreAndLearn(second, two, 2 * i, Series.time(i, Series.FIVE_MINUTES));
        }

        AutoDetector alone = new AutoDetector(2);
        assertThat(scores).isEqualTo(scores(alone, alone.open(), 2, one, 0, ROWS));
    }

    @Test
    void aSlotHandedOutAgainKnowsNothing() {
        double[] rows = rows(1, 2);
        AutoDetector detector = new AutoDetector(2);
        int slot = detector.open();
        double[] first = scores(detector, slot, 2, rows, 0, ROWS);

        detector.close(slot);

        assertThat(detector.open()).isEqualTo(slot);
        assertThat(detector.isWarm(slot)).isFalse();
        assertThat(scores(detector, slot, 2, rows, 0, ROWS)).isEqualTo(first);
        detector.close(slot);
        assertThatIllegalStateException().isThrownBy(() -> detector.close(slot));
    }

    @Test
    void theFortyFirstReadingIsTheFirstToHaveAScore() {
        AutoDetector detector = new AutoDetector(1);
        int slot = detector.open();

        for (int i = 0; i < 40; i++) {
            assertThat(detector.isWarm(slot)).isFalse();
            assertThat(detector.scoreAndLearn(slot, new double[] {i % 7 == 6 ? 1_000 * i : i}, 0, i))
                    .isZero();
        }

        assertThat(detector.isWarm(slot)).isTrue();
        assertThat(detector.scoreAndLearn(slot, new double[] {-1e6}, 0, 40)).isGreaterThan(AutoDetector.THRESHOLD);
    }

    @Test
    void aChannelThatIsNotThereSaysNothingAndLearnsNothing() {
        double[] noise = Series.noise(1, 500);
        AutoDetector detector = new AutoDetector(1);
        int whole = detector.open();
        int holes = detector.open();

        for (int i = 0; i < 500; i++) {
            double[] none = {i % 2 == 0 ? Missing.VALUE : Double.NaN};
            assertThat(detector.scoreAndLearn(holes, none, 0, 10L * i)).isZero();
            double expected = detector.scoreAndLearn(whole, noise, i, 10L * i);
            assertThat(detector.scoreAndLearn(holes, noise, i, 10L * i)).isEqualTo(expected);
        }
    }

    @Test
    void unitsAndScalesDoNotMatter() {
        double[] noise = Series.noise(1, 2_000);
        for (double scale : new double[] {1e-9, 1e-3, 1, 1e6, 1e30}) {
            double[] scores = Series.scores(2_000, i -> scale * (i == 1_500 ? 12 : noise[i]));

            assertThat(Series.isOdd(scores[1_500])).as("scale %s", scale).isTrue();
            assertThat(Series.odd(scores, 0, 2_000)).as("scale %s", scale).isLessThan(12);
        }
    }

    /** The same hour-long fault and the same day, seen every minute, every 5 and every 15. */
    @Test
    void theRateOfReadingsMattersLittle() {
        for (int minutes : new int[] {1, 5, 15}) {
            int day = 1_440 / minutes;
            double[] noise = Series.noise(1, 12 * day);
            int from = 10 * day + day / 2;
            int to = from + day / 24;

            double[] scores = Series.scores(
                    12 * day,
                    Duration.ofMinutes(minutes),
                    i -> 10 * Math.sin(2 * Math.PI * i / day) + (i >= from && i < to ? 6 : 0) + 0.2 * noise[i]);

            assertThat(Series.odd(scores, from, to))
                    .as("every %s minutes", minutes)
                    .isPositive();
            assertThat(Series.odd(scores, 4 * day, from))
                    .as("every %s minutes", minutes)
                    .isLessThanOrEqualTo(10);
        }
    }

    @Test
    void aChannelTakesAtMostFiveKilobytes() {
        assertThat(new AutoDetector(1).snapshotBytes(0)).isLessThanOrEqualTo(5 * 1_024);
        assertThat(new AutoDetector(3).snapshotBytes(0)).isLessThanOrEqualTo(3 * 5 * 1_024);
        assertThat(new AutoDetector(8).snapshotBytes(0)).isLessThanOrEqualTo(8 * 5 * 1_024);
    }

    @Test
    void isFoundByItsName() {
        assertThat(Detectors.named("auto")).containsInstanceOf(AutoFactory.class);
    }

    private static double[] scores(AutoDetector detector, int slot, int channels, double[] rows, int from, int to) {
        double[] scores = new double[to - from];
        for (int i = from; i < to; i++) {
            scores[i - from] = detector.scoreAndLearn(slot, rows, channels * i, Series.time(i, Series.FIVE_MINUTES));
        }
        return scores;
    }

    /** Noise around levels that jump now and then, with holes: so that all parts of a state are in use. */
    private static double[] rows(long seed, int channels) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] rows = new double[ROWS * channels];
        double level = 0;
        for (int i = 0; i < rows.length; i++) {
            level += random.nextInt(300) == 0 ? 20 * Series.gaussian(random) : 0;
            rows[i] = random.nextInt(50) == 0 ? Missing.VALUE : level + Series.gaussian(random);
        }
        return rows;
    }

    private static double any(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> Missing.VALUE;
            case 1 -> Double.NaN;
            case 2 -> random.nextBoolean() ? Double.MAX_VALUE : -Double.MAX_VALUE;
            case 3 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.MIN_VALUE;
            case 4 -> Double.longBitsToDouble(random.nextLong());
            case 5 -> 0;
            default -> random.nextDouble();
        };
    }
}
