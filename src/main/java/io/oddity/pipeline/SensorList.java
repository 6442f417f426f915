package io.oddity.pipeline;

import io.oddity.detect.Slab;

/** Sensors one after the other. Each knows its neighbours in a word of its own, so that it can leave from anywhere. Single-threaded. */
final class SensorList {
    private static final int NONE = -1;

    private final Slab words;
    /** Which word of a sensor names its neighbours: the one before in the high half, the one after in the low half, both plus one. */
    private final int link;

    private int first = NONE;
    private int last = NONE;
    private int size;

    SensorList(Slab words, int link) {
        this.words = words;
        this.link = link;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The one that was appended before all others; there must be one. */
    int first() {
        return first;
    }

    void append(int sensor) {
        link(sensor, last, NONE);
        if (last == NONE) {
            first = sensor;
        } else {
            link(last, before(last), sensor);
        }
        last = sensor;
        size++;
    }

    /** Takes out a sensor that is in. */
    void remove(int sensor) {
        int before = before(sensor);
        int after = after(sensor);
        if (before == NONE) {
            first = after;
        } else {
            link(before, before(before), after);
        }
        if (after == NONE) {
            last = before;
        } else {
            link(after, before, after(after));
        }
        size--;
    }

    private int before(int sensor) {
        return (int) (words.word(sensor, link) >>> 32) - 1;
    }

    private int after(int sensor) {
        return (int) words.word(sensor, link) - 1;
    }

    private void link(int sensor, int before, int after) {
        words.word(sensor, link, (long) (before + 1) << 32 | (after + 1));
    }
}
