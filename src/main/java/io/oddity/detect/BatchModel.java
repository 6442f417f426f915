package io.oddity.detect;

import java.util.List;

/**
 * A trained model that keeps nothing of the sensors it judges: what it says of a row depends on the row alone, bit by bit, whatever
 * stands beside it in a batch.
 *
 * <p>Single-threaded, as it may own scratch memory; what a model has learned is immutable and shared by all that were made of it.
 */
public interface BatchModel {
    /** The names of the features in a row, in row order. */
    List<String> features();

    /** The names of the numbers that it gives for a row, in order; the one called {@code score} says how odd the row is. */
    default List<String> outputs() {
        return List.of("score");
    }

    /**
     * Scores the rows of a batch, without allocating anything for a row.
     *
     * @param rows row-major, {@code features().size()} numbers a row, contiguous from index 0. A row that lacks a feature gets a score
     *     that means nothing unless the model was trained on such rows, so who asks does not ask about them
     * @param n how many rows; may be 0
     * @param out gets {@code outputs().size()} numbers a row, row-major from index 0; a score is higher for odder rows
     */
    void score(double[] rows, int n, double[] out);
}
