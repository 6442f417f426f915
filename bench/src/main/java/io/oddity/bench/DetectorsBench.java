package io.oddity.bench;

import io.oddity.detect.DetectorFactory;
import io.oddity.detect.HalfSpaceTreesFactory;
import io.oddity.detect.OnlineDetector;
import io.oddity.detect.Parameter;
import io.oddity.detect.auto.AutoFactory;
import io.oddity.rcf.RandomCutForestFactory;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
 * What one reading costs each detector, beside the others, for 100 sensors that take turns.
 *
 * <p>Values follow the day with noise, a reading every five minutes, so that {@code auto} has all its memories in use.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DetectorsBench {
    private static final int SENSORS = 100;
    private static final int ROWS = 1 << 14;

    /** Readings of a sensor before measuring: what it costs to find a range from nothing is spread over its life. */
    private static final int LEARNED = 2_000;


    /** Half-space trees as trees x height. */
    @Param({"auto", "half-space-trees 5x3", "half-space-trees 25x8", "random-cut-forest"})
    public String detector;

    @Param({"1", "3", "8"})
    public int channels;

    private double[] values;
    private OnlineDetector judge;
    private int sensor;
    private int row;

    @Setup
    public void open() {
        SplittableRandom random = new SplittableRandom(7);
        values = new double[ROWS * channels];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.5 + 0.3 * Math.sin(2 * Math.PI * (i / channels) / 288) + 0.2 * (random.nextDouble() - 0.5);
        }
        String[] words = detector.split(" ");
        DetectorFactory factory =
                switch (words[0]) {
                    case "auto" -> new AutoFactory();
                    case "random-cut-forest" -> new RandomCutForestFactory();
                    default -> new HalfSpaceTreesFactory();
                };
        List<String> names =
                IntStream.range(0, channels).mapToObj(i -> "channel" + i).toList();
        judge = factory.configure(parameters(factory, words), names).get();
        for (int i = 0; i < SENSORS; i++) {
            judge.open();
        }
        for (int i = 0; i < SENSORS * LEARNED; i++) {
            reading();
        }
        System.out.println("# bytes a sensor: " + judge.snapshotBytes(0));
    }

    private static Map<String, Double> parameters(DetectorFactory factory, String[] words) {
        Map<String, Double> parameters =
                factory.parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::fallback));
        if (words.length > 1) {
            String[] sizes = words[1].split("x");
            parameters.put("trees", Double.valueOf(sizes[0]));
            parameters.put("height", Double.valueOf(sizes[1]));
        }
        return parameters;
    }

    @Benchmark
    public double reading() {
        if (++sensor == SENSORS) {
            sensor = 0;
            row++;
        }
        return judge.scoreAndLearn(sensor, values, (row & ROWS - 1) * channels, row * 300_000_000L);
    }
}
