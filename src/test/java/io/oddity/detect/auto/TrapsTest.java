package io.oddity.detect.auto;

import static io.oddity.detect.auto.Series.FIVE_MINUTES;
import static io.oddity.detect.auto.Series.episodes;
import static io.oddity.detect.auto.Series.isOdd;
import static io.oddity.detect.auto.Series.noise;
import static io.oddity.detect.auto.Series.odd;
import static io.oddity.detect.auto.Series.scores;
import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.demo.TemperaturePlant;
import io.oddity.detect.Golden;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where detectors are known to fail. */
class TrapsTest {
    @ParameterizedTest
    @ValueSource(ints = {100, 1_000, 10_000})
    void oneMoreThanAConstantIsOddButNotUtterlySo(int before) {
        double[] scores = scores(before + 1, i -> i == before ? 21 : 20);

        assertThat(odd(scores, 0, before)).isZero();
        assertThat(scores[before]).isBetween(AutoDetector.THRESHOLD, 0.95);
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void laterSpikesAreSeenAsTheFirstWasAndNothingElse(long seed) {
        double[] noise = noise(seed, 3_000);
        List<Integer> spikes = List.of(1_000, 1_003, 1_030, 1_500);

        double[] scores = scores(3_000, i -> spikes.contains(i) ? 60 : 20 + 0.5 * noise[i]);

        assertThat(spikes).allMatch(i -> isOdd(scores[i]));
        assertThat(odd(scores, 1_000, 3_000)).isLessThanOrEqualTo(spikes.size() + 6);
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void aFlatLineWhereThereWasNoneIsOddUntilItEnds(long seed) {
        double[] noise = noise(seed, 1_500);

        double[] scores = scores(1_500, i -> i >= 1_000 && i < 1_400 ? 20 : 20 + 0.5 * noise[i]);

        assertThat(odd(scores, 1_000, 1_040)).isLessThanOrEqualTo(1);
        assertThat(odd(scores, 1_041, 1_400)).isEqualTo(359);
        assertThat(odd(scores, 1_401, 1_500)).isLessThanOrEqualTo(2);
    }

    @Test
    void aSensorThatOftenStandsStillIsNotOddWhenItDoes() {
        double[] scores = scores(5_000, i -> i / 100 % 4);

        assertThat(odd(scores, 400, 5_000)).isZero();
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void aSustainedFaultStaysOddAndWhatFollowsIsNormalAgain(long seed) {
        double[] noise = noise(seed, 2_000);

        double[] scores = scores(2_000, i -> (i >= 1_000 && i < 1_200 ? 30 : 20) + 0.5 * noise[i]);

        assertThat(odd(scores, 1_000, 1_200)).isEqualTo(200);
        assertThat(odd(scores, 1_200, 2_000)).isLessThanOrEqualTo(5);
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void farBelowIsAsOddAsFarAbove(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] usual = random.doubles(500, 21, 28).toArray();

        double[] below = scores(501, i -> i == 500 ? -40 : usual[i]);
        double[] above = scores(501, i -> i == 500 ? 89 : usual[i]);

        assertThat(below[500]).isGreaterThan(0.6);
        assertThat(above[500]).isGreaterThan(0.6);
    }

    /** The reference stream of a sensor whose 3 % of faults are above half of its scale. */
    @Test
    void theFaultySensorsReadingsAreAllFoundWithoutARange() {
        double[] stream = Golden.lines("a2_seed1_faulty_sensor.csv").stream()
                .skip(1)
                .mapToDouble(line -> 21 + 64 * Double.parseDouble(line.split(",", -1)[0]))
                .toArray();

        double[] scores = scores(stream.length, Duration.ofSeconds(1), i -> stream[i]);

        int falseAlarms = 0;
        for (int i = Novelty.WARM_UP; i < stream.length; i++) {
            if (stream[i] > 50) {
                assertThat(isOdd(scores[i]))
                        .as("reading %s, %s °C", i, stream[i])
                        .isTrue();
            } else if (isOdd(scores[i])) {
                falseAlarms++;
            }
        }
        assertThat(falseAlarms).isLessThanOrEqualTo(5 * stream.length / 6_000);
    }

    /** Twenty times the five sensors, 6,000 readings in all each time. */
    @Test
    void fiveSensorsOfWhichOneIsFaultyGiveFewFalseAlarms() {
        for (int seed = 1; seed <= 20; seed++) {
            TemperaturePlant plant = new TemperaturePlant(seed);
            int falseAlarms = 0;
            for (String sensor : plant.sensors()) {
                double[] celsius = new double[1_200];
                Arrays.setAll(celsius, i -> plant.temperature(sensor, Series.time(i, Duration.ofSeconds(1)) / 1_000));
                double[] scores = scores(celsius.length, Duration.ofSeconds(1), i -> celsius[i]);
                for (int i = Novelty.WARM_UP; i < scores.length; i++) {
                    boolean isFault = celsius[i] > 50;
                    assertThat(isOdd(scores[i]) || !isFault)
                            .as("seed %s, reading %s", seed, i)
                            .isTrue();
                    falseAlarms += isOdd(scores[i]) && !isFault ? 1 : 0;
                }
            }
            assertThat(falseAlarms).as("seed %s", seed).isLessThanOrEqualTo(5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60, 300})
    void longQuietStreamsHaveFewEpisodes(int seconds) {
        int readings = 100_000;
        Duration interval = Duration.ofSeconds(seconds);
        double[] noise = noise(7, readings);
        double[] walk = noise.clone();
        for (int i = 1; i < readings; i++) {
            walk[i] += walk[i - 1];
        }

        assertThat(episodes(scores(readings, interval, i -> noise[i]), interval))
                .isLessThanOrEqualTo(15);
        assertThat(episodes(scores(readings, interval, i -> walk[i]), interval)).isLessThanOrEqualTo(10);
        assertThat(episodes(scores(readings, interval, i -> 5), interval)).isZero();
    }

    @Test
    void aPeakThatDoesNotComeIsOdd() {
        double[] noise = noise(1, 288 * 10);

        double[] scores = scores(
                288 * 10,
                FIVE_MINUTES,
                i -> i / 288 == 8 ? 0.1 * noise[i] : 10 * Math.sin(2 * Math.PI * i / 288) + 0.1 * noise[i]);

        assertThat(odd(scores, 288 * 4, 288 * 8)).isLessThanOrEqualTo(3);
        assertThat(odd(scores, 288 * 8, 288 * 9)).isGreaterThan(100);
    }
}
