package io.oddity.detect;

import io.oddity.model.SlotState;
import java.nio.ByteBuffer;

/** What is known of many sensors, each in a slot of a {@link Slab}, saved as it stands there. Single-threaded. */
public abstract class SlabState implements SlotState {
    /** Where it is kept. */
    protected final Slab slab;

    /** Starts without sensors, each of which will take {@code width} words. */
    protected SlabState(int width) {
        slab = new Slab(width);
    }

    @Override
    public final int open() {
        return slab.open();
    }

    @Override
    public final void close(int slot) {
        slab.close(slot);
    }

    @Override
    public int snapshotBytes(int slot) {
        return slab.bytes();
    }

    @Override
    public void save(int slot, ByteBuffer to) {
        slab.save(slot, to);
    }

    @Override
    public void load(int slot, ByteBuffer from) {
        slab.load(slot, from);
    }
}
