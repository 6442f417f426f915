package io.oddity.bench;

import io.oddity.detect.DetectorFactory;
import io.oddity.detect.HalfSpaceTreesFactory;
import io.oddity.detect.OnlineDetector;
import io.oddity.detect.Parameter;
import io.oddity.detect.auto.AutoFactory;
import io.oddity.health.Health;
import io.oddity.health.HealthSpec;
import io.oddity.model.Kind;
import io.oddity.model.Moment;
import io.oddity.model.Readings;
import io.oddity.model.SlotState;
import io.oddity.rcf.RandomCutForestFactory;
import io.oddity.threshold.Calibration;
import io.oddity.threshold.FalseAlarms;
import java.util.Collections;
import java.util.EnumSet;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one reading costs each detector, beside the others, and what is done beside detectors, for 100 sensors that take turns.
 *
 * <p>Values follow the day with noise, a reading every five minutes, so that {@code auto} has all its memories in use. Calibration gets
 * scores with an exponential tail instead.
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

    /** Half-space trees as trees x height, random cut forests as trees x samples. */
    @Param({
        "auto",
        "half-space-trees 5x3",
        "half-space-trees 25x8",
        "random-cut-forest 30x256",
        "health",
        "calibration"
    })
    public String work;

    @Param({"1", "3", "8"})
    public int channels;

    private double[] values;
    private Judge judge;
    private SlotState state;
    private int sensor;
    private int row;

    /** Takes the next reading of a sensor. */
    private interface Judge {
        double reading(int sensor, int row);
    }

    @Setup
    public void open() {
        SplittableRandom random = new SplittableRandom(7);
        values = new double[ROWS * channels];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.5 + 0.3 * Math.sin(2 * Math.PI * (i / channels) / 288) + 0.2 * (random.nextDouble() - 0.5);
        }
        judge = switch (work) {
            case "health" -> health();
            case "calibration" -> calibration(random);
            default -> detector(work.split(" "));
        };
        for (int i = 0; i < SENSORS * LEARNED; i++) {
            reading();
        }
    }

    private <S extends SlotState> S opened(S state) {
        for (int i = 0; i < SENSORS; i++) {
            state.open();
        }
        return state;
    }

    private static long micros(int row) {
        return row * 300_000_000L;
    }

    private Judge detector(String[] words) {
        DetectorFactory factory =
                switch (words[0]) {
                    case "auto" -> new AutoFactory();
                    case "random-cut-forest" -> new RandomCutForestFactory();
                    default -> new HalfSpaceTreesFactory();
                };
        List<String> names =
                IntStream.range(0, channels).mapToObj(i -> "channel" + i).toList();
        OnlineDetector detector =
                opened(factory.configure(parameters(factory, words), names).get());
        state = detector;
        return (slot, row) -> detector.scoreAndLearn(slot, values, (row & ROWS - 1) * channels, micros(row));
    }

    private static Map<String, Double> parameters(DetectorFactory factory, String[] words) {
        Map<String, Double> parameters =
                factory.parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::fallback));
        if (words.length > 1) {
            String[] sizes = words[1].split("x");
            parameters.put("trees", Double.valueOf(sizes[0]));
            parameters.put(parameters.containsKey("samples") ? "samples" : "height", Double.valueOf(sizes[1]));
        }
        return parameters;
    }

    /** Time begins anew with the rows, once in 16,384 readings of a sensor. */
    private Judge health() {
        Health health = opened(new Health(new HealthSpec(
                EnumSet.allOf(Kind.class), Collections.nCopies(channels, HealthSpec.Limits.NONE))));
        state = health;
        Readings.Builder rows = new Readings.Builder("bench", 1, 0, channels);
        Moment now = Moment.START;
        double[] values = new double[channels];
        for (int i = 0; i < ROWS; i++) {
            System.arraycopy(this.values, i * channels, values, 0, channels);
            rows.add("sensor", i, micros(i) / 1_000, micros(i), values, now);
            now = now.after(micros(i) / 1_000);
        }
        Readings readings = rows.build();
        return (slot, row) -> health.check(slot, readings, row & ROWS - 1, false) == null ? 0 : 1;
    }

    private Judge calibration(SplittableRandom random) {
        Calibration calibration = opened(new Calibration(FalseAlarms.DEFAULT));
        state = calibration;
        double[] scores = random.doubles(ROWS)
                .map(uniform -> -0.1 * Math.log(1 - uniform))
                .map(odds -> odds / (1 + odds))
                .toArray();
        return (slot, row) -> {
            calibration.add(slot, scores[row & ROWS - 1], false, micros(row));
            return calibration.p();
        };
    }

    @Benchmark
    public double reading() {
        if (++sensor == SENSORS) {
            sensor = 0;
            row++;
        }
        return judge.reading(sensor, row);
    }

    @TearDown
    public void tellBytes() {
        System.out.println("# bytes a sensor: " + state.snapshotBytes(0));
    }
}
