package io.oddity.detect;

import io.oddity.model.Slots;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What {@link Slab} is for ints, for longs: slots of equally many 64-bit words, which hold doubles, counts or bits.
 *
 * <p>Chunks are allocated when needed and never moved. Single-threaded.
 */
public final class LongSlab {
    /** Words a chunk should hold (512 KiB), as in {@link Slab}. */
    private static final int CHUNK = 1 << 16;

    private final int width;
    private final int shift;
    private final Slots slots = new Slots();
    private long[][] chunks = new long[0][];

    /** Makes slots of {@code width} words. */
    public LongSlab(int width) {
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
     * @throws IllegalStateException when it was not taken
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
