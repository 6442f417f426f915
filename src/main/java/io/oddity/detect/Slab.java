package io.oddity.detect;

import io.oddity.model.Slots;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Slots of equally many ints, handed out and taken back: the state of many sensors without an object for each.
 *
 * <p>Slots live in chunks that are allocated when needed and never moved, so that growing copies no state and holds up no
 * reading. The lowest free slot is handed out first. Single-threaded.
 */
final class Slab {
    /** Ints a chunk should hold (512 KiB): small enough to allocate in passing, large enough that a million sensors need few. */
    private static final int CHUNK = 1 << 17;

    private final int width;
    /** A chunk holds {@code 1 << shift} slots, so that finding a slot takes no division. */
    private final int shift;

    private int[][] chunks = new int[0][];
    private final Slots slots = new Slots();

    /** Makes slots of {@code width} ints. */
    Slab(int width) {
        this.width = width;
        shift = 31 - Integer.numberOfLeadingZeros(Math.max(1, CHUNK / width));
    }

    int width() {
        return width;
    }

    /** Takes a slot of zeros. */
    int open() {
        int slot = slots.open();
        if (slot >>> shift == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunks.length + 1);
            chunks[chunks.length - 1] = new int[width << shift];
        }
        return slot;
    }

    /**
     * Gives a slot back, filled with zeros.
     *
     * @throws IllegalStateException when it was not taken: two sensors would share it later
     */
    void close(int slot) {
        slots.close(slot);
        Arrays.fill(chunk(slot), start(slot), start(slot) + width, 0);
    }

    /** The chunk that holds a slot; not a copy. */
    int[] chunk(int slot) {
        return chunks[slot >>> shift];
    }

    /** Where in its chunk a slot starts. */
    int start(int slot) {
        return (slot & ((1 << shift) - 1)) * width;
    }

    /** Appends a slot's ints, highest byte first whatever the buffer's own order. */
    void save(int slot, ByteBuffer to) {
        to.slice(to.position(), width * Integer.BYTES).asIntBuffer().put(chunk(slot), start(slot), width);
        to.position(to.position() + width * Integer.BYTES);
    }

    /** Takes over what {@link #save} wrote. */
    void load(int slot, ByteBuffer from) {
        from.slice(from.position(), width * Integer.BYTES).asIntBuffer().get(chunk(slot), start(slot), width);
        from.position(from.position() + width * Integer.BYTES);
    }
}
