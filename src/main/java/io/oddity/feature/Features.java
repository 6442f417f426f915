package io.oddity.feature;

import io.oddity.model.Readings;
import java.util.List;

/** Gathers the features of a reading, in the order in which the detector expects them. Immutable. */
public final class Features {
    private final Feature[] features;

    /** Takes one feature a column of the detector's row. */
    public Features(List<Feature> features) {
        this.features = features.toArray(new Feature[0]);
    }

    /** How many features a row has. */
    public int size() {
        return features.length;
    }

    /** Writes the features of reading {@code row} into {@code out}. */
    public void gather(Readings readings, int row, double[] out) {
        for (int i = 0; i < features.length; i++) {
            out[i] = features[i].of(readings.value(row, features[i].channel()));
        }
    }
}
