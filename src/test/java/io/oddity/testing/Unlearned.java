package io.oddity.testing;

import io.oddity.detect.OnlineDetector;
import io.oddity.model.Slots;
import java.nio.ByteBuffer;

/** A detector that is warm at once and keeps nothing of a sensor. */
public abstract class Unlearned implements OnlineDetector {
    private final Slots slots = new Slots();

    @Override
    public boolean isWarm(int slot) {
        return true;
    }

    @Override
    public int open() {
        return slots.open();
    }

    @Override
    public void close(int slot) {
        slots.close(slot);
    }

    @Override
    public int snapshotBytes(int slot) {
        return 0;
    }

    @Override
    public void save(int slot, ByteBuffer to) {}

    @Override
    public void load(int slot, ByteBuffer from) {}
}
