package io.oddity.rcf;

import com.amazon.randomcutforest.parkservices.AnomalyDescriptor;
import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * One sensor's forest, the bytes from which it was made, and the rows that it has learned since.
 *
 * <p>A forest made of its bytes is not quite the one that was written: its arrays have other sizes, its free places another order. So
 * every {@value #FREEZE_EVERY} rows the forest in use is itself replaced by what its bytes give. Between, a snapshot is those bytes and the
 * rows since, learned again by who loads it. So a forest that was saved and one that never was have the same history.
 */
final class SensorForest {
    /** With 256 replacing cost as much as judging; with 1,024 a fifth of it, and loading learns 50 ms worth of rows on average. */
    static final int FREEZE_EVERY = 1_024;

    /** So that sums of squares stay finite, and floats. */
    private static final double LARGEST = 1e30;

    private final Supplier<ThresholdedRandomCutForest> newForest;
    private final int features;

    /** Each feature's last value; NaN until it had one. */
    private final double[] last;

    /** Row-major. */
    private final double[] rows;

    private int count;
    private byte[] frozen = new byte[0];
    private ThresholdedRandomCutForest forest;

    SensorForest(Supplier<ThresholdedRandomCutForest> newForest, int features) {
        this.newForest = newForest;
        this.features = features;
        last = new double[features];
        Arrays.fill(last, Double.NaN);
        rows = new double[FREEZE_EVERY * features];
    }

    /** Whether the next score means something. */
    boolean isWarm() {
        return forest != null && forest.getForest().isOutputReady();
    }

    /** Takes the values that a row has, and says whether there is one for each feature by now. */
    boolean take(double[] values, int at) {
        boolean isComplete = true;
        for (int i = 0; i < features; i++) {
            double value = values[at + i];
            if (!Double.isNaN(value)) {
                last[i] = Math.max(-LARGEST, Math.min(LARGEST, value));
            }
            isComplete &= !Double.isNaN(last[i]);
        }
        return isComplete;
    }

    /** What the forest says of the last values. */
    AnomalyDescriptor scoreAndLearn() {
        System.arraycopy(last, 0, rows, count * features, features);
        try {
            return learn(count++);
        } finally {
            if (count == FREEZE_EVERY) {
                frozen = FrozenForest.freeze(forest);
                forest = FrozenForest.thaw(frozen);
                count = 0;
            }
        }
    }

    private AnomalyDescriptor learn(int row) {
        if (forest == null) {
            forest = newForest.get();
        }
        // The time plays no part: it is neither a feature nor are gaps filled.
        return forest.process(Arrays.copyOfRange(rows, row * features, (row + 1) * features), 0);
    }

    int bytes() {
        return 2 * Integer.BYTES + frozen.length + (1 + count) * features * Double.BYTES;
    }

    void save(ByteBuffer to) {
        to.putInt(frozen.length).put(frozen).putInt(count);
        put(last, features, to);
        put(rows, count * features, to);
    }

    void load(ByteBuffer from) {
        frozen = new byte[from.getInt()];
        from.get(frozen);
        forest = frozen.length == 0 ? null : FrozenForest.thaw(frozen);
        int learned = from.getInt();
        get(last, features, from);
        get(rows, learned * features, from);
        for (count = 0; count < learned; count++) {
            learnAgain(count);
        }
    }

    /** What made the forest fail then, half of it learned, makes it fail now. */
    private void learnAgain(int row) {
        try {
            learn(row);
        } catch (RuntimeException asThen) {
            // Its reading went to the dead letters.
        }
    }

    private static void put(double[] values, int n, ByteBuffer to) {
        for (int i = 0; i < n; i++) {
            to.putDouble(values[i]);
        }
    }

    private static void get(double[] values, int n, ByteBuffer from) {
        for (int i = 0; i < n; i++) {
            values[i] = from.getDouble();
        }
    }
}
