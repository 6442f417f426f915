package io.oddity.detect;

import java.util.Arrays;

/**
 * Where the values of a single feature fall: all splits of a forest together cut the line into cells, and which nodes a value passes depends on
 * its cell alone. So the nodes are listed beforehand, and no step waits for the one before.
 *
 * <p>A cell is found on a grid, equally wide from the first cut to the last, which is finer than the cuts are on average. At most 256 KiB.
 * Immutable.
 */
final class HalfSpaceCells {
    /** With more, a look up would leave the nearest caches, as a walk does not. */
    private static final int MOST_NODES = 1 << 16;

    /** The bits of a node's index; its depth stands above. */
    private static final int DEPTH = 24;

    private static final int GRID_PER_CUT = 4;

    private final double[] cuts;
    private final double scale;

    /** By place on the grid, how many cuts lie before it. */
    private final int[] before;

    private final int[] nodes;
    private final int nodesPerCell;

    private HalfSpaceCells(HalfSpaceForest forest, double[] cuts) {
        this.cuts = cuts;
        int places = GRID_PER_CUT * cuts.length;
        scale = places / (cuts[cuts.length - 1] - cuts[0]); // infinite where all are at one place
        before = new int[places + 1];
        for (double cut : cuts) {
            before[place(cut) + 1]++;
        }
        Arrays.parallelPrefix(before, Integer::sum);
        nodesPerCell = forest.trees() * forest.height();
        nodes = new int[(cuts.length + 1) * nodesPerCell];
        for (int cell = 0; cell <= cuts.length; cell++) {
            pass(forest, cell == 0 ? Double.NEGATIVE_INFINITY : cuts[cell - 1], cell * nodesPerCell);
        }
    }

    /** Of a forest; null where rows have several features, or there would be too many cells. */
    static HalfSpaceCells of(HalfSpaceForest forest) {
        long passed = (forest.threshold().length + 1L) * forest.trees() * forest.height();
        if (forest.dimensions() > 1 || forest.height() == 0 || passed > MOST_NODES) {
            return null;
        }
        double[] cuts = forest.threshold().clone();
        Arrays.sort(cuts);
        return new HalfSpaceCells(forest, cuts);
    }

    private void pass(HalfSpaceForest forest, double value, int cell) {
        int at = cell;
        for (int tree = 0; tree < forest.trees(); tree++) {
            int node = 0;
            for (int depth = 1; depth <= forest.height(); depth++) {
                boolean isRight = forest.threshold()[tree * forest.splitsPerTree() + node] <= value;
                node = 2 * node + (isRight ? 2 : 1);
                nodes[at++] = (depth << DEPTH) | (tree * forest.nodesPerTree() + node);
            }
        }
    }

    /** Never falls while values rise, and that is all that counts. */
    private int place(double value) {
        return Math.max(0, Math.min(before.length - 2, (int) ((value - cuts[0]) * scale)));
    }

    /** Where in {@link #nodes()} those begin that a value passes; any value but NaN. */
    int of(double value) {
        int place = place(value);
        int cell = before[place];
        while (cell < before[place + 1] && cuts[cell] <= value) {
            cell++;
        }
        return cell * nodesPerCell;
    }

    /** How many nodes a value passes below the roots. */
    int nodesPerCell() {
        return nodesPerCell;
    }

    /** By cell, the nodes that its values pass below the roots: {@link #node} and {@link #depth} of each. Not a copy: only to be read. */
    int[] nodes() {
        return nodes;
    }

    /** Its index among the nodes of all trees. */
    static int node(int passed) {
        return passed & ((1 << DEPTH) - 1);
    }

    /** How far it is from its root. */
    static int depth(int passed) {
        return passed >>> DEPTH;
    }
}
