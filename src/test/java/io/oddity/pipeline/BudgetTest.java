package io.oddity.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.model.Episode;
import io.oddity.model.Readings;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import io.oddity.testing.CalmFleet;
import io.oddity.testing.CalmSensor;
import io.oddity.threshold.FalseAlarms;
import io.oddity.threshold.Threshold;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pipeline that names no threshold. The large experiment is {@code bench/quality.sh budget}. */
class BudgetTest {
    private static final int READINGS = 40_000;

    /**
     * 20 sensors for 28 days, every fifth of the hundred: all noises would be one, so those of all shapes, seasons and drifts. Expected are
     * 556 alarms at one a day and 79 at one a week; a ratio of 2 is 3 and more standard deviations away for either.
     */
    @ParameterizedTest
    @CsvSource({"1 per sensor per day", "1 per sensor per week"})
    void isKeptByCalmSensors(String text) {
        FalseAlarms budget = FalseAlarms.parse(text);
        double expected = 20 * READINGS * CalmSensor.INTERVAL_MICROS * budget.perMicro();

        int alarms = IntStream.range(0, 20)
                .map(i -> CalmFleet.alarms(budget, new CalmSensor(i * 21 % 100, 1), READINGS)
                        .size())
                .sum();

        assertThat(alarms / expected).isBetween(0.5, 2.0);
    }

    private static Verdicts judge(List<Double> values) {
        return shard().judge(readings(values), 0).verdicts();
    }

    private static Shard shard() {
        Shard shard = new Shard(List.of(CalmFleet.spec("plant", FalseAlarms.DEFAULT)));
        shard.restore("plant", 1, 0, List.of());
        return shard;
    }

    private static Readings readings(List<Double> values) {
        Readings.Builder readings = new Readings.Builder("plant", 1, 0, 1);
        for (int i = 0; i < values.size(); i++) {
            readings.add("a", i, 60_000L * i, 60_000_000L * i, new double[] {values.get(i)});
        }
        return readings.build();
    }

    /** Columns are used again: readings that come a second time, which are not judged, must not get what others left there. */
    @Test
    void whatWasSaidOfABatchIsNotSaidOfTheNext() {
        CalmSensor sensor = new CalmSensor(0, 1);
        List<Double> values =
                IntStream.range(0, 300).mapToObj(i -> sensor.next()).toList();
        Shard shard = shard();
        Verdicts fresh = shard.judge(readings(values), 0).verdicts();

        Verdicts again = shard.judge(readings(values), 0).verdicts();

        assertThat(fresh.calibrated().elapsedMicros()[299]).isEqualTo(60e6);
        assertThat(again.statuses()).containsOnlyNulls();
        assertThat(again.scores()).containsOnly(0);
        assertThat(again.calibrated().elapsedMicros()).containsOnly(0);
        assertThat(again.calibrated().thresholds()).containsOnly(Threshold.NOMINAL);
        assertThat(again.calibrated().p()).containsOnly(Double.NaN);
    }

    /** Normal readings, and one in thirty far above them, as the article's sensor has. */
    @Test
    void faultsThatComeAgainAndAgainDoNotBecomeNormal() {
        SplittableRandom random = new SplittableRandom(1);
        List<Double> values = IntStream.range(0, 6_000)
                .mapToObj(i -> i > 100 && i % 30 == 0 ? random.nextDouble(65, 85) : random.nextDouble(21, 28))
                .toList();

        Verdicts verdicts = judge(values);

        long found = IntStream.range(101, 6_000)
                .filter(i -> i % 30 == 0 && verdicts.statuses()[i] == Status.ANOMALY)
                .count();
        assertThat(found).isGreaterThan(160); // of 196
    }

    @Test
    void aFaultIsOneEpisodeWhichSaysWhenItOpensAndCloses() {
        SplittableRandom random = new SplittableRandom(1);
        List<Double> values = IntStream.range(0, 3_000)
                .mapToObj(i -> random.nextDouble(21, 28) + (i >= 2_000 && i < 2_200 ? 40 : 0))
                .toList();

        Verdicts verdicts = judge(values);

        List<Episode> opened = IntStream.range(1_990, 3_000)
                .mapToObj(i -> verdicts.calibrated().episodes().get(i))
                .filter(episode -> episode != null && episode.state() == Episode.State.OPENED)
                .toList();
        assertThat(opened).first().extracting(Episode::offset).isEqualTo(2_000L);
        assertThat(verdicts.calibrated().episodes().get(2_100).offset()).isEqualTo(2_000);
        assertThat(verdicts.calibrated().episodes().values())
                .contains(new Episode(2_000, Episode.State.OPENED, 2_000 * 60_000_000L, 1))
                .anyMatch(episode -> episode.offset() == 2_000 && episode.state() == Episode.State.CLOSED);
    }

    @Test
    void everyAnomalyIsAboveTheThresholdThatItsVerdictNames() {
        CalmSensor sensor = new CalmSensor(0, 1);
        Verdicts verdicts =
                judge(IntStream.range(0, 20_000).mapToObj(i -> sensor.next()).toList());

        int anomalies = 0;
        for (int i = 0; i < 20_000; i++) {
            boolean isAbove = verdicts.scores()[i] > verdicts.calibrated().thresholds()[i];
            assertThat(isAbove).isEqualTo(verdicts.statuses()[i] == Status.ANOMALY);
            anomalies += isAbove ? 1 : 0;
        }
        assertThat(anomalies).isPositive();
    }
}
