package io.oddity.testing;

import io.oddity.detect.Detectors;
import io.oddity.detect.OnlineDetector;
import io.oddity.feature.Feature;
import io.oddity.feature.Features;
import io.oddity.health.HealthSpec;
import io.oddity.model.Channel;
import io.oddity.model.Kind;
import io.oddity.pipeline.Combine;
import io.oddity.pipeline.DetectorSpec;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.threshold.Threshold;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Pipelines for tests: features between 0 and 1, plain, one a channel. */
public final class Specs {
    private Specs() {}

    /** Half-space trees as in the article, but with this window. */
    public static PipelineSpec halfSpaceTrees(String name, int window, String... channels) {
        Map<String, Double> parameters = Map.of("trees", 5.0, "height", 3.0, "window", (double) window, "seed", 42.0);
        return of(
                name,
                Detectors.named("half-space-trees").orElseThrow().configure(parameters, List.of(channels)),
                channels);
    }

    /** Small random cut forests. */
    public static PipelineSpec randomCutForest(String name, String... channels) {
        Map<String, Double> parameters = Map.of("trees", 10.0, "samples", 32.0, "shingle", 2.0, "seed", 42.0);
        return of(
                name,
                Detectors.named("random-cut-forest").orElseThrow().configure(parameters, List.of(channels)),
                channels);
    }

    /** Another detector. */
    public static PipelineSpec of(String name, Supplier<OnlineDetector> detector, String... channels) {
        return of(name, detector, 1_000_000, channels);
    }

    /** The same with a look at the health of sensors, and values up to {@code high} only. */
    public static PipelineSpec lookedAfter(PipelineSpec spec, double high) {
        HealthSpec.Limits limits = new HealthSpec.Limits(Double.NEGATIVE_INFINITY, high);
        return lookedAfter(spec, Collections.nCopies(spec.channels().size(), limits));
    }

    /** The same with a look at the health of sensors. */
    public static PipelineSpec lookedAfter(PipelineSpec spec, List<HealthSpec.Limits> limits) {
        return new PipelineSpec(
                spec.name(),
                spec.variant(),
                spec.fingerprint(),
                spec.channels(),
                spec.features(),
                spec.detectors(),
                spec.combine(),
                spec.threshold(),
                new HealthSpec(EnumSet.allOf(Kind.class), limits),
                spec.rules(),
                spec.sensorsPerPartition());
    }

    /** A bounded number of sensors. */
    public static PipelineSpec of(
            String name, Supplier<OnlineDetector> detector, int sensorsPerPartition, String... channels) {
        return of(name, detector, 0, sensorsPerPartition, channels);
    }

    /** Polls wait for so many records, as those do for a trained model. */
    public static PipelineSpec of(
            String name,
            Supplier<OnlineDetector> detector,
            int batchRows,
            int sensorsPerPartition,
            String... channels) {
        return new PipelineSpec(
                name,
                PipelineSpec.MAIN,
                "f1",
                List.of(channels).stream()
                        .map(channel -> new Channel(channel, ""))
                        .toList(),
                new Features(IntStream.range(0, channels.length)
                        .mapToObj(i -> Feature.plain(channels[i], i))
                        .toList()),
                List.of(new DetectorSpec(
                        "trees",
                        "half-space-trees",
                        IntStream.range(0, channels.length).boxed().toList(),
                        List.of("score"),
                        0,
                        0.7,
                        detector,
                        null,
                        batchRows)),
                Combine.MAX,
                new Threshold(0.7),
                HealthSpec.NONE,
                sensorsPerPartition);
    }
}
