package io.oddity.feature;

import io.oddity.model.Missing;

/**
 * One number that a detector sees: a channel's value, or what a window of it says, as it is or scaled.
 *
 * @param name as the detector knows it
 * @param channel index of the channel it is made from
 * @param zero the number that becomes 0
 * @param one the number that becomes 1; equal to {@code zero} leaves numbers as they are
 * @param window over which {@code take} is computed; null for the reading's own value
 * @param take what is taken from the window; null without one
 */
public record Feature(String name, int channel, double zero, double one, Window window, Take take) {
    /** A channel's value, scaled. */
    public Feature(String name, int channel, double zero, double one) {
        this(name, channel, zero, one, null, null);
    }

    /** The channel's value as it is. */
    public static Feature plain(String name, int channel) {
        return new Feature(name, channel, 0, 0);
    }

    /** What a window says, as it is. */
    public static Feature of(String name, int channel, Window window, Take take) {
        return new Feature(name, channel, 0, 0, window, take);
    }

    /** Scales; what is missing stays missing, and what lies outside the scale falls outside [0, 1]. */
    public double of(double value) {
        if (zero == one || Missing.is(value)) {
            return value;
        }
        return (value - zero) / (one - zero);
    }
}
