package io.oddity.pipeline;

/** What a shard remembers of a sensor beside the detector's state, and its place in a {@link Bucket}. */
final class Sensor {
    final String id;
    final int slot;

    /** The first offset that its state does not contain. */
    long nextOffset;

    /** The first offset that is in no snapshot; {@link Long#MAX_VALUE} when all is saved. */
    long dirtyFrom = Long.MAX_VALUE;

    /** Whether the state topic holds a snapshot of it. */
    boolean isSaved;

    boolean isForgotten;

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
}
