package io.oddity.pipeline;

import io.oddity.model.SlotState;
import io.oddity.model.Versions;

/** One detector as a shard runs it. Single-threaded: owned by one {@link Scorer}. */
interface Step {
    /** Reads its input columns and fills its output columns, for all rows; what it cannot compute stays missing. */
    void compute(Rows rows, Versions versions);

    /** What it learns of sensors; null when it learns nothing. */
    SlotState state();
}
