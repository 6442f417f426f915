package io.oddity.feature;

import io.oddity.model.Missing;

/**
 * One number that a detector sees: a channel's value as it is, or scaled.
 *
 * @param name as the detector knows it
 * @param channel index of the channel it is made from
 * @param zero the channel value that becomes 0
 * @param one the channel value that becomes 1; equal to {@code zero} leaves values as they are
 */
public record Feature(String name, int channel, double zero, double one) {
    /** The channel's value as it is. */
    public static Feature plain(String name, int channel) {
        return new Feature(name, channel, 0, 0);
    }

    /** The feature of a channel value; a missing channel is a missing feature. Values outside the scale fall outside [0, 1]. */
    public double of(double value) {
        if (zero == one || Missing.is(value)) {
            return value;
        }
        return (value - zero) / (one - zero);
    }
}
