package io.oddity.detect;

import io.oddity.model.Missing;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * Half-space trees: an online detector that compares how much of a sensor's last window fell near a row, at every scale from
 * all of it down to a small cell. Where little fell, the row is odd.
 *
 * <p>Input: rows of {@link HalfSpaceForest#dimensions()} features, any double; values beyond the forest's limits share the
 * outermost cell, a NaN goes with the largest values, and where a feature is {@link Missing} the row goes with the majority of
 * the window so far. Output: a score in [0, 1 - 1/(2^(height+1)-1)]; 0 while the first window fills. Cost: O(trees) a
 * reading of one feature, O(trees * height) of several, O(trees * 2^height) where one is missing, and O(trees * 2^height) a window; no
 * allocation. Memory a sensor: 4 bytes a leaf, or 8 with large windows of tall trees, and 8 more. Single-threaded: owned by one shard.
 *
 * <p>A path's sum of reference masses is the same for all rows of a window that end at its leaf. So a leaf keeps that sum and how
 * often rows end there, and what its ancestors would count is added up when a window is full.
 *
 * <p>Source: Tan, Ting, Liu, "Fast Anomaly Detection for Streaming Data", IJCAI 2011, as River computes it, bit by bit. The
 * paper scores by the last node of each path alone and orders rows by the sum; River adds up all nodes of the path and divides
 * by the largest possible sum. We follow River, because its scores have a range and thresholds made for it keep their meaning.
 */
final class HalfSpaceTrees extends SlabState implements OnlineDetector {
    /** With the tallest trees, a sum needs twice as many bits. */
    static final int MAX_WINDOW = 0xffff;

    /** In a sensor's header: the first window is full. */
    private static final long WARM = 1L << 63;

    /** In a saved header: leaves follow. Without it there is an int for the header, and one a node. */
    private static final long BY_LEAF = 1L << 62;

    /** In a header: how many rows the current window holds. */
    private static final long ROWS = MAX_WINDOW;

    private final int[] feature;
    private final double[] threshold;
    private final int trees;
    private final int height;
    private final int splits;
    private final int leaves;
    private final HalfSpaceLeaves leafWords;
    private final int window;
    /** A node with a smaller reference mass ends its path: a tenth of the window, River's constant. */
    private final int fewest;

    /** Null where rows have several features. */
    private final HalfSpaceCells cells;

    private final double largestSum;

    private final double[] row;

    /** The leaves of the row that was scored last stand here, one a tree, from {@link #from} on. */
    private int[] reached;

    private int from;

    /** The node where each tree's path stands, and then its leaf. */
    private final int[] path;

    /** The same of a row that is only asked about. */
    private final int[] otherPath;

    /** A sensor's words before the row that was scored last made the window the reference. */
    private final long[] turned;

    /** By node, while a tree's window turns. */
    private final int[] mass;

    private final long[] sum;

    private boolean wasWarm;
    private boolean hasTurned;

    /**
     * Makes a detector without sensors.
     *
     * @param window how many rows a sensor's reference holds, 1 to {@link #MAX_WINDOW}
     */
    HalfSpaceTrees(HalfSpaceForest forest, int window) {
        super(words(forest.trees(), forest.height(), window));
        if (window < 1 || window > MAX_WINDOW) {
            throw new IllegalArgumentException("window must be 1 to " + MAX_WINDOW + ", was " + window);
        }
        this.window = window;
        feature = forest.feature();
        threshold = forest.threshold();
        trees = forest.trees();
        height = forest.height();
        splits = forest.splitsPerTree();
        leaves = splits + 1;
        leafWords = new HalfSpaceLeaves(height, window);
        fewest = (int) Math.ceil(0.1 * window);
        largestSum = (double) trees * window * forest.nodesPerTree();
        cells = HalfSpaceCells.of(forest);
        row = new double[forest.dimensions()];
        path = new int[trees];
        otherPath = new int[trees];
        turned = new long[words(trees, height, window)];
        mass = new int[forest.nodesPerTree()];
        sum = new long[forest.nodesPerTree()];
    }

    /** How much is known of a sensor: a header, and its leaves. */
    static int words(int trees, int height, int window) {
        return 1 + HalfSpaceLeaves.words(trees, height, window);
    }

    @Override
    public boolean isWarm(int slot) {
        return slab.word(slot, 0) < 0;
    }

    @Override
    public double scoreAndLearn(int slot, double[] rows, int at, long timeMicros) {
        take(rows, at);
        long[] sensor = slab.chunk(slot);
        int header = slab.start(slot);
        reached = reach(sensor, header + 1, path);
        from = begin();
        long met = pass(sensor, header + 1, reached, from, 1);
        wasWarm = sensor[header] < 0;
        hasTurned = (++sensor[header] & ROWS) == window;
        if (hasTurned) {
            System.arraycopy(sensor, header, turned, 0, turned.length);
            turn(sensor, header);
        }
        return wasWarm ? 1.0 - met / largestSum : 0;
    }

    @Override
    public double scoreInstead(int slot, double[] trial, long timeMicros) {
        if (!wasWarm) {
            return 0;
        }
        long[] sensor = hasTurned ? turned : slab.chunk(slot);
        int first = 1 + (hasTurned ? 0 : slab.start(slot));
        take(trial, 0);
        pass(sensor, first, reached, from, -1);
        long met = pass(sensor, first, reach(sensor, first, otherPath), begin(), 0);
        pass(sensor, first, reached, from, 1);
        return 1.0 - met / largestSum;
    }

    /** Copies a row so that plain subtraction tells left from right: a NaN becomes infinity, -0.0 becomes 0.0, missing is NaN. */
    private void take(double[] rows, int at) {
        for (int i = 0; i < row.length; i++) {
            double value = rows[at + i];
            row[i] = Double.isNaN(value) && !Missing.is(value) ? Double.POSITIVE_INFINITY : value + 0.0;
        }
    }

    private boolean isInCell() {
        return cells != null && !Double.isNaN(row[0]);
    }

    /** Finds the leaf that the row reaches in each tree; they stand in what is returned, from {@link #begin} on. */
    private int[] reach(long[] sensor, int first, int[] path) {
        if (isInCell()) {
            return cells.leaves();
        }
        walk(sensor, first, path);
        return path;
    }

    private int begin() {
        return isInCell() ? cells.of(row[0]) : 0;
    }

    /**
     * Walks down all trees together, level by level, and the sign of a difference picks the child: so the steps of different trees overlap, and
     * no branch depends on the data, which would be mispredicted every other time. Half the time of tree after tree.
     */
    private void walk(long[] sensor, int first, int[] path) {
        Arrays.fill(path, 0);
        for (int depth = 0; depth < height; depth++) {
            for (int tree = 0; tree < path.length; tree++) {
                int node = path[tree];
                int split = tree * splits + node;
                double beyond = row[feature[split]] - threshold[split];
                int right = Double.isNaN(beyond)
                        ? heavier(sensor, first, tree * leaves, node, depth)
                        : 1 + (int) (Double.doubleToRawLongBits(beyond) >> 63);
                path[tree] = 2 * node + 1 + right;
            }
        }
        for (int tree = 0; tree < path.length; tree++) {
            path[tree] += tree * leaves - splits;
        }
    }

    /** Says where the current window's majority went: 0 to the left child, also when both have the same, 1 to the right. */
    private int heavier(long[] sensor, int first, int firstLeaf, int node, int depth) {
        int each = leaves >> (depth + 1);
        int left = firstLeaf + 2 * each * (node + 1 - (1 << depth));
        return leafWords.rows(sensor, first, left + each, each) > leafWords.rows(sensor, first, left, each) ? 1 : 0;
    }

    /** Counts a row so many times where it ends, and adds up the sums of its paths. */
    private long pass(long[] sensor, int first, int[] reached, int from, int times) {
        long met = 0;
        for (int i = from; i < from + trees; i++) {
            met += leafWords.pass(sensor, first, reached[i], times);
        }
        return met;
    }

    /** Makes the full window the reference and starts the next one. */
    private void turn(long[] sensor, int header) {
        sensor[header] = WARM;
        for (int tree = 0; tree < trees; tree++) {
            turnTree(sensor, header + 1, tree * leaves);
        }
    }

    /** Masses add up from the leaves to the root, sums from the root to the leaves, doubled with every level. */
    private void turnTree(long[] sensor, int first, int firstLeaf) {
        for (int leaf = 0; leaf < leaves; leaf++) {
            mass[splits + leaf] = leafWords.rows(sensor, first, firstLeaf + leaf, 1);
        }
        for (int node = splits - 1; node >= 0; node--) {
            mass[node] = mass[2 * node + 1] + mass[2 * node + 2];
        }
        sum[0] = mass[0];
        for (int depth = 1; depth <= height; depth++) {
            for (int node = (1 << depth) - 1; node < (2 << depth) - 1; node++) {
                int parent = (node - 1) / 2;
                // What lies below the end of a path has still less mass, so it ends there, too.
                sum[node] = sum[parent] + (mass[parent] < fewest ? 0 : (long) mass[node] << depth);
            }
        }
        for (int leaf = 0; leaf < leaves; leaf++) {
            leafWords.set(sensor, first, firstLeaf + leaf, sum[splits + leaf], 0);
        }
    }

    @Override
    public void save(int slot, ByteBuffer to) {
        slab.chunk(slot)[slab.start(slot)] |= BY_LEAF;
        super.save(slot, to);
    }

    @Override
    public void load(int slot, ByteBuffer from) {
        if ((from.get(from.position()) & BY_LEAF >>> 56) == 0) {
            loadNodes(slot, from);
        } else {
            super.load(slot, from);
        }
    }

    /** What earlier versions saved: reference masses above 16 bits, 0 where no path came, current ones below; the header alike. */
    private void loadNodes(int slot, ByteBuffer from) {
        long[] sensor = slab.chunk(slot);
        int header = slab.start(slot);
        int nodes = 2 * leaves - 1;
        IntBuffer saved =
                from.slice(from.position(), (1 + trees * nodes) * Integer.BYTES).asIntBuffer();
        sensor[header] = (saved.get(0) & ROWS) | (saved.get(0) < 0 ? WARM : 0);
        for (int tree = 0; tree < trees; tree++) {
            for (int leaf = 0; leaf < leaves; leaf++) {
                long met = 0;
                for (int node = leaves + leaf; node > 0; node >>= 1) {
                    int depth = 31 - Integer.numberOfLeadingZeros(node);
                    met += (long) (saved.get(tree * nodes + node) >>> 16) << depth;
                }
                int rows = saved.get(tree * nodes + leaves + leaf) & 0xffff;
                leafWords.set(sensor, header + 1, tree * leaves + leaf, met, rows);
            }
        }
        from.position(from.position() + saved.capacity() * Integer.BYTES);
    }
}
