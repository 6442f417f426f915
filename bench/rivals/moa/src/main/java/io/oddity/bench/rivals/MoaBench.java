package io.oddity.bench.rivals;

import com.yahoo.labs.samoa.instances.Attribute;
import com.yahoo.labs.samoa.instances.DenseInstance;
import com.yahoo.labs.samoa.instances.Instance;
import com.yahoo.labs.samoa.instances.Instances;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import moa.classifiers.oneclass.HSTrees;
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

/** The same as {@code HalfSpaceTreesBench}, with the trees of MOA, the Java toolbox for learning from streams. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MoaBench {
    /** As there: trees x height x window. */
    @Param({"5x3x30", "10x8x250"})
    public String setting;

    @Param({"5", "1000"})
    public int sensors;

    private final double[] values = new SplittableRandom(7).doubles(1 << 16).toArray();
    private final List<HSTrees> detectors = new ArrayList<>();
    private Instance instance;
    private int sensor;
    private int at;

    @Setup
    public void open() {
        String[] sizes = setting.split("x");
        Instances header = new Instances(
                "readings", List.of(new Attribute("value"), new Attribute("odd", List.of("no", "yes"))), 0);
        header.setClassIndex(1);
        instance = new DenseInstance(1, new double[] {values[0], 0});
        instance.setDataset(header);
        for (int i = 0; i < sensors; i++) {
            HSTrees trees = new HSTrees();
            trees.numTreesOption.setValue(Integer.parseInt(sizes[0]));
            trees.maxDepthOption.setValue(Integer.parseInt(sizes[1]));
            trees.windowSizeOption.setValue(Integer.parseInt(sizes[2]));
            trees.prepareForUse();
            trees.trainOnInstance(instance);
            detectors.add(trees);
        }
    }

    @Benchmark
    public double reading() {
        sensor = sensor + 1 < sensors ? sensor + 1 : 0;
        at = (at + 1) & (values.length - 1);
        instance.setValue(0, values[at]);
        HSTrees trees = detectors.get(sensor);
        double score = trees.getAnomalyScore(instance);
        trees.trainOnInstance(instance);
        return score;
    }
}
