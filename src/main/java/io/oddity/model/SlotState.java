package io.oddity.model;

import java.nio.ByteBuffer;

/**
 * What is known of many sensors, each in a <em>slot</em>, a small number handed out by {@link #open()}.
 *
 * <p>Which number is handed out depends only on what was opened and closed before, the lowest free one first; so parts that
 * are opened and closed together give a sensor the same slot. Single-threaded: owned by one shard.
 */
public interface SlotState {
    /** Takes the lowest free slot for a sensor that has shown nothing yet. */
    int open();

    /** Gives a slot back; what it knew is forgotten. */
    void close(int slot);

    /** How many bytes {@link #save} would write now for a slot. */
    int snapshotBytes(int slot);

    /** Writes all that is known of a slot, {@link #snapshotBytes} bytes. */
    void save(int slot, ByteBuffer to);

    /** Replaces what is known of a slot by what {@link #save} wrote, with the same configuration. */
    void load(int slot, ByteBuffer from);
}
