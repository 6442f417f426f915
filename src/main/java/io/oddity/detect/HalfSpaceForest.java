package io.oddity.detect;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Where half-space trees split: the part that all sensors of a pipeline share.
 *
 * <p>Every tree is complete and cuts the box of limits in two, again and again, at a random place of a random feature. It
 * depends on nothing but the arguments of the constructor, so it is rebuilt from the configuration and never stored. Memory:
 * {@code trees * (2^height - 1) * 12} bytes a pipeline. Immutable: shared by all shards and threads.
 *
 * <p>River builds its trees from the features of the first row it learns; here they are built from those the pipeline declares,
 * so that a first row that lacks a feature does not blind the detector for ever. Where every first row is complete the two are
 * the same; the tests against River's scores build on the features of the first row.
 *
 * <p>Source: Tan, Ting, Liu, "Fast Anomaly Detection for Streaming Data", IJCAI 2011, as River draws it.
 */
final class HalfSpaceForest {
    /** How near to its box's edge a split may come, as a share of the box's width; River's constant. */
    private static final double PADDING = 0.15;

    private final int trees;
    private final int height;
    private final int dimensions;
    private final int[] feature;
    private final double[] threshold;

    /**
     * Draws the split points.
     *
     * @param trees at least 1
     * @param height splits from a root to any leaf, 0 to 15
     * @param seed any whole number; the same seed gives the same splits
     * @param features names in row order, without duplicates; their order changes where a row's value is found, not the splits
     * @param limits where a feature's values are expected; 0 to 1 for those not named
     */
    HalfSpaceForest(int trees, int height, BigInteger seed, List<String> features, Map<String, Range> limits) {
        if (trees < 1 || height < 0 || height > 15 || features.isEmpty()) {
            throw new IllegalArgumentException(
                    "trees " + trees + ", height " + height + ", features " + features + ": not a forest");
        }
        if (new HashSet<>(features).size() < features.size()) {
            throw new IllegalArgumentException("a feature occurs twice: " + features);
        }
        this.trees = trees;
        this.height = height;
        dimensions = features.size();
        feature = new int[trees * splitsPerTree()];
        threshold = new double[feature.length];

        List<String> sorted =
                features.stream().sorted(HalfSpaceForest::byCodePoints).toList();
        int[] inRow = sorted.stream().mapToInt(features::indexOf).toArray();
        double[] low =
                sorted.stream().mapToDouble(name -> range(limits, name).low).toArray();
        double[] high =
                sorted.stream().mapToDouble(name -> range(limits, name).high).toArray();
        PythonRandom random = new PythonRandom(seed);
        for (int tree = 0; tree < trees; tree++) {
            split(tree * splitsPerTree(), 0, low, high, inRow, random);
        }
    }

    /** Cuts one box, then all of its left half, then all of its right half: the order of drawing is part of the algorithm. */
    private void split(int tree, int node, double[] low, double[] high, int[] inRow, PythonRandom random) {
        if (node >= splitsPerTree()) {
            return;
        }
        double[] widths = new double[low.length];
        Arrays.setAll(widths, i -> high[i] - low[i]);
        int cut = random.choose(widths);
        double from = low[cut];
        double to = high[cut];
        double at = random.uniform(from + PADDING * (to - from), to - PADDING * (to - from));
        feature[tree + node] = inRow[cut];
        threshold[tree + node] = at;

        high[cut] = at;
        split(tree, 2 * node + 1, low, high, inRow, random);
        high[cut] = to;
        low[cut] = at;
        split(tree, 2 * node + 2, low, high, inRow, random);
        low[cut] = from;
    }

    private static Range range(Map<String, Range> limits, String name) {
        return limits.getOrDefault(name, Range.UNIT);
    }

    int trees() {
        return trees;
    }

    int height() {
        return height;
    }

    /** How many features a row has. */
    int dimensions() {
        return dimensions;
    }

    /** Splits of a tree: its nodes that are not leaves. */
    int splitsPerTree() {
        return (1 << height) - 1;
    }

    /** Nodes of a tree, leaves included. */
    int nodesPerTree() {
        return (2 << height) - 1;
    }

    /**
     * For each split the index in a row of the feature it looks at. Tree {@code t} starts at {@code t * splitsPerTree()}; the
     * children of its node {@code i} are {@code 2i + 1} (below the threshold) and {@code 2i + 2}. Not a copy: only to be read.
     */
    int[] feature() {
        return feature;
    }

    /** For each split the value from which it goes right; finite; laid out as {@link #feature()}. */
    double[] threshold() {
        return threshold;
    }

    /** Python sorts by code point; {@link String#compareTo} differs above U+FFFF. */
    private static int byCodePoints(String a, String b) {
        return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
    }

    /** Where the values of a feature are expected; values beyond share the outermost cells. */
    record Range(double low, double high) {
        static final Range UNIT = new Range(0, 1);

        Range {
            if (!(low < high && high - low < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("no range: " + low + " to " + high);
            }
        }
    }
}
