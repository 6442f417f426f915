package io.oddity.model;

import java.util.BitSet;

/** Hands out small numbers, the lowest free one first, and takes them back. Single-threaded. */
public final class Slots {
    private final BitSet taken = new BitSet();
    private int lowestFree;

    /** Starts with all free. */
    public Slots() {}

    /** Takes the lowest free number. */
    public int open() {
        int slot = taken.nextClearBit(lowestFree);
        taken.set(slot);
        lowestFree = slot + 1;
        return slot;
    }

    /**
     * Gives a number back.
     *
     * @throws IllegalStateException when it was not taken: two sensors would share it later
     */
    public void close(int slot) {
        if (!taken.get(slot)) {
            throw new IllegalStateException("slot " + slot + " is not open");
        }
        taken.clear(slot);
        lowestFree = Math.min(lowestFree, slot);
    }
}
