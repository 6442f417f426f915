package io.oddity.bench;

import io.oddity.detect.auto.AutoFactory;
import io.oddity.feature.Feature;
import io.oddity.feature.Features;
import io.oddity.health.HealthSpec;
import io.oddity.model.Channel;
import io.oddity.model.Readings;
import io.oddity.model.Verdicts;
import io.oddity.pipeline.Combine;
import io.oddity.pipeline.DetectorSpec;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.pipeline.Shard;
import io.oddity.threshold.Threshold;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A sensor's readings judged by {@code auto}, as in a pipeline that was told nothing but a threshold or a budget. */
final class OneSensor {
    /** 2026-01-01T00:00:00Z. */
    static final long START_MILLIS = 1_767_225_600_000L;

    private OneSensor() {}

    static Verdicts judge(Threshold threshold, List<double[]> rows, long intervalMillis) {
        List<String> channels = IntStream.range(0, rows.get(0).length)
                .mapToObj(i -> "channel" + i)
                .toList();
        Shard shard = new Shard(List.of(spec(threshold, channels)));
        shard.restore("one", 1, 0, List.of());
        Readings.Builder readings = new Readings.Builder("one", 1, 0, channels.size());
        for (int i = 0; i < rows.size(); i++) {
            long millis = START_MILLIS + i * intervalMillis;
            readings.add("one", i, millis, millis * 1_000, rows.get(i));
        }
        return shard.judge(readings.build(), 0).verdicts();
    }

    private static PipelineSpec spec(Threshold threshold, List<String> channels) {
        List<Integer> inputs = IntStream.range(0, channels.size()).boxed().toList();
        return new PipelineSpec(
                "one",
                PipelineSpec.MAIN,
                "f1",
                channels.stream().map(channel -> new Channel(channel, "")).toList(),
                new Features(inputs.stream()
                        .map(i -> Feature.plain(channels.get(i), i))
                        .toList()),
                List.of(DetectorSpec.online(
                        "auto", "auto", inputs, 0.5, new AutoFactory().configure(Map.of(), channels))),
                Combine.MAX,
                threshold,
                HealthSpec.NONE,
                1);
    }
}
