package io.oddity.bus;

import java.util.List;

/**
 * Sent to {@link Bus#MEMORY}. Seconds are since the epoch, in record time. A query that names the {@code run} of no memory is
 * answered with null, because its slots were those of other sensors.
 */
public sealed interface MemoryQuery {
    /** Names the memory; null for that of all sensors. */
    String run();

    /** Begins to follow the sensors that have a text in their name, null for all; answered with a {@link Names}. */
    record Follow(String text) implements MemoryQuery {
        @Override
        public String run() {
            return null;
        }
    }

    /** Who followed goes. */
    record Unfollow(String run) implements MemoryQuery {}

    /** How odd each sensor was; answered with a buffer: a matrix of bytes, the highest heat of each column. */
    record Overview(String run, long fromSecond, int seconds, int columns) implements MemoryQuery {}

    /** The values of a pipeline's channel; answered with a buffer: a matrix of floats, the last value of each column. */
    record Values(String run, String pipeline, int channel, long fromSecond, int seconds, int columns)
            implements MemoryQuery {}

    /** Between which values each channel of each sensor is when it is calm; answered with a buffer of JSON. */
    record Usual(String run) implements MemoryQuery {}

    /**
     * The sensors of a memory.
     *
     * @param run names the memory for ever
     * @param seconds how far it reaches back
     */
    record Names(String run, int seconds, List<Tick.Slot> slots) {
        /** Copies the list. */
        public Names {
            slots = List.copyOf(slots);
        }
    }
}
