package io.oddity.feature;

import io.oddity.model.Missing;

/**
 * What stands in for a channel that a reading lacks.
 *
 * @param how where the value comes from
 * @param value the value when it is fixed
 */
public record Fill(How how, double value) {
    /** The channel stays missing; detectors that can do with that get it so, others do not judge the reading. */
    public static final Fill NONE = new Fill(How.NONE, Missing.VALUE);

    /** The last value that the sensor gave, if it gave one. */
    public static final Fill LAST = new Fill(How.LAST, Missing.VALUE);

    /** The reading is neither judged nor learned. */
    public static final Fill SKIP = new Fill(How.SKIP, Missing.VALUE);

    /** Where a value comes from. */
    public enum How {
        NONE,
        LAST,
        FIXED,
        SKIP
    }

    /** Always this value. */
    public static Fill fixed(double value) {
        return new Fill(How.FIXED, value);
    }
}
