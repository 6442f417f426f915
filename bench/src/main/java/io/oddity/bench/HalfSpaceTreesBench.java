package io.oddity.bench;

import io.oddity.detect.HalfSpaceTreesFactory;
import io.oddity.detect.OnlineDetector;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one reading costs half-space trees: scored, learned, and once a window the masses turned over.
 *
 * <p>One feature, uniform over the limits, so that no branch can be predicted from the data: the worst case. Sensors take
 * turns, so with 1,000 of them each finds its masses gone from the nearest cache.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HalfSpaceTreesBench {
    /** trees x height x window: 5x3x30 is the Kafka example's setting, 10x8x250 are River's defaults. */
    @Param({"5x3x30", "10x8x250"})
    public String setting;

    @Param({"5", "1000"})
    public int sensors;

    private final double[] values = new SplittableRandom(7).doubles(1 << 16).toArray();
    private OnlineDetector detector;
    private int sensor;
    private int at;

    @Setup
    public void open() {
        String[] sizes = setting.split("x");
        Map<String, Double> parameters = Map.of(
                "trees", Double.valueOf(sizes[0]),
                "height", Double.valueOf(sizes[1]),
                "window", Double.valueOf(sizes[2]),
                "seed", 42.0);
        detector = new HalfSpaceTreesFactory().configure(parameters, List.of("value")).get();
        for (int i = 0; i < sensors; i++) {
            detector.open();
        }
        System.out.println("# bytes a sensor: " + detector.snapshotBytes(0));
    }

    @Benchmark
    public double reading() {
        sensor = sensor + 1 < sensors ? sensor + 1 : 0;
        at = (at + 1) & (values.length - 1);
        return detector.scoreAndLearn(sensor, values, at, 0);
    }
}
