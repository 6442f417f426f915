package io.oddity.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.detect.BatchModel;
import io.oddity.detect.Detectors;
import io.oddity.feature.Feature;
import io.oddity.feature.Features;
import io.oddity.feature.Fill;
import io.oddity.health.HealthSpec;
import io.oddity.model.Channel;
import io.oddity.model.Missing;
import io.oddity.model.Readings;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import io.oddity.model.Versions;
import io.oddity.testing.Unlearned;
import io.oddity.threshold.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several detectors of one pipeline: trained ones in batches, chains, combinations. */
class DetectorsTogetherTest {
    private static final double BUG = 666;

    /** How many rows each call had, of all models of a test. */
    private final List<Integer> calls = new ArrayList<>();

    /** The product of a row's features and a factor, which is the version; fails at one value. */
    private final class Product implements BatchModel {
        final int features;
        final double factor;

        Product(int features, double factor) {
            this.features = features;
            this.factor = factor;
        }

        @Override
        public List<String> features() {
            return List.of();
        }

        @Override
        public void score(double[] rows, int n, double[] out) {
            calls.add(n);
            for (int row = 0; row < n; row++) {
                out[row] = factor;
                for (int i = 0; i < features; i++) {
                    if (rows[row * features + i] == BUG) {
                        throw new ArithmeticException("on purpose");
                    }
                    out[row] *= rows[row * features + i];
                }
            }
        }
    }

    /** Scores a row by its only value, and says twice that beside it. */
    private static final class Talkative extends Unlearned {
        private double last;

        @Override
        public double scoreAndLearn(int slot, double[] rows, int at, long timeMicros) {
            last = rows[at];
            return Missing.is(last) ? 0 : last;
        }

        @Override
        public void explain(double[] out, int at) {
            out[at] = Missing.is(last) ? last : 2 * last;
        }
    }

    private DetectorSpec product(String name, double threshold, int batchRows, Integer... inputs) {
        return new DetectorSpec(
                name,
                "product",
                List.of(inputs),
                List.of("score"),
                0,
                threshold,
                null,
                version -> new Product(inputs.length, Double.parseDouble(version)),
                batchRows);
    }

    private static DetectorSpec trees(String name, Integer input) {
        return DetectorSpec.online(
                name,
                "half-space-trees",
                List.of(input),
                0.7,
                Detectors.named("half-space-trees")
                        .orElseThrow()
                        .configure(Map.of("trees", 2.0, "height", 2.0, "window", 3.0, "seed", 1.0), List.of("x")));
    }

    private static PipelineSpec spec(Combine combine, List<Fill> fills, DetectorSpec... detectors) {
        return new PipelineSpec(
                "p",
                PipelineSpec.MAIN,
                "f",
                List.of(new Channel("a", ""), new Channel("b", "")),
                new Features(List.of(Feature.plain("a", 0), Feature.plain("b", 1)), fills, 0),
                List.of(detectors),
                combine,
                new Threshold(0.7),
                HealthSpec.NONE,
                1_000_000);
    }

    private static Readings readings(Versions versions, int partition, double[]... rows) {
        Readings.Builder readings = new Readings.Builder("p", versions, partition, partition, 2, 4);
        for (int i = 0; i < rows.length; i++) {
            readings.add("s" + i % 3, i, 0, 0, rows[i]);
        }
        return readings.build();
    }

    private static Shard shard(PipelineSpec spec, int partitions) {
        Shard shard = new Shard(List.of(spec));
        for (int partition = 0; partition < partitions; partition++) {
            shard.restore("p", partition, -1, List.of());
        }
        return shard;
    }

    private static Versions version(String version) {
        return new Versions(Map.of("m", version));
    }

    @Test
    void asksATrainedModelOnceAboutTheRowsOfAllPartitions() {
        Shard shard = shard(spec(Combine.MAX, List.of(), product("m", 0, 100, 0, 1)), 2);

        List<Judged> judged = shard.judge(
                List.of(
                        readings(version("1"), 0, new double[] {0.5, 0.5}, new double[] {1, 0.75}),
                        readings(version("1"), 1, new double[] {0.25, 0.5})),
                0);

        assertThat(calls).containsExactly(3);
        assertThat(judged.get(0).verdicts().scores()).containsExactly(0.25, 0.75);
        assertThat(judged.get(0).verdicts().statuses()).containsExactly(Status.NORMAL, Status.ANOMALY);
        assertThat(judged.get(1).verdicts().scores()).containsExactly(0.125);
    }

    @Test
    void cutsBatchesThatAreTooLarge() {
        Shard shard = shard(spec(Combine.MAX, List.of(), product("m", 0, 2, 0)), 1);
        double[][] rows = {{0.1, 0}, {0.2, 0}, {0.3, 0}, {0.4, 0}, {0.5, 0}};

        Verdicts verdicts = shard.judge(readings(version("1"), 0, rows), 0).verdicts();

        assertThat(calls).containsExactly(2, 2, 1);
        assertThat(verdicts.scores()).containsExactly(0.1, 0.2, 0.3, 0.4, 0.5);
    }

