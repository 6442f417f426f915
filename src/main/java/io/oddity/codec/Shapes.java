package io.oddity.codec;

import java.util.Arrays;
import java.util.List;

/** The shapes that records had lately. Single-threaded. */
final class Shapes {
    /** Where each record has another shape, learning each of them would cost more than it gives. */
    private static final int MAX_PATIENCE = 1_024;

    private final List<Cell> cells;
    /** The one that fitted last comes first. */
    private final Known[] known;

    private int[] from = new int[0];
    private int[] to = new int[0];
    private int hitsInARow;
    private int misses;
    private int patience = 1;

    /** @param valueOf by cell, which of the shape's values it holds; -1 for none */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Known(Shape shape, int[] valueOf) {}

    /**
     * Knows none yet.
     *
     * @param cells what has to be found in each record
     * @param most how many are remembered
     */
    Shapes(List<Cell> cells, int most) {
        this.cells = cells;
        known = new Known[most];
    }

    /** Fills the cells from a record of a known shape; says whether it is one. */
    boolean fill(byte[] record) {
        for (int i = 0; record != null && i < known.length && known[i] != null; i++) {
            Known one = known[i];
            if (one.shape.find(record, from, to)) {
                if (i > 0) {
                    System.arraycopy(known, 0, known, 1, i);
                    known[0] = one;
                }
                fill(record, one.valueOf);
                hitsInARow++;
                if (hitsInARow == MAX_PATIENCE) {
                    patience = 1;
                }
                return true;
            }
        }
        hitsInARow = 0;
        return false;
    }

    private void fill(byte[] record, int[] valueOf) {
        for (int i = 0; i < valueOf.length; i++) {
            if (valueOf[i] < 0) {
                cells.get(i).clear();
            } else {
                cells.get(i).take(record, from[valueOf[i]], to[valueOf[i]]);
            }
        }
    }

    /** Learns the shape of a record that the cells were just filled from by a parser, now and then. */
    void learn(byte[] parsed) {
        misses++;
        if (misses < patience || known.length == 0) {
            return;
        }
        misses = 0;
        patience = Math.min(MAX_PATIENCE, 2 * patience);
        int[] begins = cells.stream().mapToInt(Cell::begin).toArray();
        Shape shape = Shape.of(parsed, begins);
        if (shape == null) {
            return;
        }
        int[] values = Arrays.stream(begins).map(shape::valueAt).toArray();
        for (int cell = 0; cell < values.length; cell++) {
            if (values[cell] < 0 && !cells.get(cell).isAbsent()) {
                return;
            }
        }
        System.arraycopy(known, 0, known, 1, known.length - 1);
        known[0] = new Known(shape, values);
        if (from.length < shape.values()) {
            from = new int[shape.values()];
            to = new int[shape.values()];
        }
    }
}
