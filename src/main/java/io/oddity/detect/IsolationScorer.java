package io.oddity.detect;

import java.util.Arrays;
import java.util.List;

/** Walks a batch through an isolation forest, a block of rows at a time. Owns the block's memory, hence single-threaded. */
final class IsolationScorer implements BatchModel {
    /** Rows that stay in the nearest cache beside a tree of the usual 256 training rows. */
    private static final int BLOCK_ROWS = 256;

    private final List<String> features;
    private final PackedForest forest;
    private final int[] block;

    IsolationScorer(List<String> features, PackedForest forest) {
        this.features = features;
        this.forest = forest;
        block = new int[BLOCK_ROWS * forest.width()];
    }

    @Override
    public List<String> features() {
        return features;
    }

    @Override
    public void score(double[] rows, int n, double[] scores) {
        sumPathLengths(rows, n, scores);
        for (int row = 0; row < n; row++) {
            scores[row] = forest.score(scores[row]);
        }
    }

    /** What {@link #score} makes scores of. */
    void sumPathLengths(double[] rows, int n, double[] sums) {
        for (int from = 0; from < n; from += BLOCK_ROWS) {
            sumPathLengths(rows, from, Math.min(BLOCK_ROWS, n - from), sums);
        }
    }

    private void sumPathLengths(double[] rows, int from, int n, double[] sums) {
        int width = forest.width();
        for (int i = 0; i < n * width; i++) {
            block[i] = PackedForest.ordered(rows[from * width + i]);
        }
        Arrays.fill(sums, from, from + n, 0);
        forest.sumPathLengths(block, n, sums, from);
        for (int row = 0; row < n; row++) {
            if (forest.lacksFeature(block, row)) {
                sums[from + row] = forest.sumPathLengthsLacking(block, row);
            }
        }
    }
}