    @Test
    void rowsThatLackAFeatureAreNotJudgedByAModelThatNeedsIt() {
        Shard shard = shard(spec(Combine.MAX, List.of(), product("m", 0, 100, 0, 1)), 1);

        Verdicts verdicts = shard.judge(
                        readings(version("1"), 0, new double[] {1, Missing.VALUE}, new double[] {0.5, 0.5}), 0)
                .verdicts();

        assertThat(calls).containsExactly(1);
        assertThat(verdicts.statuses()).containsExactly(Status.SKIPPED, Status.NORMAL);
        assertThat(verdicts.scores()[0]).isNaN();
        assertThat(verdicts.scores()[1]).isEqualTo(0.25);
    }

    @Test
    void aSkippedReadingIsNoReadingForTheOthers() {
        PipelineSpec spec = spec(Combine.MAX, List.of(Fill.NONE, Fill.SKIP), trees("t", 0));
        Verdicts verdicts = shard(spec, 1)
                .judge(readings(Versions.NONE, 0, new double[] {1, Missing.VALUE}), 0)
                .verdicts();

        assertThat(verdicts.statuses()).containsExactly(Status.SKIPPED);
    }

    @Test
    void aRowThatAModelFailsAtDoesNotTakeTheOthersWithIt() {
        Shard shard = shard(spec(Combine.MAX, List.of(), product("m", 0, 100, 0)), 1);

        Verdicts verdicts = shard.judge(
                        readings(version("1"), 0, new double[] {0.5, 0}, new double[] {BUG, 0}, new double[] {0.9, 0}),
                        0)
                .verdicts();

        assertThat(verdicts.failures()).containsOnlyKeys(1);
        assertThat(verdicts.scores()[0]).isEqualTo(0.5);
        assertThat(verdicts.scores()[2]).isEqualTo(0.9);
    }

    @Test
    void eachReadingIsJudgedByTheVersionItCameWith() {
        Shard shard = shard(spec(Combine.MAX, List.of(), product("m", 0, 100, 0)), 2);

        List<Judged> judged = shard.judge(
                List.of(readings(version("1"), 0, new double[] {0.2, 0}), readings(version("3"), 1, new double[] {0.2, 0
                })),
                0);

        assertThat(judged.get(0).verdicts().scores()).containsExactly(0.2);
        assertThat(judged.get(1).verdicts().scores()).containsExactly(0.2 * 3);
    }

    @Test
    void aDetectorReadsWhatTheOneBeforeItSays() {
        Shard shard = shard(spec(Combine.MAX, List.of(), product("m", 0, 100, 0, 1), product("n", 0, 100, 2, 1)), 1);
        Versions both = new Versions(Map.of("m", "2", "n", "3"));

        Verdicts verdicts =
                shard.judge(readings(both, 0, new double[] {0.25, 0.5}), 0).verdicts();

        // m says 2 * 0.25 * 0.5; n, which alone decides, 3 times that times 0.5.
        assertThat(verdicts.scores()).containsExactly(0.375);
        assertThat(verdicts.outputs()).containsExactly(0.25, 0.375);
    }

    @Test
    void aDetectorThatLearnsMaySayMoreThanAScore() {
        DetectorSpec talks =
                DetectorSpec.online("d", "talks", List.of(1), List.of("score", "twice"), 0, Talkative::new);
        Shard shard = shard(spec(Combine.MAX, List.of(), talks, product("m", 0, 100, 3, 0)), 1);

        Verdicts verdicts = shard.judge(
                        readings(version("2"), 0, new double[] {0.5, 0.25}, new double[] {0.5, Missing.VALUE}), 0)
                .verdicts();

        // m, which alone decides, says 2 * 0.5 * what d said beside its score, which is twice what d reads.
        assertThat(verdicts.scores()[0]).isEqualTo(0.5);
        assertThat(verdicts.outputs())
                .usingElementComparator(Double::compare)
                .containsExactly(0.25, 0.5, 0.5, 0, Missing.VALUE, Missing.VALUE);
    }

    @Test
    void combinesScores() {
        Versions both = new Versions(Map.of("m", "1", "n", "1"));
        double[] row = {0.4, 0.9};
        for (Combine combine : Combine.values()) {
            Shard shard = shard(spec(combine, List.of(), product("m", 0.3, 100, 0), product("n", 0.95, 100, 1)), 1);
            double score = shard.judge(readings(both, 0, row), 0).verdicts().scores()[0];

            assertThat(score)
                    .isEqualTo(
                            switch (combine) {
                                case MAX -> 0.9;
                                case MEAN -> 0.65;
                                case VOTE -> 0.5;
                            });
        }
    }

    @Test
    void isWarmWhenAllItsDetectorsAre() {
        Shard shard = shard(spec(Combine.MAX, List.of(), product("m", 0, 100, 0), trees("t", 1)), 1);
        List<Status> statuses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Readings.Builder one = new Readings.Builder("p", version("1"), 0, 0, 2, 1);
            one.add("s", i, 0, 0, new double[] {0.9, 0.5});
            statuses.add(shard.judge(one.build(), 0).verdicts().statuses()[0]);
        }

        assertThat(statuses)
                .containsExactly(
                        Status.WARMING_UP, Status.WARMING_UP, Status.WARMING_UP, Status.ANOMALY, Status.ANOMALY);
    }
}
