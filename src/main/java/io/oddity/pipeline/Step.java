package io.oddity.pipeline;

import io.oddity.model.SlotState;
import io.oddity.model.Versions;

/** One detector as a shard runs it. Single-threaded: owned by one {@link Scorer}. */
interface Step {
    /** Reads its input columns and fills its output columns, for all rows; what it cannot compute stays missing. */
    void compute(Rows rows, Versions versions);

    /**
     * Computes its outputs anew, for a row that was computed last and in which something was changed. Nothing is learned.
     *
     * @param trial a copy of the row, with changes in columns that it may read; gets its outputs
     * @return whether it can tell
     */
    boolean computeInstead(Rows rows, int row, double[] trial);

    /** What it learns of sensors; null when it learns nothing. */
    SlotState state();
}
