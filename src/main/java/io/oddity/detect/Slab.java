package io.oddity.detect;

import io.oddity.model.Slots;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Slots of equally many 64-bit words, which hold doubles, counts or bits, handed out and taken back: the state of many sensors without an object
 * for each.
 *
 * <p>Slots live in chunks that are allocated when needed and never moved, so that growing copies no state and holds up no
 * reading. The lowest free slot is handed out first. Single-threaded.
 */
public final class Slab {
    /** Words a chunk should hold (512 KiB): small enough to allocate in passing, large enough that a million sensors need few. */
    private static final int CHUNK = 1 << 16;

    private final int width;
    /** A chunk holds {@code 1 << shift} slots, so that finding a slot takes no division. */
    private final int shift;

    private final Slots slots = new Slots();
    private long[][] chunks = new long[0][];

    /** Makes slots of {@code width} words. */
    public Slab(int width) {
        this.width = width;
        shift = 31 - Integer.numberOfLeadingZeros(Math.max(1, CHUNK / width));
    }

    /** How many bytes {@link #save} writes. */
    public int bytes() {
        return width * Long.BYTES;
    }

    /** Takes a slot of zeros. */
    public int open() {
        int slot = slots.open();
        if (slot >>> shift == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunks.length + 1);
            chunks[chunks.length - 1] = new long[width << shift];
        }
        return slot;
    }

    /**
     * Gives a slot back, filled with zeros.
     *
     * @throws IllegalStateException when it was not taken: two sensors would share it later
     */
    public void close(int slot) {
        slots.close(slot);
        Arrays.fill(chunk(slot), start(slot), start(slot) + width, 0);
    }

    /** The chunk that holds a slot; not a copy. */
    public long[] chunk(int slot) {
        return chunks[slot >>> shift];
    }

    /** Where in its chunk a slot starts. */
    public int start(int slot) {
        return (slot & ((1 << shift) - 1)) * width;
    }

    /** One word of a slot. */
    public long word(int slot, int word) {
        return chunk(slot)[start(slot) + word];
    }

    /** Replaces one word of a slot. */
    public void word(int slot, int word, long value) {
        chunk(slot)[start(slot) + word] = value;
    }

    /** Appends a slot's words, highest byte first whatever the buffer's own order. */
    public void save(int slot, ByteBuffer to) {
        to.slice(to.position(), bytes()).asLongBuffer().put(chunk(slot), start(slot), width);
        to.position(to.position() + bytes());
    }

    /** Takes over what {@link #save} wrote. */
    public void load(int slot, ByteBuffer from) {
        from.slice(from.position(), bytes()).asLongBuffer().get(chunk(slot), start(slot), width);
        from.position(from.position() + bytes());
    }
}
