package io.oddity.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CalibrationTest {
    private static final long MINUTE = 60_000_000L;

    private final Calibration calibration = new Calibration(FalseAlarms.DEFAULT);
    private final int slot = calibration.open();
    private long time;

    private boolean add(double score) {
        time += MINUTE;
        return calibration.add(slot, score, false, time);
    }

    private static double score(double odds) {
        return odds / (1 + odds);
    }

    /** Odds whose tail is exp(-odds / 0.1). */
    private static double exponential(SplittableRandom random) {
        return -0.1 * Math.log(1 - random.nextDouble());
    }

    private double pOf(double score) {
        Calibration copy = copy();
        copy.add(0, score, false, time + MINUTE);
        return copy.p();
    }

    private Calibration copy() {
        ByteBuffer saved = ByteBuffer.allocate(calibration.snapshotBytes(slot));
        calibration.save(slot, saved);
        Calibration copy = new Calibration(FalseAlarms.DEFAULT);
        copy.load(copy.open(), saved.flip());
        return copy;
    }

    @Test
    void isSmall() {
        assertThat(calibration.snapshotBytes(slot)).isEqualTo(88);
    }

    @Test
    void saysNothingUntilThereIsSomethingToSay() {
        for (int i = 0; i < Calibration.WARM_UP; i++) {
            assertThat(calibration.threshold(slot)).isEqualTo(1);
            assertThat(add(0.1)).isFalse();
            assertThat(calibration.p()).isNaN();
        }

        assertThat(add(0.1)).isTrue();
        assertThat(calibration.p()).isGreaterThan(0.3); // though level and score are equal
        assertThat(calibration.threshold(slot)).isLessThan(1);
    }

    /** For odds that do not depend on those before, a rare one is alone in its stretch: then p is the tail itself. */
    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void pIsTheTailOfAKnownDistribution(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 50_000; i++) {
            add(score(exponential(random)));
        }

        for (double tail = 1e-2; tail > 0.9e-4; tail /= 10) {
            double p = pOf(score(-0.1 * Math.log(tail)));
            assertThat(p).as("tail %s", tail).isBetween(tail / 4, tail * 4);
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void pFallsWhereScoresRiseAndCrossesTheLimitAtTheThreshold(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 5_000; i++) {
            add(score(exponential(random)));
        }

        double before = 1;
        for (int step = 0; step < 100; step++) {
            double p = pOf(step / 100.0);
            assertThat(p).isLessThanOrEqualTo(before).isGreaterThanOrEqualTo(Calibration.LEAST);
            before = p;
        }
        assertThat(pOf(1)).isGreaterThanOrEqualTo(Calibration.LEAST);
        double limit = FalseAlarms.DEFAULT.perMicro() * MINUTE;
        // The account moves the limit by e^-0.4 for each alarm too many, up to four, and two too few.
        assertThat(pOf(calibration.threshold(slot))).isBetween(limit * Math.exp(-1.7), limit * Math.exp(0.9));
    }

    @Test
    void equalScoresAreAllAsOddAsTheLeastOfThem() {
        for (int i = 0; i < 20_000; i++) {
            add(i % 50 == 0 ? 0.4 : 0);
        }

        assertThat(pOf(0)).isEqualTo(1);
        assertThat(pOf(0.4)).isGreaterThan(0.001);
        assertThat(calibration.threshold(slot)).isGreaterThanOrEqualTo(0.4);
    }

    /** An alarm is where an episode opens, so what else is odd in it costs nothing. */
    @Test
    void afterAnAlarmWhatIsOddAtAllBelongsToItForAsLongAsItIsNotCalm() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 5_000; i++) {
            add(score(1.5 * exponential(random)));
        }
        double usual = calibration.threshold(slot);
        assertThat(usual).isGreaterThan(0.55);

        add(0.9999);
        for (int i = 0; i < Episodes.CALM; i++) {
            assertThat(calibration.threshold(slot)).isEqualTo(0.5);
            add(0.52);
        }

        // One alarm was charged, not thirty-one: a factor of e^0.4 in p.
        double excess = (usual / (1 - usual)) + 0.4 * 0.15;
        assertThat(calibration.threshold(slot)).isBetween(usual, score(1.2 * excess));
    }

    @Test
    void aSpikeAfterSilenceIsAnAlarmOnceEnoughIsKnown() {
        for (int i = 0; i <= Calibration.WARM_UP; i++) {
            add(0);
        }

        assertThat(0.85).isGreaterThan(calibration.threshold(slot));
        assertThat(pOf(0.85)).isLessThan(1e-4);
    }

    /** Each value of the distribution comes ten times in a row, so a stretch begins a tenth as often. */
    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void neighboursCountOnce(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double odds = 0;
        for (int i = 0; i < 100_000; i++) {
            odds = i % 10 == 0 ? exponential(random) : odds;
            add(score(odds));
        }

        assertThat(pOf(score(-0.1 * Math.log(1e-3)))).isBetween(1e-4 / 4, 1e-4 * 4);
    }

    @Test
    void aFaultThatLastsDoesNotBecomeNormal() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            add(score(exponential(random)));
        }
        double before = calibration.threshold(slot);

        for (int i = 0; i < 3_000; i++) {
            assertThat(0.8).isGreaterThan(calibration.threshold(slot));
            add(0.8);
        }

        assertThat(calibration.threshold(slot)).isCloseTo(before, Percentage.withPercentage(15));
    }

    @Test
    void whatNeverEndsIsBelievedAtLast() {
        SplittableRandom random = new SplittableRandom(1);
        int odd = 0;
        for (int i = 0; i < 200_000; i++) {
            double score = score((i < 1_000 ? 0 : 2) + exponential(random));
            odd += score > calibration.threshold(slot) ? 1 : 0;
            add(score);
        }

        assertThat(odd).isBetween(300, 2_000);
    }

    @Test
    void whatIsApartTeachesNothing() {
        for (int i = 0; i < 10_000; i++) {
            add(0.01 * (i % 10));
        }
        double before = calibration.threshold(slot);

        for (int i = 0; i < 5_000; i++) {
            calibration.add(slot, 0.506, true, time);
        }

        assertThat(calibration.threshold(slot)).isEqualTo(before);
    }

    @Test
    void moreAlarmsThanTheBudgetMakeItStricter() {
        for (int i = 0; i < 10_000; i++) {
            add(0.01 * (i % 10));
        }
        double before = calibration.threshold(slot);

        for (int alarm = 0; alarm < 3; alarm++) {
            add(0.6); // too odd to be learned, so nothing but the account moves
            for (int i = 0; i < 100; i++) {
                add(0.01 * (i % 10));
            }
        }

        assertThat(calibration.threshold(slot)).isGreaterThan(before);
    }

    @Test
    void whereTimeStandsStillNothingIsAnAlarm() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(calibration.threshold(slot)).isGreaterThan(0.99);
            calibration.add(slot, i % 10 == 0 ? 0.9 : 0, false, 0);
        }
    }

    @Test
    void aLongSilenceIsNoTimeInWhichAlarmsWereSaved() {
        add(0);
        for (int i = 0; i < 100; i++) {
            add(0);
            assertThat(calibration.elapsedMicros()).isEqualTo(MINUTE);
        }
        time += 365L * 24 * 60 * MINUTE;

        add(0);

        assertThat(calibration.elapsedMicros()).isEqualTo(20.0 * MINUTE);
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void anyScoresAtAnyTimesKeepWithinBounds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            double score =
                    switch (random.nextInt(5)) {
                        case 0 -> 0;
                        case 1 -> 1;
                        case 2 -> Double.MIN_VALUE;
                        case 3 -> Math.nextDown(1.0);
                        default -> random.nextDouble();
                    };
            calibration.add(slot, score, random.nextBoolean(), random.nextLong() >> random.nextInt(64));

            assertThat(calibration.threshold(slot)).isBetween(0.0, 1.0);
            if (i >= Calibration.WARM_UP && !Double.isNaN(calibration.p())) {
                assertThat(calibration.p()).isBetween(Calibration.LEAST, 1.0);
            }
        }
    }
}
