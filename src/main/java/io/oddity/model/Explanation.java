package io.oddity.model;

import java.util.List;

/**
 * Why a reading is an anomaly. Figures are rounded as far as they mean something beside what is usual for their channel; NaN is not known.
 *
 * @param why one sentence for people
 * @param channels those that the reading has, the one that contributes most first
 * @param nearest how it would have been normal, all that is said here together; empty where that is not known
 */
public record Explanation(String why, List<Part> channels, List<Bound> nearest) {
    /** How many sigmas from what is expected the band reaches; of readings that are distributed normally, 3 in 1,000 are beyond. */
    public static final double BAND = 3;

    /** Copies the lists. */
    public Explanation {
        channels = List.copyOf(channels);
        nearest = List.copyOf(nearest);
    }

    /**
     * A channel's part in it.
     *
     * @param channel which one
     * @param value what was measured
     * @param expected what was expected of this reading
     * @param low the lower end of the band in which that has {@link #BAND} sigmas on either side
     * @param high its upper end
     * @param deviation {@code value} less {@code expected}
     * @param sigmas that in sigmas; NaN also where the channel stood still so far
     * @param contribution which share of the oddness it has, all together 1; NaN where the score is not what is odd
     */
    public record Part(
            int channel,
            double value,
            double expected,
            double low,
            double high,
            double deviation,
            double sigmas,
            double contribution) {
        /** Whether the value is where values of the channel are expected. */
        public boolean isInside() {
            return value >= low && value <= high;
        }
    }

    /**
     * One channel of a reading that would have been normal.
     *
     * @param value the nearest to what was measured
     * @param isMost whether that was above, so that this is the most; else it is the least
     */
    public record Bound(int channel, double value, boolean isMost) {}
}
