package io.oddity.detect.auto;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.model.Missing;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JointTest {
    /** Three channels that follow one another, so that each alone may be anywhere in its range. */
    private static double[] rows(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] rows = new double[3 * count];
        double common = 0;
        for (int i = 0; i < count; i++) {
            common = 0.95 * common + Series.gaussian(random);
            rows[3 * i] = 100 + common + 0.3 * Series.gaussian(random);
            rows[3 * i + 1] = 0.01 * (common + 0.3 * Series.gaussian(random));
            rows[3 * i + 2] = -1_000 * (common + 0.3 * Series.gaussian(random));
        }
        return rows;
    }

    private static double[] scores(double[] rows) {
        Layout layout = new Layout();
        Joint joint = new Joint(layout, 3);
        long[] state = new long[layout.words()];
        return IntStream.range(0, rows.length / 3)
                .mapToDouble(i -> joint.add(state, 0, rows, 3 * i))
                .toArray();
    }

    private static long odd(double[] scores, int from, int to) {
        return IntStream.range(from, to).filter(i -> scores[i] > 1).count();
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void seesChannelsThatNoLongerFitTogetherThoughEachIsInItsRange(long seed) {
        double[] rows = rows(seed, 12_000);
        for (int i = 11_000; i < 11_200; i++) {
            rows[3 * i] = 200 - rows[3 * i];
        }

        double[] scores = scores(rows);

        assertThat(odd(scores, 11_000, 11_200)).isGreaterThan(120);
        assertThat(odd(scores, 5_000, 11_000)).isLessThan(420);
        assertThat(odd(scores, 11_250, 12_000)).isLessThan(75);
    }

    /** Each row's channels on their own; in those of {@code isFault} one of them is ten deviations off. */
    private static double[] independent(long seed, int count, IntPredicate isFault) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] rows = new double[3 * count];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Series.gaussian(random) + (i % 3 == i / 3 % 2 && isFault.test(i / 3) ? 10 : 0);
        }
        return rows;
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void aLoneFaultIsOddAndDoesNotMakeOddWhatFollows(long seed) {
        double[] scores = scores(independent(seed, 6_000, row -> row >= 1_000 && row % 50 == 0));

        assertThat(IntStream.range(1_000, 6_000).filter(row -> row % 50 == 0)).allMatch(row -> scores[row] > 1);
        long after = IntStream.range(1_000, 6_000)
                .filter(row -> row % 50 > 0 && row % 50 <= 5)
                .filter(row -> scores[row] > 1)
                .count();
        assertThat(after).isLessThan(60); // of 500
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void loneFaultsThatAreATenthOfAllRowsTeachNothing(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] isFault = new boolean[6_000];
        for (int i = 0; i < isFault.length; i++) {
            isFault[i] = random.nextInt(10) == 0;
        }

        double[] scores = scores(independent(seed, 6_000, row -> isFault[row]));

        long faults = IntStream.range(3_000, 6_000).filter(row -> isFault[row]).count();
        long found = IntStream.range(3_000, 6_000)
                .filter(row -> isFault[row] && scores[row] > 1)
                .count();
        assertThat(found).isGreaterThan(faults * 60 / 100);
        assertThat(odd(scores, 3_000, 6_000) - found).isLessThan(3_000 * 3 / 100);
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void aNewRegimeStaysOddForLongAndIsAcceptedInTheEnd(long seed) {
        double[] rows = rows(seed, 6_000);
        for (int i = 1_000; i < 6_000; i++) {
            rows[3 * i] += 20;
        }

        double[] scores = scores(rows);

        // Patience is 900^2 / 200 or so: 4,000 rows.
        assertThat(odd(scores, 1_000, 3_000)).isGreaterThan(1_990);
        assertThat(odd(scores, 5_600, 6_000)).isLessThan(80);
    }

    @Test
    void aYoungReferenceGivesInSoon() {
        double[] rows = rows(1, 1_000);
        for (int i = 150; i < 1_000; i++) {
            rows[3 * i] += 20;
        }

        double[] scores = scores(rows);

        assertThat(odd(scores, 150, 200)).isGreaterThan(40);
        assertThat(odd(scores, 600, 1_000)).isLessThan(60);
    }

    @Test
    void isSilentUntilARowWasCompleteAndForAHundredRows() {
        double[] rows = rows(1, 300);
        for (int i = 0; i < 100; i++) {
            rows[3 * i + 1] = Missing.VALUE;
        }

        double[] scores = scores(rows);

        assertThat(scores).startsWith(new double[200]);
        assertThat(IntStream.range(200, 300).mapToDouble(i -> scores[i])).allMatch(score -> score > 0);
    }

    @Test
    void aChannelMissingNowAndThenIsNotOdd() {
        double[] rows = rows(1, 10_000);
        for (int i = 7; i < 10_000; i += 7) {
            rows[3 * i + 1] = Double.NaN;
        }

        assertThat(odd(scores(rows), 5_000, 10_000)).isLessThan(350);
    }

    @Test
    void constantChannelsAreNeverOdd() {
        double[] rows = new double[3 * 2_000];
        Arrays.fill(rows, 7);

        assertThat(odd(scores(rows), 0, 2_000)).isZero();
    }
}
