package io.oddity.detect;

import java.nio.ByteBuffer;

/**
 * A detector that learns from every row it has scored, for all the sensors that one shard owns.
 *
 * <p>What it knows of a sensor lives in a <em>slot</em>, a small number handed out by {@link #open()}; slots that were closed
 * are handed out again. Single-threaded: owned by one shard. Deterministic: the same rows in the same slot give the same
 * scores, bit by bit.
 */
public interface OnlineDetector {
    /** Takes a slot for a new sensor that has seen nothing yet. */
    int open();

    /** Gives a slot back; what it knew is forgotten. */
    void close(int slot);

    /** Says whether the next score of this slot means something yet; until then scores are 0. */
    boolean isWarm(int slot);

    /**
     * Scores a row, then learns it: the row never influences its own score.
     *
     * @param rows row-major features; a feature may be {@link io.oddity.model.Missing#VALUE}
     * @param at index in {@code rows} of the row's first feature
     * @return the raw score in the detector's own unit, higher is odder
     */
    double scoreAndLearn(int slot, double[] rows, int at);

    /** How many bytes {@link #save} writes for one slot. */
    int snapshotBytes();

    /** Writes all that is known of a slot, {@link #snapshotBytes()} bytes. */
    void save(int slot, ByteBuffer to);

    /** Replaces what is known of a slot by what {@link #save} wrote, with the same configuration. */
    void load(int slot, ByteBuffer from);
}
