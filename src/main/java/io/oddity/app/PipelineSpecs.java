package io.oddity.app;

import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.detect.DetectorFactory;
import io.oddity.detect.Detectors;
import io.oddity.feature.Feature;
import io.oddity.feature.Features;
import io.oddity.model.Channel;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.threshold.Threshold;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/** Makes pipelines of what the configuration says about them. */
final class PipelineSpecs {
    private PipelineSpecs() {}

    static List<PipelineSpec> of(Config config) {
        return config.pipelines().stream()
                .map(pipeline -> of(pipeline, config.state().sensorsPerPartition()))
                .toList();
    }

    private static PipelineSpec of(Pipeline pipeline, int sensorsPerPartition) {
        DetectorFactory factory = Detectors.named(pipeline.detector().type()).orElseThrow();
        List<String> names =
                pipeline.features().stream().map(Pipeline.FeatureSource::name).toList();
        return new PipelineSpec(
                pipeline.name(),
                fingerprint(pipeline),
                pipeline.channels().stream()
                        .map(channel -> new Channel(channel.name(), channel.unit()))
                        .toList(),
                new Features(pipeline.features().stream()
                        .map(feature -> feature(pipeline, feature))
                        .toList()),
                factory.configure(pipeline.detector().params(), names),
                pipeline.detector().type(),
                new Threshold(pipeline.threshold()),
                sensorsPerPartition);
    }

    private static Feature feature(Pipeline pipeline, Pipeline.FeatureSource source) {
        List<String> channels =
                pipeline.channels().stream().map(Pipeline.ChannelSource::name).toList();
        int channel = channels.indexOf(source.channel());
        return source.scale() == null
                ? Feature.plain(source.name(), channel)
                : new Feature(
                        source.name(),
                        channel,
                        source.scale().get(0),
                        source.scale().get(1));
    }

    /** Of all that the meaning of a sensor's state depends on; the threshold is not among it. */
    private static String fingerprint(Pipeline pipeline) {
        CRC32C crc = new CRC32C();
        String text = pipeline.channels().toString()
                + pipeline.features()
                + pipeline.detector().type()
                + pipeline.detector().params();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
