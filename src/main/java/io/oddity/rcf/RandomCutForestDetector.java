package io.oddity.rcf;

import com.amazon.randomcutforest.parkservices.AnomalyDescriptor;
import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import com.amazon.randomcutforest.returntypes.DiVector;
import io.oddity.detect.OnlineDetector;
import io.oddity.model.Missing;
import io.oddity.model.Slots;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Random Cut Forest with its own threshold: how much a sensor's last readings, taken together as a <em>shingle</em>, would change
 * the trees that random samples of its past have grown.
 *
 * <p>Input: any doubles, in any unit; each feature is normalized by its own recent past. Where a feature is missing or NaN its
 * last value stands in, and rows before each feature had one are passed over. Output: a score in [0, 1], above {@link #THRESHOLD} exactly
 * where the library grades a reading as an anomaly: half of 1 + grade. Below it is half the share of the library's own threshold that
 * its score reaches, so that scores stay comparable and say how near a reading came. For anomalies it explains which features are
 * to blame, in which direction, see {@link #explain}. Scores are 0 for the first quarter of the samples and a shingle.
 *
 * <p>Memory, state and time: by far the most of our detectors, see {@code docs/decisions/0010-random-cut-forest.md}. Allocates.
 * Single-threaded.
 *
 * <p>Source: Guha, Mishra, Roy, Schrijvers, "Robust Random Cut Forest Based Anomaly Detection on Streams", ICML 2016, as
 * {@link ThresholdedRandomCutForest} computes it.
 */
final class RandomCutForestDetector implements OnlineDetector {
    /** Scores above it are anomalies. */
    static final double THRESHOLD = 0.5;

    private final Supplier<ThresholdedRandomCutForest> newForest;
    private final int features;
    private final int shingle;
    private final Slots slots = new Slots();
    private SensorForest[] sensors = new SensorForest[16];

    /** By feature: the share of the blame for being too high, then that for being too low. */
    private final double[] blame;

    /** Makes a detector without sensors; {@code newForest} always makes the same. */
    RandomCutForestDetector(Supplier<ThresholdedRandomCutForest> newForest, int features, int shingle) {
        this.newForest = newForest;
        this.features = features;
        this.shingle = shingle;
        blame = new double[2 * features];
    }

    @Override
    public int open() {
        int slot = slots.open();
        if (slot == sensors.length) {
            sensors = Arrays.copyOf(sensors, 2 * slot);
        }
        sensors[slot] = new SensorForest(newForest, features);
        return slot;
    }

    @Override
    public void close(int slot) {
        slots.close(slot);
        sensors[slot] = null;
    }

    @Override
    public boolean isWarm(int slot) {
        return sensors[slot].isWarm();
    }

    @Override
    public double scoreAndLearn(int slot, double[] rows, int at, long timeMicros) {
        Arrays.fill(blame, Missing.VALUE);
        SensorForest sensor = sensors[slot];
        if (!sensor.take(rows, at)) {
            return 0;
        }
        AnomalyDescriptor said = sensor.scoreAndLearn();
        if (said.getAnomalyGrade() > 0) {
            blame(said.getAttribution(), (shingle - 1 + said.getRelativeIndex()) * features);
        }
        return score(said);
    }

    private static double score(AnomalyDescriptor said) {
        if (said.getAnomalyGrade() > 0) {
            return Math.max(Math.nextUp(THRESHOLD), THRESHOLD + (1 - THRESHOLD) * Math.min(1, said.getAnomalyGrade()));
        }
        return said.getRCFScore() > 0 ? THRESHOLD * Math.min(1, said.getRCFScore() / said.getThreshold()) : 0;
    }

    /** @param from where in the shingle the reading stands that is to blame, this one or one before it */
    private void blame(DiVector attribution, int from) {
        double sum = 0;
        for (int i = 0; i < features; i++) {
            sum += attribution.getHighLowSum(from + i);
        }
        for (int i = 0; i < features && sum > 0; i++) {
            blame[2 * i] = attribution.high[from + i] / sum;
            blame[2 * i + 1] = attribution.low[from + i] / sum;
        }
    }

    /**
     * For each feature the share of the blame that it has for being too high, and that for being too low; together they are 1. Only of
     * anomalies.
     */
    @Override
    public void explain(double[] out, int at) {
        System.arraycopy(blame, 0, out, at, blame.length);
    }

    @Override
    public boolean attribute(double[] shares) {
        for (int i = 0; i < features; i++) {
            shares[i] = blame[2 * i] + blame[2 * i + 1];
        }
        return !Double.isNaN(blame[0]);
    }

    @Override
    public int snapshotBytes(int slot) {
        return sensors[slot].bytes();
    }

    @Override
    public void save(int slot, ByteBuffer to) {
        sensors[slot].save(to);
    }

    @Override
    public void load(int slot, ByteBuffer from) {
        sensors[slot].load(from);
    }
}
