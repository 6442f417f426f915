package io.oddity.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.feature.Feature;
import io.oddity.feature.Features;
import io.oddity.feature.Fill;
import io.oddity.health.HealthSpec.Limits;
import io.oddity.model.Missing;
import io.oddity.model.Readings;
import io.oddity.model.Remark;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import io.oddity.pipeline.Rule.Side;
import io.oddity.testing.Speaking;
import io.oddity.testing.Specs;
import io.oddity.threshold.FalseAlarms;
import io.oddity.threshold.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What rules keep from being flagged, and what they do not. */
class RulesTest {
    private static final Threshold FIXED = new Threshold(0.5);
    private static final Threshold BUDGET =
            new Threshold(OptionalDouble.empty(), FalseAlarms.parse("1 per sensor per day"));
    private static final int SPEED = 1;
    private static final int VIBRATION = 2;

    /** Standing still. */
    private static final Rule STILL =
            new Rule.Ignore("speed < 10", id -> id.startsWith("line/"), (all, row) -> all.value(row, SPEED) < 10);

    private final SplittableRandom random = new SplittableRandom(1);
    private final List<double[]> rows = new ArrayList<>();
    private final List<Long> minutes = new ArrayList<>();

    private static PipelineSpec spec(Threshold threshold, Rule... rules) {
        return Speaking.spec("plant", threshold, List.of(rules), "speed", "vibration");
    }

    private RulesTest add(double score, double speed, double vibration) {
        minutes.add(minutes.isEmpty() ? 0 : minutes.get(minutes.size() - 1) + 1);
        rows.add(new double[] {score, speed, vibration});
        return this;
    }

    /** Around 100 and 0.5, which a tenth of a unit more or less is far from; a score of 0.6 is not, though odd. */
    private RulesTest addUsual(int readings) {
        for (int i = 0; i < readings; i++) {
            add(random.nextDouble(0.49), random.nextDouble(99.95, 100.05), random.nextDouble(0.45, 0.55));
        }
        return this;
    }

    private Verdicts judge(PipelineSpec spec, String sensor) {
        Shard shard = new Shard(List.of(spec));
        shard.restore("plant", 1, 0, List.of());
        return judge(shard, sensor);
    }

    private Verdicts judge(Shard shard, String sensor) {
        Readings.Builder readings = new Readings.Builder("plant", 1, 0, 3);
        for (int i = 0; i < rows.size(); i++) {
            readings.add(sensor, i, 60_000 * minutes.get(i), 60_000_000 * minutes.get(i), rows.get(i));
        }
        return shard.judge(readings.build(), 0).verdicts();
    }

    private static Status last(Verdicts verdicts) {
        return verdicts.statuses()[verdicts.statuses().length - 1];
    }

    @Test
    void whatIsIgnoredIsNormalAndSaysWhy() {
        addUsual(100).add(0.6, 5, 0.5).add(0.6, 15, 0.5);

        Verdicts verdicts = judge(spec(FIXED, STILL), "line/1");

        assertThat(verdicts.statuses()[100]).isEqualTo(Status.NORMAL);
        assertThat(verdicts.scores()[100]).isEqualTo(0.6);
        assertThat(verdicts.calibrated().remarks()).containsOnlyKeys(100);
        assertThat(verdicts.calibrated().remarks().get(100)).isEqualTo(new Remark(false, -1, "speed < 10"));
        assertThat(verdicts.statuses()[101]).isEqualTo(Status.ANOMALY);
        assertThat(judge(spec(FIXED, STILL), "other/1").statuses()[100]).isEqualTo(Status.ANOMALY);
    }

    /** Odd or not: the others have the thresholds and rarities that they had if the machine had said nothing while it stood still. */
    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void whatIsIgnoredTeachesNothingAndIsNotCharged(long seed) {
        SplittableRandom dice = new SplittableRandom(seed);
        List<Integer> still = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            boolean isStill = dice.nextInt(5) == 0;
            double score = dice.nextInt(isStill ? 3 : 200) == 0 ? dice.nextDouble() : dice.nextDouble(0.3);
            add(score, isStill ? 0 : 100, 0.5);
            if (isStill) {
                still.add(i);
            }
        }
        Verdicts all = judge(spec(BUDGET, STILL), "line/1");
        for (int i = still.size() - 1; i >= 0; i--) {
            rows.remove((int) still.get(i));
            minutes.remove((int) still.get(i));
        }
        Verdicts moving = judge(spec(BUDGET), "line/1");

