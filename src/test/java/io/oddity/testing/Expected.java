package io.oddity.testing;

import io.oddity.codec.RecordDecoder;
import io.oddity.codec.VerdictEncoder;
import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.detect.DetectorFactory;
import io.oddity.detect.Detectors;
import io.oddity.feature.Feature;
import io.oddity.feature.Features;
import io.oddity.health.HealthSpec;
import io.oddity.health.HealthSpec.Limits;
import io.oddity.model.Channel;
import io.oddity.model.Kind;
import io.oddity.model.Moment;
import io.oddity.model.Readings;
import io.oddity.model.Readings.Second;
import io.oddity.model.Verdicts;
import io.oddity.pipeline.Combine;
import io.oddity.pipeline.DetectorSpec;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.pipeline.Shard;
import io.oddity.threshold.Threshold;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What must stand in {@code scored}: all of the input, judged once, in order, in one thread. */
public final class Expected {
    private static final Pattern OFFSET = Pattern.compile("\"offset\":(\\d+)}$");

    private final Config config;
    private final PipelineSpec spec;

    private Expected(Config config) {
        this.config = config;
        Pipeline pipeline = config.pipelines().get(0);
        Pipeline.Detector detector = pipeline.main().detectors().get(0);
        DetectorFactory factory = Detectors.named(detector.type()).orElseThrow();
        spec = new PipelineSpec(
                pipeline.name(),
                PipelineSpec.MAIN,
                "expected",
                List.of(new Channel("temp", "°C")),
                new Features(pipeline.main().features().stream()
                        .map(feature -> new Feature(
                                feature.name(),
                                0,
                                feature.scale().get(0),
                                feature.scale().get(1)))
                        .toList()),
                List.of(DetectorSpec.online(
                        detector.name(),
                        detector.type(),
                        List.of(0),
                        factory.outputs(List.of("temp")),
                        detector.threshold(),
                        factory.configure(detector.params(), List.of("temp")))),
                Combine.MAX,
                new Threshold(pipeline.main().nominalThreshold()),
                new HealthSpec(
                        EnumSet.allOf(Kind.class),
                        List.of(Limits.of(pipeline.channels().get(0).range(), "°C"))),
                config.state().sensorsPerPartition());
    }

    /**
     * How a topic differs from what it must be.
     *
     * @param mismatched verdicts about the right record with another key, time or text
     * @param missing readings without a verdict
     * @param extra verdicts that there must not be, second ones for instance
     * @param disordered verdicts that stand before one of an earlier record
     */
    public record Difference(int mismatched, int missing, int extra, int disordered) {
        /** No difference at all. */
        public static final Difference NONE = new Difference(0, 0, 0, 0);

        @Override
        public String toString() {
            return "mismatched=" + mismatched + " missing=" + missing + " extra=" + extra + " disordered=" + disordered;
        }
    }

    /** Compares what an application wrote with what its input must lead to. */
    public static Difference difference(Article application, Kafka kafka) {
        return difference(application.config(), kafka.read(application.input()), kafka.read(application.scored()));
    }

    /** Compares {@code scored} with what the input must lead to. */
    public static Difference difference(
            Config config,
            List<List<ConsumerRecord<byte[], byte[]>>> input,
            List<List<ConsumerRecord<byte[], byte[]>>> scored) {
        Expected expected = new Expected(config);
        Difference sum = Difference.NONE;
        for (int partition = 0; partition < input.size(); partition++) {
            Difference one = difference(expected.verdicts(input.get(partition)), scored.get(partition));
            sum = new Difference(
                    sum.mismatched + one.mismatched,
                    sum.missing + one.missing,
                    sum.extra + one.extra,
                    sum.disordered + one.disordered);
        }
        return sum;
    }

    private static Difference difference(Map<Long, String> expected, List<ConsumerRecord<byte[], byte[]>> scored) {
        int mismatched = 0;
        int extra = 0;
        int disordered = 0;
        long last = -1;
        for (ConsumerRecord<byte[], byte[]> record : scored) {
            String value = text(record.value());
            long offset = offset(value);
            String wanted = expected.remove(offset);
            if (wanted == null) {
                extra++;
            } else if (!wanted.equals(line(record.key(), record.timestamp(), value))) {
                mismatched++;
            }
            if (offset < last) {
                disordered++;
            }
            last = offset;
        }
        return new Difference(mismatched, expected.size(), extra, disordered);
    }

    /** By input offset: key, time and text of the verdict on that record. */
    private Map<Long, String> verdicts(List<ConsumerRecord<byte[], byte[]>> records) {
        if (records.isEmpty()) {
            return new HashMap<>();
        }
        RecordDecoder decoder = new RecordDecoder(config.pipelines().get(0));
        int partition = records.get(0).partition();
        Readings.Builder readings = new Readings.Builder(spec.name(), 1, partition, 1);
        Moment now = Moment.START;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Moment before = now;
            now = now.after(record.timestamp());
            if (decoder.decode(record.key(), record.value(), record.timestamp())) {
                readings.add(
                        decoder.sensorId(),
                        record.offset(),
                        record.timestamp(),
                        decoder.eventTimeMicros(),
                        decoder.values(),
                        before);
            }
            if (now.seconds() > before.seconds()) {
                readings.add(new Second(record.offset(), record.timestamp(), now.runningMillis()));
            }
        }
        Shard shard = new Shard(List.of(spec));
        shard.restore(spec.name(), 1, 0, List.of());
        Verdicts verdicts = shard.judge(readings.build(), 0).verdicts();
        VerdictEncoder encoder = new VerdictEncoder(spec);
        Map<Long, String> lines = new HashMap<>();
        for (int row = 0; row < verdicts.readings().size(); row++) {
            lines.put(
                    verdicts.readings().offset(row),
                    line(
                            verdicts.readings().sensorId(row).getBytes(StandardCharsets.UTF_8),
                            verdicts.readings().recordTimeMillis(row),
                            text(encoder.encode(verdicts, row))));
        }
        return lines;
    }

    /** Which record of the input a verdict is about. */
    public static long offset(String verdict) {
        Matcher offset = OFFSET.matcher(verdict);
        if (!offset.find()) {
            throw new AssertionError("no verdict: " + verdict);
        }
        return Long.parseLong(offset.group(1));
    }

    private static String line(byte[] key, long timeMillis, String value) {
        return text(key) + '@' + timeMillis + ' ' + value;
    }

    /** Bytes as text. */
    public static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
