package io.oddity.config;

/**
 * What is remembered of sensors.
 *
 * @param sensorsPerPartition how many, by pipeline and input partition
 * @param ifPositionLost what to do when the committed position, or what lies behind it, is gone
 */
public record State(int sensorsPerPartition, IfPositionLost ifPositionLost) {
    /** What to do when it is not known where to go on. */
    public enum IfPositionLost {
        /** Say so and wait for the operator. */
        REFUSE,
        /** Start anew from the first record there is. */
        EARLIEST,
        /** Start anew from the next record that comes. */
        LATEST
    }
}
