package io.oddity.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.health.HealthSpec.Limits;
import io.oddity.model.Kind;
import io.oddity.model.Missing;
import io.oddity.model.Readings;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import io.oddity.testing.Specs;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Faults that the detector of a pipeline does not see are anomalies all the same, and its scores are what they were. */
class BesideTheScoreTest {
    private static final PipelineSpec PLAIN = Specs.halfSpaceTrees("plant", 30, "value");
    private static final PipelineSpec LOOKED_AFTER = Specs.lookedAfter(PLAIN, List.of(new Limits(0, 1)));

    private static Verdicts judge(PipelineSpec spec, int readings, IntToDoubleFunction value) {
        Shard shard = new Shard(List.of(spec));
        shard.restore("plant", 1, -1, List.of());
        Readings.Builder all = new Readings.Builder("plant", 1, 0, 1);
        for (int i = 0; i < readings; i++) {
            all.add("a", i, 1_000L * i, 1_000_000L * i, new double[] {value.applyAsDouble(i)});
        }
        return shard.judge(all.build(), 0).verdicts();
    }

    @Test
    void aValueFarBelowTheRangeThatScoresAsItsLowerEndDoes() {
        double[] usual = new SplittableRandom(1).doubles(1_000, 0, 0.1).toArray();

        Verdicts plain = judge(PLAIN, 1_000, i -> i == 900 ? -1 : usual[i]);
        Verdicts verdicts = judge(LOOKED_AFTER, 1_000, i -> i == 900 ? -1 : usual[i]);

        assertThat(plain.statuses()[900]).isEqualTo(Status.NORMAL);
        assertThat(verdicts.statuses()[900]).isEqualTo(Status.ANOMALY);
        assertThat(verdicts.findings().get(900).kind()).isEqualTo(Kind.RANGE);
        assertThat(verdicts.findings()).hasSize(1);
        assertThat(verdicts.scores()).isEqualTo(plain.scores());
    }

    @Test
    void aFlatLine() {
        double[] usual = new SplittableRandom(1).doubles(1_000, 0, 0.1).toArray();

        Verdicts verdicts = judge(LOOKED_AFTER, 1_000, i -> i >= 900 ? 0.05 : usual[i]);

        assertThat(verdicts.findings().keySet()).hasSize(80).allMatch(row -> row >= 920);
        assertThat(verdicts.statuses()[999]).isEqualTo(Status.ANOMALY);
    }

    @Test
    void whileTheDetectorIsWarmingUp() {
        Verdicts verdicts = judge(LOOKED_AFTER, 2, i -> 5);

        assertThat(verdicts.statuses()).containsOnly(Status.ANOMALY);
        assertThat(judge(LOOKED_AFTER, 2, i -> 0.5).statuses()).containsOnly(Status.WARMING_UP);
    }

    @Test
    void whatIsMissingIsNotBeyondTheRange() {
        assertThat(judge(LOOKED_AFTER, 300, i -> i % 2 == 0 ? Missing.VALUE : i / 300.0)
                        .findings())
                .isEmpty();
    }
}
