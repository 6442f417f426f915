package io.oddity.detect;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Grows the trees of one forest, one after the other: each node cuts its rows at a random value of a random feature. */
final class IsolationTreeGrower {
    /** A feature whose values differ by no more than this is not cut, as in scikit-learn. */
    private static final float SAME = 1e-7f;

    private final float[] values;
    private final int width;
    private final int maxDepth;
    private final SplittableRandom random;

    private int[] columns;
    private int[] rows;
    private int[] candidates;
    private int size;
    private int[] feature;
    private double[] threshold;
    private int[] left;
    private int[] right;
    private int[] samples;

    /**
     * Prepares to grow.
     *
     * @param values row-major, finite
     * @param maxSamples the most rows of a tree; limits its depth
     */
    IsolationTreeGrower(float[] values, int width, int maxSamples, SplittableRandom random) {
        this.values = values;
        this.width = width;
        maxDepth = Integer.SIZE - Integer.numberOfLeadingZeros(maxSamples - 1);
        this.random = random;
    }

    /**
     * Grows a tree.
     *
     * @param treeColumns the columns it sees
     * @param sample its rows; their order is changed
     */
    IsolationTree grow(int[] treeColumns, int[] sample) {
        columns = treeColumns;
        candidates = new int[columns.length];
        rows = sample;
        size = 0;
        int most = 2 * sample.length - 1;
        feature = new int[most];
        threshold = new double[most];
        left = new int[most];
        right = new int[most];
        samples = new int[most];
        grow(0, sample.length, 0);
        return new IsolationTree(
                columns,
                Arrays.copyOf(feature, size),
                Arrays.copyOf(threshold, size),
                Arrays.copyOf(left, size),
                Arrays.copyOf(right, size),
                Arrays.copyOf(samples, size),
                new boolean[size]);
    }

    /** Grows the node of some rows and all below it; returns the node. */
    private int grow(int from, int to, int depth) {
        int node = size++;
        samples[node] = to - from;
        int cut = depth < maxDepth && to - from > 1 ? cut(node, from, to) : to;
        if (cut == to) {
            feature[node] = IsolationTree.NO_FEATURE;
            threshold[node] = IsolationTree.NO_FEATURE;
            left[node] = IsolationTree.NO_CHILD;
            right[node] = IsolationTree.NO_CHILD;
        } else {
            left[node] = grow(from, cut, depth + 1);
            right[node] = grow(cut, to, depth + 1);
        }
        return node;
    }

    /** Chooses a cut and puts the rows on its two sides; returns where the right side begins, or {@code to} if all rows are alike. */
    private int cut(int node, int from, int to) {
        for (int i = 0; i < candidates.length; i++) {
            candidates[i] = i;
        }
        for (int open = candidates.length; open > 0; open--) {
            int drawn = random.nextInt(open);
            int index = candidates[drawn];
            candidates[drawn] = candidates[open - 1];
            float min = Float.POSITIVE_INFINITY;
            float max = Float.NEGATIVE_INFINITY;
            for (int i = from; i < to; i++) {
                float value = value(i, index);
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
            if (max > min + SAME) {
                feature[node] = index;
                threshold[node] = random.nextDouble(min, max);
                return partition(index, threshold[node], from, to);
            }
        }
        return to;
    }

    private int partition(int index, double at, int from, int to) {
        int end = to;
        for (int i = from; i < end; ) {
            if (value(i, index) <= at) {
                i++;
            } else {
                end--;
                int row = rows[i];
                rows[i] = rows[end];
                rows[end] = row;
            }
        }
        return end;
    }

    private float value(int i, int index) {
        return values[rows[i] * width + columns[index]];
    }
}
