package io.oddity.testing;

import io.oddity.feature.Feature;
import io.oddity.feature.Features;
import io.oddity.health.HealthSpec;
import io.oddity.model.Channel;
import io.oddity.pipeline.Combine;
import io.oddity.pipeline.DetectorSpec;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.pipeline.Rule;
import io.oddity.threshold.Threshold;
import java.util.ArrayList;
import java.util.List;

/** A detector whose score is what it is told as the first feature, for tests of what becomes of scores. */
public final class Speaking extends Unlearned {
    private boolean isApart;

    /** A pipeline of one channel, which is the score. */
    public static PipelineSpec spec(String name, Threshold threshold) {
        return spec(name, threshold, List.of());
    }

    /** A pipeline of channels of which the first is the score, and nobody looks at the others. */
    public static PipelineSpec spec(String name, Threshold threshold, List<Rule> rules, String... others) {
        List<Channel> channels = new ArrayList<>(List.of(new Channel("score", "")));
        List.of(others).forEach(other -> channels.add(new Channel(other, "")));
        return new PipelineSpec(
                name,
                PipelineSpec.MAIN,
                "f1",
                channels,
                new Features(List.of(Feature.plain("score", 0))),
                List.of(DetectorSpec.online("speaking", "speaking", List.of(0), List.of("score"), 0.5, Speaking::new)),
                Combine.MAX,
                threshold,
                HealthSpec.NONE,
                rules,
                1_000_000);
    }

    /** What to measure for a score of a row that is odd however often such rows come. */
    public static double apart(double score) {
        return 1 + score;
    }

    @Override
    public double scoreAndLearn(int slot, double[] rows, int at, long timeMicros) {
        isApart = rows[at] > 1;
        return isApart ? rows[at] - 1 : rows[at];
    }

    @Override
    public boolean isApart() {
        return isApart;
    }
}
