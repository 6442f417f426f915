package io.oddity.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.model.Correction;
import io.oddity.model.Readings;
import io.oddity.model.Remark;
import io.oddity.model.Snapshot;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import io.oddity.testing.Speaking;
import io.oddity.threshold.Corrections;
import io.oddity.threshold.FalseAlarms;
import io.oddity.threshold.Threshold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What people say of alarms moves thresholds, and no longer when it is taken back. */
class CorrectedTest {
    private static final String SENSOR = "press";
    private static final long MINUTE = 60_000_000L;
    private static final List<Long> NONE = List.of();

    /** How a pipeline decides. */
    enum Decides {
        FIXED,
        BUDGET;

        private PipelineSpec spec() {
            return Speaking.spec(
                    "plant",
                    this == FIXED
                            ? new Threshold(0.5)
                            : new Threshold(OptionalDouble.empty(), FalseAlarms.parse("1 per sensor per day")));
        }
    }

    /** One sensor beside another; scores are what is measured. */
    private static final class Plant {
        private final Shard shard;
        private final List<Snapshot> saved = new ArrayList<>();
        private long offset;

        Plant(Decides decides) {
            this(decides, 0, List.of());
        }

        Plant(Decides decides, long offset, List<Snapshot> snapshots) {
            shard = new Shard(List.of(decides.spec()));
            shard.restore("plant", 1, offset, snapshots);
            this.offset = offset;
        }

        Verdicts judge(double... scores) {
            return judge(SENSOR, scores);
        }

        Verdicts judge(String sensor, double... scores) {
            Readings.Builder readings = new Readings.Builder("plant", 1, 0, 1);
            for (double score : scores) {
                readings.add(sensor, offset, offset * 60_000, offset * MINUTE, new double[] {score});
                offset++;
            }
            return judge(readings);
        }

        private Verdicts judge(Readings.Builder readings) {
            Judged judged = shard.judge(readings.build(), 1 << 20);
            saved.addAll(judged.snapshots());
            return judged.verdicts();
        }

        void correct(long upTo, double passes, double passesApart, List<Long> confirmed) {
            Readings.Builder none = new Readings.Builder("plant", 1, 0, 1);
            none.add(new Correction(SENSOR, upTo, passes, passesApart, confirmed));
            judge(none);
        }
    }

