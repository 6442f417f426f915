package io.oddity.train;

import java.util.List;

/** Where rows to train on come from: a file, a topic's past, a simulator. Used once, by one thread. */
public interface TrainingSource {
    /**
     * Reads all rows, in an order that is the same each time.
     *
     * @param wanted the features to yield, in row order; empty for all that there are
     * @param rows takes them
     * @throws TrainingException if they cannot be read, or a wanted feature is not there
     */
    void read(List<String> wanted, Rows rows) throws TrainingException;

    /** What the report and the model's file call it. */
    String description();

    /** Takes rows. */
    interface Rows {
        /** Told once, before the first row, which features a row has. */
        void begin(List<String> features);

        /**
         * A row.
         *
         * @param values one a feature, reused by the caller; {@link io.oddity.model.Missing#VALUE} where there is none
         */
        void add(double[] values);
    }
}
