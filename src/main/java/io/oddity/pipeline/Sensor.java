package io.oddity.pipeline;

import io.oddity.model.Moment;

/** What a shard remembers of a sensor beside the detector's state, and its place in a {@link Bucket}. */
final class Sensor {
    /** With so many readings a sensor is no newcomer any more: 32, more than an id that comes by chance or malice will give. */
    static final int ESTABLISHED = 32;

    final String id;
    final int slot;

    /** The first offset that its state does not contain. */
    long nextOffset;

    /** The first offset that is in no snapshot; {@link Long#MAX_VALUE} when all is saved. */
    long dirtyFrom = Long.MAX_VALUE;

    /** How many readings it has given, up to {@link #ESTABLISHED}. */
    int readings;

    /** Whether the state topic holds a snapshot of it. */
    boolean isSaved;

    boolean isForgotten;

    /** The partition's time before the reading at {@link #dirtyFrom}. */
    Moment dirtyAt;

    /** The partition's running time at which it is looked at in {@link Watch}; 0 when it is not. */
    long due;

    /** Whether it was noticed that it is silent. */
    boolean isSilent;

    /** Where it stands; null as long as it is not known when it was last heard of. */
    SensorOrder order;

    /** The sensor heard of just before; null for the first. */
    Sensor older;

    /** The sensor heard of just after; null for the last. */
    Sensor newer;

    Sensor(String id, int slot) {
        this.id = id;
        this.slot = slot;
    }

    void heardOf() {
        readings = Math.min(readings + 1, ESTABLISHED);
    }

    boolean isEstablished() {
        return readings == ESTABLISHED;
    }
}