    /** Scores of a sensor that is well, and now and then has a bad moment. */
    private static double[] usual(long seed, int readings) {
        SplittableRandom random = new SplittableRandom(seed);
        return DoubleStream.generate(
                        () -> random.nextInt(300) == 0 ? random.nextDouble(0.4, 0.95) : random.nextDouble(0.3))
                .limit(readings)
                .toArray();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsLikeAFalseAlarmIsNoneAnyMoreAndWhatIsFarBeyondIs(Decides decides) {
        Plant plant = new Plant(decides);
        plant.judge(usual(1, 2_000));
        assertThat(plant.judge(0.9).statuses()).containsExactly(Status.ANOMALY);

        plant.correct(0, Corrections.passing(0.9), 0, NONE);
        Verdicts after = plant.judge(0.9, 0.85, 0.99);

        assertThat(after.statuses()).containsExactly(Status.NORMAL, Status.NORMAL, Status.ANOMALY);
        assertThat(after.calibrated().thresholds()).containsOnly(0.9083); // odds 9.9
        assertThat(after.calibrated().remarks().get(0)).isEqualTo(new Remark(false, 0, null));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsApartIsFoundUnlessThatWasAFalseAlarm(Decides decides) {
        Plant plant = new Plant(decides);
        plant.judge(usual(1, 2_000));

        plant.correct(0, Corrections.passing(0.9), 0, NONE);
        assertThat(plant.judge(Speaking.apart(0.6)).statuses()).containsExactly(Status.ANOMALY);
        plant.correct(1, Corrections.passing(0.9), Corrections.passing(0.6), NONE);
        Verdicts after = plant.judge(Speaking.apart(0.6), Speaking.apart(0.7));

        assertThat(after.statuses()).containsExactly(Status.NORMAL, Status.ANOMALY);
        assertThat(after.calibrated().remarks().get(1)).isEqualTo(new Remark(true, 1, null));
    }

    @Test
    void isAboutOneSensor() {
        Plant plant = new Plant(Decides.FIXED);
        plant.judge(usual(1, 100));
        plant.judge("mill", usual(2, 100));

        plant.correct(0, Corrections.passing(0.9), 0, NONE);

        assertThat(plant.judge("mill", 0.9).statuses()).containsExactly(Status.ANOMALY);
        assertThat(plant.judge("mill", 0.9).calibrated().remarks()).isEmpty();
    }

    /** From then on thresholds and what is rare are, to the last bit, what they had been without. */
    @ParameterizedTest
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void whatIsTakenBackLeavesNoTrace(long seed) {
        double[] before = usual(seed, 3_000);
        double[] between = usual(seed + 1, 3_000);
        double[] after = usual(seed + 2, 3_000);
        Plant untouched = new Plant(Decides.BUDGET);
        untouched.judge(before);
        untouched.judge(between);
        Plant plant = new Plant(Decides.BUDGET);
        plant.judge(before);

        plant.correct(0, Corrections.passing(0.8), Corrections.passing(0.7), List.of(17L, 18L));
        Verdicts corrected = plant.judge(between);
        plant.correct(1, 0, 0, NONE);

        Verdicts expected = untouched.judge(after);
        Verdicts actual = plant.judge(after);
        assertThat(corrected.calibrated().thresholds()).contains(0.8149); // odds 4.4
        assertThat(actual.calibrated().thresholds())
                .isEqualTo(expected.calibrated().thresholds());
        assertThat(actual.calibrated().p()).isEqualTo(expected.calibrated().p());
    }

    @Test
    void anAlarmThatWasAFaultMakesTheLimitNoStricter() {
        Plant untouched = new Plant(Decides.BUDGET);
        Plant plant = new Plant(Decides.BUDGET);
        for (Plant each : List.of(untouched, plant)) {
            each.judge(usual(1, 2_000));
            assertThat(each.judge(0.99).statuses()).containsExactly(Status.ANOMALY);
        }

        plant.correct(0, 0, 0, List.of(2_000L));
        double forgiven = plant.judge(0.1).calibrated().thresholds()[0];
        double charged = untouched.judge(0.1).calibrated().thresholds()[0];

        assertThat(forgiven).isLessThan(charged);
    }

    /** A day earns one alarm, so within six days any account is full, whatever was forgiven. */
    @Test
    void whatIsForgivenIsOverWhenItWouldHaveBeenEarnedBack() {
        Plant untouched = new Plant(Decides.BUDGET);
        Plant plant = new Plant(Decides.BUDGET);
        for (Plant each : List.of(untouched, plant)) {
            each.judge(usual(1, 2_000));
            each.judge(0.99);
        }

        plant.correct(0, 0, 0, List.of(2_000L));
        double[] calm = new double[6 * 24 * 60 + 100];
        Arrays.fill(calm, 0.1);
        plant.judge(calm);
        untouched.judge(calm);

        assertThat(plant.judge(0.1).calibrated().thresholds())
                .isEqualTo(untouched.judge(0.1).calibrated().thresholds());
    }

    @Test
    void anOlderWordChangesNothing() {
        Plant plant = new Plant(Decides.FIXED);
        plant.judge(usual(1, 100));

        plant.correct(7, Corrections.passing(0.9), 0, NONE);
        plant.correct(6, 0, 0, NONE);

        assertThat(plant.judge(0.9).calibrated().remarks().get(0).correctedBy()).isEqualTo(7);
    }

    /** The snapshot that goes with a correction has it, although nothing was measured since the one before. */
    @ParameterizedTest
    @EnumSource
    void isSavedAtOnceAndGoesOnAfterARestart(Decides decides) {
        Plant plant = new Plant(decides);
        plant.judge(usual(1, 2_000));
        plant.judge(0.99);
        plant.saved.clear();

        plant.correct(3, Corrections.passing(0.9), 0, List.of(2_000L));
        assertThat(plant.saved).extracting(Snapshot::sensorId).containsExactly(SENSOR);
        Plant restored = new Plant(decides, plant.offset, plant.saved);
        double[] rest = usual(2, 500);

        Verdicts expected = plant.judge(rest);
        Verdicts actual = restored.judge(rest);
        assertThat(actual.calibrated().thresholds())
                .isEqualTo(expected.calibrated().thresholds());
        assertThat(actual.calibrated().remarks())
                .isEqualTo(expected.calibrated().remarks());
        assertThat(actual.statuses()).isEqualTo(expected.statuses());
    }

    @Test
    void nobodyIsCorrectedWhoIsNotKnown() {
        Plant plant = new Plant(Decides.FIXED);

        plant.correct(0, 1, 1, NONE);

        assertThat(plant.saved).isEmpty();
        assertThat(plant.judge(0.9).statuses()).containsExactly(Status.ANOMALY);
    }
}
