package io.oddity.detect;

import java.util.List;

/**
 * An isolation forest: how many random cuts it takes, on average over the trees, until a row stands alone; odd rows need few.
 *
 * <p>Scores are scikit-learn's {@code -score_samples}: above 0, at most 1, about 0.5 for a row like all others. Immutable, shared by all
 * threads. Memory: 44 bytes a node.
 *
 * <p>Source: Liu, Ting, Zhou, "Isolation Forest", ICDM 2008, with scikit-learn's rounding: a row's values become floats before
 * they are compared with thresholds that are doubles.
 */
public final class IsolationForest {
    /** The most features a forest may see; so many fit into a {@link PackedForest}. */
    public static final int MAX_FEATURES = PackedForest.MAX_FEATURES;

    /** The most nodes of all trees together; so many fit into a {@link PackedForest}. */
    public static final int MAX_NODES = PackedForest.MAX_NODES;

    private final List<String> features;
    private final List<IsolationTree> trees;
    private final int maxSamples;
    private final double threshold;
    private final PackedForest packed;

    /**
     * Puts trees together.
     *
     * @param features the names of a row's columns
     * @param maxSamples how many rows each tree was made of; scales the scores
     * @param threshold scores above it are anomalies, from 0 to 1; scikit-learn's {@code -offset_}
     * @throws IllegalArgumentException if they do not fit together; the message begins with where, such as {@code trees[3].features[0]: }
     */
    public IsolationForest(List<String> features, List<IsolationTree> trees, int maxSamples, double threshold) {
        this.features = List.copyOf(features);
        this.trees = List.copyOf(trees);
        this.maxSamples = maxSamples;
        this.threshold = threshold;
        requireFit();
        packed = new PackedForest(this.trees, features.size(), maxSamples);
    }

    /** The names of a row's columns, in order. */
    public List<String> features() {
        return features;
    }

    /** The trees, in the order in which their path lengths are added up. */
    public List<IsolationTree> trees() {
        return trees;
    }

    /** How many rows each tree was made of. */
    public int maxSamples() {
        return maxSamples;
    }

    /** Scores above it are anomalies. */
    public double threshold() {
        return threshold;
    }

    /** The same trees with another threshold. */
    public IsolationForest withThreshold(double other) {
        return new IsolationForest(features, trees, maxSamples, other);
    }

    /** A model for one thread. */
    public BatchModel scorer() {
        return new IsolationScorer(features, packed);
    }

    private void requireFit() {
        require(maxSamples >= 1, "max_samples: must be >= 1, was " + maxSamples);
        require(threshold >= 0 && threshold <= 1, "offset: must be from -1 to 0, was " + -threshold);
        require(
                !features.isEmpty() && features.size() <= MAX_FEATURES,
                "feature_names: must be 1 to " + MAX_FEATURES + ", were " + features.size());
        require(
                features.stream().distinct().count() == features.size(),
                "feature_names: must differ, were " + features);
        require(!trees.isEmpty(), "trees: must hold a tree");
        long nodes = trees.stream().mapToLong(IsolationTree::size).sum();
        require(nodes <= MAX_NODES, "trees: must have at most " + MAX_NODES + " nodes, had " + nodes);
        for (int i = 0; i < trees.size(); i++) {
            int[] columns = trees.get(i).features();
            for (int j = 0; j < columns.length; j++) {
                require(
                        columns[j] >= 0 && columns[j] < features.size(),
                        "trees[" + i + "].features[" + j + "]: must be from 0 to " + (features.size() - 1) + ", was "
                                + columns[j]);
            }
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
