package io.oddity.pipeline;

import io.oddity.detect.Slab;
import io.oddity.model.Moment;
import java.util.Arrays;

/**
 * What a shard remembers of each sensor of a pipeline beside the detectors' state, in columns. A sensor is the slot that the {@link Scorer}
 * gave it.
 *
 * <p>There is no object for a sensor: with a million of them the collector would walk those again and again. Memory: 72 bytes a sensor, its id
 * and its place in a {@link SensorIndex}. Single-threaded, like its shard.
 */
final class Sensors {
    /** With so many readings a sensor is no newcomer any more: 32, more than an id that comes by chance or malice will give. */
    static final int ESTABLISHED = 32;

    // The words of a sensor. Each list in which it may stand has one for its neighbours there.
    private static final int NEXT_OFFSET = 0;
    private static final int DIRTY_FROM = 1;
    private static final int DIRTY_NEWEST = 2;
    private static final int DIRTY_RUNNING = 3;
    private static final int DUE = 4;
    private static final int HASH_AND_FLAGS = 5;
    private static final int IN_ORDER = 6;
    private static final int IN_DIRTY = 7;
    private static final int IN_WATCH = 8;
    private static final int WORDS = 9;

    // Of the flags, the low 32 bits; the lowest count readings.
    private static final long READINGS = 0x3F;
    private static final long SAVED = 0x40;
    private static final long SILENT = 0x80;
    private static final long FORGOTTEN = 0x100;
    private static final long IN_NEWCOMERS = 0x200;
    private static final long IN_ESTABLISHED = 0x400;

    private final Scorer scorer;
    private final Slab words = new Slab(WORDS);
    private String[] ids = {};

    Sensors(Scorer scorer) {
        this.scorer = scorer;
    }

    /** Takes a slot for a new sensor. */
    int open(String id) {
        int sensor = scorer.open();
        if (words.open() != sensor) {
            throw new IllegalStateException("sensors and their detectors do not count slots alike");
        }
        if (sensor >= ids.length) {
            ids = Arrays.copyOf(ids, Math.max(64, sensor + sensor / 4));
        }
        ids[sensor] = id;
        word(sensor, DIRTY_FROM, Long.MAX_VALUE);
        word(sensor, HASH_AND_FLAGS, (long) id.hashCode() << 32);
        return sensor;
    }

    /** Gives the slot back, and all that the detectors know of the sensor with it. */
    void close(int sensor) {
        ids[sensor] = null;
        words.close(sensor);
        scorer.close(sensor);
    }

    String id(int sensor) {
        return ids[sensor];
    }

    /** Its id's hash code. */
    int hash(int sensor) {
        return (int) (word(sensor, HASH_AND_FLAGS) >> 32);
    }

    /** The first offset that its state does not contain. */
    long nextOffset(int sensor) {
        return word(sensor, NEXT_OFFSET);
    }

    void nextOffset(int sensor, long offset) {
        word(sensor, NEXT_OFFSET, offset);
    }

    /** The first offset that is in no snapshot; {@link Long#MAX_VALUE} when all is saved. */
    long dirtyFrom(int sensor) {
        return word(sensor, DIRTY_FROM);
    }

    /** The partition's time before the reading at {@link #dirtyFrom}. */
    Moment dirtyAt(int sensor) {
        return new Moment(word(sensor, DIRTY_NEWEST), word(sensor, DIRTY_RUNNING));
    }

    void clean(int sensor) {
        word(sensor, DIRTY_FROM, Long.MAX_VALUE);
    }

    void dirty(int sensor, long from, Moment at) {
        word(sensor, DIRTY_FROM, from);
        word(sensor, DIRTY_NEWEST, at.newestMillis());
        word(sensor, DIRTY_RUNNING, at.runningMillis());
    }

    /** Whether the state topic holds a snapshot of it. */
    boolean isSaved(int sensor) {
        return is(sensor, SAVED);
    }

    void saved(int sensor) {
        flag(sensor, SAVED, true);
    }

    /** The partition's running time at which it is looked at in {@link Watch}; 0 when it is not. */
    long due(int sensor) {
        return word(sensor, DUE);
    }

    void due(int sensor, long runningMillis) {
        word(sensor, DUE, runningMillis);
    }

    /** Whether it was noticed that it is silent. */
    boolean isSilent(int sensor) {
        return is(sensor, SILENT);
    }

    void silent(int sensor, boolean is) {
        flag(sensor, SILENT, is);
    }

    /** Whether it had to go; its slot is still needed for readings in the micro-batch. */
    boolean isForgotten(int sensor) {
        return is(sensor, FORGOTTEN);
    }

    void forgotten(int sensor) {
        flag(sensor, FORGOTTEN, true);
    }

    /** How many readings it has given, up to {@link #ESTABLISHED}. */
    int readings(int sensor) {
        return (int) (word(sensor, HASH_AND_FLAGS) & READINGS);
    }

    void readings(int sensor, int readings) {
        word(sensor, HASH_AND_FLAGS, (word(sensor, HASH_AND_FLAGS) & ~READINGS) | readings);
    }

    void heardOf(int sensor) {
        readings(sensor, Math.min(readings(sensor) + 1, ESTABLISHED));
    }

    /** Whether it stands among the newcomers of its {@link Bucket}. */
    boolean isInNewcomers(int sensor) {
        return is(sensor, IN_NEWCOMERS);
    }

    void inNewcomers(int sensor, boolean is) {
        flag(sensor, IN_NEWCOMERS, is);
    }

    /** Whether it stands among the established sensors of its {@link Bucket}. */
    boolean isInEstablished(int sensor) {
        return is(sensor, IN_ESTABLISHED);
    }

    void inEstablished(int sensor, boolean is) {
        flag(sensor, IN_ESTABLISHED, is);
    }

    /** A list of those in the order in which they were last heard of; a sensor stands in one such list at most. */
    SensorList order() {
        return new SensorList(words, IN_ORDER);
    }

    /** A list of those that are to be saved. */
    SensorList dirty() {
        return new SensorList(words, IN_DIRTY);
    }

    /** A list of those that are looked at at the same time. */
    SensorList watch() {
        return new SensorList(words, IN_WATCH);
    }

    private boolean is(int sensor, long flag) {
        return (word(sensor, HASH_AND_FLAGS) & flag) != 0;
    }

    private void flag(int sensor, long flag, boolean is) {
        long others = word(sensor, HASH_AND_FLAGS) & ~flag;
        word(sensor, HASH_AND_FLAGS, is ? others | flag : others);
    }

    private long word(int sensor, int word) {
        return words.word(sensor, word);
    }

    private void word(int sensor, int word, long value) {
        words.word(sensor, word, value);
    }
}
