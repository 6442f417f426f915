package io.oddity.detect;

import java.util.BitSet;

/**
 * One tree of an isolation forest, node by node, as scikit-learn keeps it: node 0 is the root, a leaf has no children.
 *
 * <p>All arrays but {@code features} have one entry a node. They are not copied and must not be changed; two trees are equal only
 * if they share them.
 *
 * @param features which columns of a row this tree sees
 * @param feature index into {@code features} of what is compared; {@link #NO_FEATURE} in a leaf
 * @param threshold a row goes left if its value, rounded to a float, is not above it; finite, without meaning in a leaf
 * @param left the left child; {@link #NO_CHILD} in a leaf
 * @param right the right child; {@link #NO_CHILD} in a leaf
 * @param samples how many training rows came there; at least 1
 * @param missingGoesLeft whether a row that lacks the feature goes left; means something only if the tree was trained on such rows
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and a forest has millions of entries
public record IsolationTree(
        int[] features,
        int[] feature,
        double[] threshold,
        int[] left,
        int[] right,
        int[] samples,
        boolean[] missingGoesLeft) {
    /** Stands for the child of a leaf. */
    public static final int NO_CHILD = -1;

    /** Stands for the feature of a leaf. */
    public static final int NO_FEATURE = -2;

    /** Isolation forests end at log2 of the rows a tree is made of; no count of rows needs more levels than this. */
    public static final int MAX_DEPTH = 64;

    /**
     * Checks that this is a tree.
     *
     * @throws IllegalArgumentException if it is none; the message begins with where, such as {@code left[7]: }
     */
    public IsolationTree {
        int nodes = feature.length;
        if (features.length == 0) {
            throw new IllegalArgumentException("features: must name a column");
        }
        if (nodes == 0) {
            throw new IllegalArgumentException("feature: must hold a node");
        }
        requireLength("threshold", threshold.length, nodes);
        requireLength("left", left.length, nodes);
        requireLength("right", right.length, nodes);
        requireLength("n_node_samples", samples.length, nodes);
        requireLength("missing_go_left", missingGoesLeft.length, nodes);
        for (int node = 0; node < nodes; node++) {
            if (samples[node] < 1) {
                throw wrong("n_node_samples", node, "must be >= 1, was " + samples[node]);
            }
            if (!Double.isFinite(threshold[node])) {
                throw wrong("threshold", node, "must be finite, was " + threshold[node]);
            }
            if (left[node] == NO_CHILD) {
                requireLeaf("right", node, right[node], NO_CHILD);
                requireLeaf("feature", node, feature[node], NO_FEATURE);
            } else {
                requireBelow("feature", node, feature[node], features.length);
                requireBelow("left", node, left[node], nodes);
                requireBelow("right", node, right[node], nodes);
            }
        }
        requireOneWayToEachNode(left, right);
    }

    /** How many nodes. */
    public int size() {
        return feature.length;
    }

    /** Whether a node has no children. */
    public boolean isLeaf(int node) {
        return left[node] == NO_CHILD;
    }

    private static void requireOneWayToEachNode(int[] left, int[] right) {
        BitSet reached = new BitSet(left.length);
        int[] order = new int[left.length];
        int count = reach("left", 0, 0, order, 0, reached);
        for (int depth = 0, from = 0; from < count; depth++) {
            if (depth > MAX_DEPTH) {
                throw wrong("left", order[from], "lies below " + MAX_DEPTH + " levels");
            }
            int to = count;
            for (; from < to; from++) {
                int node = order[from];
                if (left[node] != NO_CHILD) {
                    count = reach("left", node, left[node], order, count, reached);
                    count = reach("right", node, right[node], order, count, reached);
                }
            }
        }
        if (count < left.length) {
            throw new IllegalArgumentException("left: node " + reached.nextClearBit(0) + " is nobody's child");
        }
    }

    private static int reach(String array, int node, int child, int[] order, int count, BitSet reached) {
        if (reached.get(child)) {
            throw wrong(array, node, "node " + child + " has a parent already, or is the root");
        }
        reached.set(child);
        order[count] = child;
        return count + 1;
    }

    private static void requireLength(String array, int length, int nodes) {
        if (length != nodes) {
            throw new IllegalArgumentException(array + ": has " + length + " entries where feature has " + nodes);
        }
    }

    private static void requireLeaf(String array, int node, int value, int wanted) {
        if (value != wanted) {
            throw wrong(
                    array,
                    node,
                    "must be " + wanted + " in a leaf, which left[" + node + "] = -1 makes it, was " + value);
        }
    }

    private static void requireBelow(String array, int node, int value, int end) {
        if (value < 0 || value >= end) {
            throw wrong(array, node, "must be from 0 to " + (end - 1) + ", was " + value);
        }
    }

    private static IllegalArgumentException wrong(String array, int node, String what) {
        return new IllegalArgumentException(array + "[" + node + "]: " + what);
    }
}