        int at = 0;
        for (int i = 0; i < 5_000; i++) {
            if (still.contains(i)) {
                assertThat(all.statuses()[i]).isEqualTo(Status.NORMAL);
                assertThat(all.calibrated().p()[i]).isNaN();
            } else {
                assertThat(all.statuses()[i]).isEqualTo(moving.statuses()[at]);
                assertThat(all.calibrated().p()[i])
                        .isEqualTo(Double.valueOf(moving.calibrated().p()[at]));
                assertThat(all.calibrated().thresholds()[i])
                        .isEqualTo(moving.calibrated().thresholds()[at++]);
            }
        }
    }

    @Test
    void whatIsWrongWithASensorIsIgnoredToo() {
        Limits any = new Limits(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        PipelineSpec spec = Specs.lookedAfter(spec(FIXED, STILL), List.of(any, any, new Limits(0, 1)));
        addUsual(100).add(0.1, 5, 7).add(0.1, 100, 7);

        Verdicts verdicts = judge(spec, "line/1");

        assertThat(verdicts.statuses()[100]).isEqualTo(Status.NORMAL);
        assertThat(verdicts.statuses()[101]).isEqualTo(Status.ANOMALY);
    }

    @ParameterizedTest
    @CsvSource({
        "ABOVE,  0,   2.5,  ANOMALY",
        "ABOVE,  0,   -2.5, NORMAL",
        "BELOW,  0,   2.5,  NORMAL",
        "BELOW,  0,   -2.5, ANOMALY",
        "EITHER, 1.5, 2.5,  ANOMALY",
        "EITHER, 1.5, -2.5, ANOMALY",
        "EITHER, 2.5, 2.5,  NORMAL",
        "ABOVE,  1.5, 2.5,  ANOMALY",
        "ABOVE,  1.5, -2.5, NORMAL",
        "ABOVE,  1.5, 1.5,  NORMAL"
    })
    void onlySomeDeviationsFromWhatIsExpectedCount(Side side, double least, double vibration, Status status) {
        Rule rule = new Rule.Deviation("rule", id -> true, VIBRATION, side, least);
        addUsual(100).add(0.6, 100, vibration);

        Verdicts verdicts = judge(spec(FIXED, rule), "line/1");

        assertThat(last(verdicts)).isEqualTo(status);
        assertThat(verdicts.calibrated().remarks().containsKey(100)).isEqualTo(status == Status.NORMAL);
    }

    @Test
    void whatStandsOutBesideDecides() {
        Rule rule = new Rule.Deviation("rule", id -> true, VIBRATION, Side.ABOVE, 0);
        addUsual(100).add(0.6, 90, 0.2);

        assertThat(last(judge(spec(FIXED, rule), "line/1"))).isEqualTo(Status.ANOMALY);
        Rule both = new Rule.Deviation("rule", id -> true, Rule.Deviation.ANY, Side.ABOVE, 0);
        assertThat(last(judge(spec(FIXED, both), "line/1"))).isEqualTo(Status.NORMAL);
    }

    /** Nothing is far from what is expected, so it is something else that is odd, which may well be about any channel. */
    @Test
    void whereNothingStandsOutAnyChannelMayCount() {
        Rule rule = new Rule.Deviation("rule", id -> true, VIBRATION, Side.ABOVE, 0);
        addUsual(100).add(0.6, 100.01, 0.46);

        assertThat(last(judge(spec(FIXED, rule), "line/1"))).isEqualTo(Status.ANOMALY);
    }

    @Test
    void whatIsNotKnownIsNotHeldAgainstAReading() {
        Rule rule = new Rule.Deviation("rule", id -> true, Rule.Deviation.ANY, Side.ABOVE, 1e9);
        addUsual(5).add(0.6, 0, 0);
        assertThat(last(judge(spec(FIXED, rule), "line/1"))).isEqualTo(Status.ANOMALY);

        addUsual(100).add(0.6, Missing.VALUE, Missing.VALUE);
        Rule others = new Rule.Deviation("rule", id -> true, VIBRATION, Side.ABOVE, 1e9);
        assertThat(last(judge(spec(FIXED, others), "line/1"))).isEqualTo(Status.ANOMALY);
    }

    /** There is no score to be above anything. */
    @Test
    void whatIsNotJudgedIsNotHeldAgainstADirection() {
        PipelineSpec plain = spec(FIXED, new Rule.Deviation("rule", id -> true, VIBRATION, Side.ABOVE, 0));
        PipelineSpec skipping = new PipelineSpec(
                plain.name(),
                plain.variant(),
                plain.fingerprint(),
                plain.channels(),
                new Features(List.of(Feature.plain("score", 0)), List.of(Fill.SKIP, Fill.NONE, Fill.NONE), 0),
                plain.detectors(),
                plain.combine(),
                plain.threshold(),
                plain.health(),
                plain.rules(),
                plain.sensorsPerPartition());
        addUsual(100).add(Missing.VALUE, 100, 0.5);

        assertThat(last(judge(skipping, "line/1"))).isEqualTo(Status.SKIPPED);
    }

    /** A slot that was given back belongs to somebody else. */
    @Test
    void aNewSensorHasItsOwnRules() {
        Shard shard = new Shard(List.of(spec(FIXED, STILL)));
        add(0.6, 5, 0.5);
        shard.restore("plant", 1, 0, List.of());
        assertThat(last(judge(shard, "line/1"))).isEqualTo(Status.NORMAL);

        shard.restore("plant", 1, 0, List.of());

        assertThat(last(judge(shard, "other/1"))).isEqualTo(Status.ANOMALY);
    }
}
