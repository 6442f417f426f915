package io.oddity.app;

import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.config.Pipeline.ChannelSource;
import io.oddity.config.Pipeline.FeatureSource;
import io.oddity.detect.BatchModel;
import io.oddity.detect.DetectorFactory;
import io.oddity.detect.Detectors;
import io.oddity.feature.Feature;
import io.oddity.feature.Features;
import io.oddity.feature.Fill;
import io.oddity.feature.Take;
import io.oddity.feature.Window;
import io.oddity.health.HealthSpec;
import io.oddity.health.HealthSpec.Limits;
import io.oddity.model.Channel;
import io.oddity.model.Kind;
import io.oddity.pipeline.Combine;
import io.oddity.pipeline.DetectorSpec;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.threshold.FalseAlarms;
import io.oddity.threshold.Threshold;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/** Makes pipelines of what the configuration says about them. */
final class PipelineSpecs {
    private final Config config;
    private final BiFunction<Pipeline.Detector, String, BatchModel> trained;

    /** @param trained makes a model for one shard, of a version that was loaded */
    private PipelineSpecs(Config config, BiFunction<Pipeline.Detector, String, BatchModel> trained) {
        this.config = config;
        this.trained = trained;
    }

    /** One for each variant of each pipeline, the main one of a pipeline first. */
    static List<PipelineSpec> of(Config config, BiFunction<Pipeline.Detector, String, BatchModel> trained) {
        PipelineSpecs specs = new PipelineSpecs(config, trained);
        return config.pipelines().stream()
                .flatMap(pipeline -> pipeline.variants().stream().map(variant -> specs.of(pipeline, variant)))
                .toList();
    }

    private PipelineSpec of(Pipeline pipeline, Pipeline.Variant variant) {
        return new PipelineSpec(
                pipeline.name(),
                variant.variant(),
                fingerprint(pipeline, variant),
                pipeline.channels().stream()
                        .map(channel -> new Channel(channel.name(), channel.unit()))
                        .toList(),
                features(pipeline, variant),
                detectors(variant),
                Combine.valueOf(variant.combine().toUpperCase(Locale.ROOT)),
                threshold(variant),
                health(pipeline),
                RuleSpecs.of(pipeline),
                config.state().sensorsPerPartition());
    }

    /** Where a reading may be corrected, it may also be confirmed. */
    private static HealthSpec health(Pipeline pipeline) {
        Set<Kind> kinds = pipeline.health().stream()
                .map(word -> Kind.valueOf(word.toUpperCase(Locale.ROOT)))
                .filter(kind -> kind != Kind.DUPLICATE || !pipeline.isKeyed())
                .collect(Collectors.toSet());
        return new HealthSpec(
                kinds,
                pipeline.channels().stream()
                        .map(channel -> Limits.of(channel.range(), channel.unit()))
                        .toList());
    }

    /** How a way of judging decides. */
    static Threshold threshold(Pipeline.Variant variant) {
        OptionalDouble fixed =
                variant.threshold() == null ? OptionalDouble.empty() : OptionalDouble.of(variant.threshold());
        return new Threshold(fixed, FalseAlarms.parse(variant.falseAlarms()));
    }

    /** What gathers the features of a way of judging. */
    static Features features(Pipeline pipeline, Pipeline.Variant variant) {
        List<String> channels =
                pipeline.channels().stream().map(ChannelSource::name).toList();
        return new Features(
                variant.features().stream()
                        .map(source -> feature(source, channels.indexOf(source.channel())))
                        .toList(),
                pipeline.channels().stream()
                        .map(channel -> fill(channel.missing()))
                        .toList(),
                micros(variant.lateness()));
    }

    private static Feature feature(FeatureSource source, int channel) {
        boolean plain = source.scale() == null;
        double zero = plain ? 0 : source.scale().get(0);
        double one = plain ? 0 : source.scale().get(1);
        if (source.lag() != null) {
            return new Feature(source.name(), channel, zero, one, Window.ofRows(source.lag() + 1), Take.FIRST);
        }
        if (source.window() == null) {
            return new Feature(source.name(), channel, zero, one);
        }
        Take take = Take.valueOf(source.take().toUpperCase(Locale.ROOT));
        return new Feature(source.name(), channel, zero, one, window(source.window()), take);
    }

    private static Window window(String text) {
        return text.chars().allMatch(Character::isDigit)
                ? Window.ofRows(Integer.parseInt(text))
                : Window.ofMicros(micros(Config.duration(text)));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private static Fill fill(String missing) {
        return switch (missing) {
            case "none" -> Fill.NONE;
            case "last" -> Fill.LAST;
            case "skip" -> Fill.SKIP;
            default -> Fill.fixed(Double.parseDouble(missing));
        };
    }

    private List<DetectorSpec> detectors(Pipeline.Variant variant) {
        List<String> columns = new ArrayList<>(
                variant.features().stream().map(FeatureSource::name).toList());
        List<DetectorSpec> specs = new ArrayList<>();
        for (Pipeline.Detector detector : variant.detectors()) {
            DetectorSpec spec = detector(detector, columns);
            specs.add(spec);
            spec.outputs().forEach(output -> columns.add(spec.name() + '.' + output));
        }
        return specs;
    }

    private DetectorSpec detector(Pipeline.Detector source, List<String> columns) {
        List<Integer> inputs = source.features().stream().map(columns::indexOf).toList();
        Optional<DetectorFactory> factory = Detectors.named(source.type());
        if (factory.isPresent()) {
            return DetectorSpec.online(
                    source.name(),
                    source.type(),
                    inputs,
                    factory.get().outputs(source.features()),
                    source.threshold(),
                    factory.get().configure(source.params(), source.features()));
        }
        List<String> outputs = source.outputs().isEmpty()
                ? List.of("score")
                : source.outputs().stream().map(Pipeline.ModelOutput::name).toList();
        return new DetectorSpec(
                source.name(),
                source.type(),
                inputs,
                outputs,
                outputs.indexOf("score"),
                source.threshold(),
                null,
                version -> trained.apply(source, version),
                source.batchRows());
    }

    /** Of all that the meaning of a sensor's state depends on; thresholds and versions of trained models are not among it. */
    private static String fingerprint(Pipeline pipeline, Pipeline.Variant variant) {
        StringBuilder text = new StringBuilder()
                .append(pipeline.channels())
                .append(variant.features())
                .append(variant.lateness());
        variant.detectors().forEach(detector -> text.append(detector.name())
                .append(detector.type())
                .append(detector.params())
                .append(detector.model())
                .append(detector.features())
                .append(detector.outputs()));
        CRC32C crc = new CRC32C();
        crc.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
