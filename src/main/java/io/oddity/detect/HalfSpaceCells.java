package io.oddity.detect;

import java.util.Arrays;

/**
 * Where the values of a single feature fall: all splits of a forest together cut the line into cells, and which leaves a value reaches depends on
 * its cell alone. So the leaves are listed beforehand, and no step waits for the one before.
 *
 * <p>A cell is found on a grid, equally wide from the first cut to the last, which is finer than the cuts are on average. Less than 1 MiB.
 * Immutable.
 */
final class HalfSpaceCells {
    /** With more, a look up would leave the nearest caches, as a walk does not. */
    private static final int MOST_LEAVES = 1 << 16;

    private static final int GRID_PER_CUT = 4;

    private final double[] cuts;
    private final double scale;

    /** By place on the grid, how many cuts lie before it. */
    private final int[] before;

    private final int[] leaves;
    private final int trees;

    private HalfSpaceCells(HalfSpaceForest forest, double[] cuts) {
        this.cuts = cuts;
        int places = GRID_PER_CUT * cuts.length;
        scale = places / (cuts[cuts.length - 1] - cuts[0]); // infinite where all are at one place
        before = new int[places + 1];
        for (double cut : cuts) {
            before[place(cut) + 1]++;
        }
        Arrays.parallelPrefix(before, Integer::sum);
        trees = forest.trees();
        leaves = new int[(cuts.length + 1) * trees];
        for (int cell = 0; cell <= cuts.length; cell++) {
            reach(forest, cell == 0 ? Double.NEGATIVE_INFINITY : cuts[cell - 1], cell * trees);
        }
    }

    /** Of a forest; null where rows have several features, or there would be too many cells. */
    static HalfSpaceCells of(HalfSpaceForest forest) {
        long reached = (forest.threshold().length + 1L) * forest.trees();
        if (forest.dimensions() > 1 || forest.height() == 0 || reached > MOST_LEAVES) {
            return null;
        }
        double[] cuts = forest.threshold().clone();
        Arrays.sort(cuts);
        return new HalfSpaceCells(forest, cuts);
    }

    private void reach(HalfSpaceForest forest, double value, int at) {
        int splits = forest.splitsPerTree();
        for (int tree = 0; tree < trees; tree++) {
            int node = 0;
            while (node < splits) {
                node = 2 * node + (forest.threshold()[tree * splits + node] <= value ? 2 : 1);
            }
            leaves[at + tree] = tree * (splits + 1) + node - splits;
        }
    }

    /** Never falls while values rise, and that is all that counts. */
    private int place(double value) {
        return Math.max(0, Math.min(before.length - 2, (int) ((value - cuts[0]) * scale)));
    }

    /** Where in {@link #leaves()} those begin that a value reaches, one a tree; any value but NaN. */
    int of(double value) {
        int place = place(value);
        int cell = before[place];
        while (cell < before[place + 1] && cuts[cell] <= value) {
            cell++;
        }
        return cell * trees;
    }

    /** By cell and tree, the leaf that its values reach, counted through all trees. Not a copy: only to be read. */
    int[] leaves() {
        return leaves;
    }
}
