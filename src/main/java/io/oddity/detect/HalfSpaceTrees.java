package io.oddity.detect;

import io.oddity.model.Missing;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Half-space trees: an online detector that compares how much of a sensor's last window fell near a row, at every scale from
 * all of it down to a small cell. Where little fell, the row is odd.
 *
 * <p>Input: rows of {@link HalfSpaceForest#dimensions()} features, any double; values beyond the forest's limits share the
 * outermost cell, a NaN goes with the largest values, and where a feature is {@link Missing} the row goes with the majority of
 * the window so far. Output: a score in [0, 1 - 1/(2^(height+1)-1)]; 0 while the first window fills. Cost: O(trees * height) a
 * reading, no allocation. Memory a sensor: 4 bytes a node and 4 more, see {@link #snapshotBytes}. Single-threaded: owned by
 * one shard.
 *
 * <p>Source: Tan, Ting, Liu, "Fast Anomaly Detection for Streaming Data", IJCAI 2011, as River computes it, bit by bit. The
 * paper scores by the last node of each path alone and orders rows by the sum; River adds up all nodes of the path and divides
 * by the largest possible sum. We follow River, because its scores have a range and thresholds made for it keep their meaning.
 */
final class HalfSpaceTrees implements OnlineDetector {
    /** The largest window whose masses fit 16 bits. */
    static final int MAX_WINDOW = 0xffff;

    /** In a sensor's header: the first window is full. Below it: how many rows the current window holds. */
    private static final int WARM = 1 << 31;

    private final int[] feature;
    private final double[] threshold;
    private final int trees;
    private final int height;
    private final int splits;
    private final int nodes;
    private final int window;
    /** A node with a smaller reference mass ends its path: a tenth of the window, River's constant. */
    private final int fewest;

    /** Null where rows have several features. */
    private final HalfSpaceCells cells;

    private final double largestSum;

    /** The reference masses of all roots, which hold what the window does. */
    private final long ofRoots;

    private final Slab slab;
    private final double[] row;
    /** The cell of the row that was scored last; -1 where {@link #path} has to be walked. */
    private int cell;

    /** Where each tree's path stands; of the row that was scored last, where it ended. */
    private final int[] path;

    /** The same of a row that is only asked about. */
    private final int[] otherPath;

    /** The masses before the row that was scored last made the window the reference. */
    private final int[] turned;

    private boolean wasWarm;
    private boolean hasTurned;

    /**
     * Makes a detector without sensors.
     *
     * @param window how many rows a sensor's reference holds, 1 to {@link #MAX_WINDOW}
     */
    HalfSpaceTrees(HalfSpaceForest forest, int window) {
        if (window < 1 || window > MAX_WINDOW) {
            throw new IllegalArgumentException("window must be 1 to " + MAX_WINDOW + ", was " + window);
        }
        this.window = window;
        feature = forest.feature();
        threshold = forest.threshold();
        trees = forest.trees();
        height = forest.height();
        splits = forest.splitsPerTree();
        nodes = forest.nodesPerTree();
        fewest = (int) Math.ceil(0.1 * window);
        largestSum = (double) trees * window * nodes;
        ofRoots = (long) trees * window;
        cells = HalfSpaceCells.of(forest);
        slab = new Slab(1 + trees * nodes);
        row = new double[forest.dimensions()];
        path = new int[trees];
        otherPath = new int[trees];
        turned = new int[trees * nodes];
    }

    @Override
    public int open() {
        return slab.open();
    }

    @Override
    public void close(int slot) {
        slab.close(slot);
    }

    @Override
    public boolean isWarm(int slot) {
        return slab.chunk(slot)[slab.start(slot)] < 0;
    }

    @Override
    public double scoreAndLearn(int slot, double[] rows, int at, long timeMicros) {
        take(rows, at);
        int[] sensor = slab.chunk(slot);
        int header = slab.start(slot);
        cell = cellOf(row);
        long sum = cell < 0 ? walk(sensor, header + 1, path, 1) : pass(sensor, header + 1, cell, 1);
        wasWarm = sensor[header] < 0;
        hasTurned = (++sensor[header] & ~WARM) == window;
        if (hasTurned) {
            System.arraycopy(sensor, header + 1, turned, 0, turned.length);
            turn(sensor, header);
        }
        return wasWarm ? 1.0 - sum / largestSum : 0;
    }

    @Override
    public double scoreInstead(int slot, double[] trial, long timeMicros) {
        if (!wasWarm) {
            return 0;
        }
        int[] sensor = hasTurned ? turned : slab.chunk(slot);
        int masses = hasTurned ? 0 : slab.start(slot) + 1;
        take(trial, 0);
        int other = cellOf(row);
        count(sensor, masses, -1);
        long sum = other < 0 ? walk(sensor, masses, otherPath, 0) : pass(sensor, masses, other, 0);
        count(sensor, masses, 1);
        return 1.0 - sum / largestSum;
    }

    /** Counts the row that was scored last once more, or once less. */
    private void count(int[] sensor, int masses, int times) {
        if (cell >= 0) {
            pass(sensor, masses, cell, times);
            return;
        }
        for (int tree = 0; tree < trees; tree++) {
            for (int node = path[tree] + 1; node > 0; node >>= 1) {
                sensor[masses + tree * nodes + node - 1] += times;
            }
        }
    }

    /** Copies a row so that plain subtraction tells left from right: a NaN becomes infinity, -0.0 becomes 0.0, missing is NaN. */
    private void take(double[] rows, int at) {
        for (int i = 0; i < row.length; i++) {
            double value = rows[at + i];
            row[i] = Double.isNaN(value) && !Missing.is(value) ? Double.POSITIVE_INFINITY : value + 0.0;
        }
    }

    private int cellOf(double[] row) {
        return cells == null || Double.isNaN(row[0]) ? -1 : cells.of(row[0]);
    }

    /**
     * Counts the row so many times in every node on its paths and sums up the reference masses it meets, doubled with every level.
     *
     * <p>A node is one int: the reference mass in its high half, the mass of the current window in its low half. All trees go
     * down together, level by level, and the sign of a difference picks the child: so the steps of different trees overlap, and
     * no branch depends on the data, which would be mispredicted every other time. Half the time of tree after tree.
     */
    private long walk(int[] sensor, int masses, int[] path, int times) {
        Arrays.fill(path, 0);
        long sum = 0;
        for (int depth = 0; depth < height; depth++) {
            long level = 0;
            for (int tree = 0; tree < path.length; tree++) {
                int node = path[tree];
                int mass = masses + tree * nodes + node;
                level += sensor[mass] >>> 16;
                sensor[mass] += times;

                int split = tree * splits + node;
                double beyond = row[feature[split]] - threshold[split];
                int right = Double.isNaN(beyond)
                        ? heavier(sensor, mass + node + 1)
                        : 1 + (int) (Double.doubleToRawLongBits(beyond) >> 63);
                path[tree] = 2 * node + 1 + right;
            }
            sum += level << depth;
        }
        long leaves = 0;
        for (int tree = 0; tree < path.length; tree++) {
            int mass = masses + tree * nodes + path[tree];
            leaves += sensor[mass] >>> 16;
            sensor[mass] += times;
        }
        return sum + (leaves << height);
    }

    /**
     * The same for a row of one feature, by the nodes that its cell is made of. All rows pass the roots, so those are left out: their masses
     * are those of the windows, and filled in when they are needed.
     */
    private long pass(int[] sensor, int masses, int cell, int times) {
        int[] passed = cells.nodes();
        long sum = ofRoots;
        for (int i = cell; i < cell + cells.nodesPerCell(); i++) {
            int mass = masses + HalfSpaceCells.node(passed[i]);
            int both = sensor[mass];
            sensor[mass] = both + times;
            sum += (long) (both >>> 16) << HalfSpaceCells.depth(passed[i]);
        }
        return sum;
    }

    /** Says where the current window's majority went: 0 to the left child, also when both have the same, 1 to the right. */
    private static int heavier(int[] sensor, int left) {
        return (sensor[left + 1] & 0xffff) > (sensor[left] & 0xffff) ? 1 : 0;
    }

    /**
     * Makes the full window the reference and starts the next one.
     *
     * <p>A path stops counting below its first node with too little mass. That is settled here, once a window, by forgetting what
     * lies below such a node; a walk then adds up all it meets.
     */
    private void turn(int[] sensor, int header) {
        fillRoots(sensor, header);
        sensor[header] = WARM;
        for (int i = header + 1; i < header + slab.width(); i++) {
            sensor[i] <<= 16;
        }
        for (int tree = 0; tree < trees; tree++) {
            prune(sensor, header + 1 + tree * nodes);
        }
    }

    private void fillRoots(int[] sensor, int header) {
        int reference = sensor[header] < 0 ? window : 0;
        int current = sensor[header] & ~WARM;
        for (int tree = 0; tree < trees; tree++) {
            sensor[header + 1 + tree * nodes] = (reference << 16) | current;
        }
    }

    private void prune(int[] sensor, int root) {
        for (int node = 0; node < splits; node++) {
            if (sensor[root + node] >>> 16 < fewest) {
                sensor[root + 2 * node + 1] = 0;
                sensor[root + 2 * node + 2] = 0;
            }
        }
    }

    /** 4 bytes for the header and 4 a node. */
    @Override
    public int snapshotBytes(int slot) {
        return slab.width() * Integer.BYTES;
    }

    @Override
    public void save(int slot, ByteBuffer to) {
        fillRoots(slab.chunk(slot), slab.start(slot));
        slab.save(slot, to);
    }

    @Override
    public void load(int slot, ByteBuffer from) {
        slab.load(slot, from);
    }
}
