package io.oddity.bench;

import io.oddity.codec.RecordDecoder;
import io.oddity.codec.VerdictEncoder;
import io.oddity.config.Pipeline;
import io.oddity.detect.HalfSpaceTreesFactory;
import io.oddity.feature.Feature;
import io.oddity.feature.Features;
import io.oddity.health.HealthSpec;
import io.oddity.model.Channel;
import io.oddity.model.Kind;
import io.oddity.model.Readings;
import io.oddity.model.Verdicts;
import io.oddity.model.Versions;
import io.oddity.pipeline.Combine;
import io.oddity.pipeline.DetectorSpec;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.pipeline.Shard;
import io.oddity.threshold.Threshold;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a reading costs on its way: its record decoded, put into columns with others, judged with the Kafka example's setting, its verdict written; and, beside the
 * first, the least that a JSON parser can do with the same record. Batches of 1,000 records of 98 bytes, 1,000 sensors in turn.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(PathBench.RECORDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PathBench {
    static final int RECORDS = 1_000;
    private static final int BATCHES = 64;
    private static final long NOON = 1_693_569_600_000L;

    private static final PipelineSpec SPEC = new PipelineSpec(
            "plant",
            PipelineSpec.MAIN,
            "f1",
            List.of(new Channel("temp", "°C")),
            new Features(List.of(Feature.plain("temp", 0))),
            List.of(DetectorSpec.online(
                    "trees",
                    "half-space-trees",
                    List.of(0),
                    0.7,
                    new HalfSpaceTreesFactory()
                            .configure(Map.of("trees", 5.0, "height", 3.0, "window", 30.0, "seed", 42.0), List.of("temp")))),
            Combine.MAX,
            new Threshold(0.7),
            new HealthSpec(EnumSet.allOf(Kind.class), List.of(new HealthSpec.Limits(21, 85))),
            1_000_000);

    private final RecordDecoder decoder = new RecordDecoder(new Pipeline(
            "plant",
            "sensors",
            "sensor_id",
            null,
            null,
            new Pipeline.Time("ts", "yyyy-MM-dd HH:mm:ss[.SSS]", "UTC"),
            List.of(new Pipeline.ChannelSource("temp", "temp", "°C", List.of(21.0, 85.0), "none")),
            List.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of()));
    private final byte[][][] batches = new byte[BATCHES][RECORDS][];
    private final String[] sensorIds = new String[RECORDS];
    private final double[][][] rows = new double[BATCHES][RECORDS][];
    private final Shard shard = new Shard(List.of(SPEC));
    private final VerdictEncoder encoder = new VerdictEncoder(SPEC);
    private Verdicts verdicts;
    private long offset;
    private int at;

    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(7);
        for (int batch = 0; batch < BATCHES; batch++) {
            for (int i = 0; i < RECORDS; i++) {
                String text = String.format(
                        Locale.ROOT,
                        "{\"sensor_id\": \"line-03/pump-%09d\", \"temp\": %.13f, \"ts\": \"2023-09-01 12:%02d:00.%03d\"}",
                        i,
                        random.nextDouble(21, 28),
                        batch % 60,
                        i);
                batches[batch][i] = text.getBytes(StandardCharsets.US_ASCII);
                decoder.decode(null, batches[batch][i], NOON);
                sensorIds[i] = decoder.sensorId();
                rows[batch][i] = decoder.values().clone();
            }
        }
        shard.restore("plant", 1, 0, List.of());
        for (int batch = 0; batch < BATCHES; batch++) {
            verdicts = judge();
        }
    }

    private int next() {
        at = (at + 1) % BATCHES;
        return at;
    }

    @Benchmark
    public long decode() {
        long sum = 0;
        for (byte[] record : batches[next()]) {
            decoder.decode(null, record, NOON);
            sum += decoder.eventTimeMicros();
        }
        return sum;
    }

    /** Beside that, a parser. */
    @Benchmark
    public double parse() {
        double sum = 0;
        for (byte[] record : batches[next()]) {
            sum += BareParse.sum(record);
        }
        return sum;
    }

    /** Each sensor's next reading, a second after its last: a reading that was judged before would not be judged again. */
    @Benchmark
    public Readings gather() {
        Readings.Builder builder = new Readings.Builder("plant", Versions.NONE, 1, 3, 1, RECORDS);
        double[][] values = rows[next()];
        for (int i = 0; i < RECORDS; i++) {
            long millis = NOON + offset;
            builder.add(sensorIds[i], offset++, millis, millis * 1_000, values[i]);
        }
        return builder.build();
    }

    /** Gathered and judged. */
    @Benchmark
    public Verdicts judge() {
        return shard.judge(gather(), 0).verdicts();
    }

    @Benchmark
    public byte[][] encode() {
        return encoder.encode(verdicts);
    }
}
