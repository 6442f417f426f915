package io.oddity.pipeline;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Finds the sensors of one partition by their ids. Open addressing with linear probing, at most two thirds full: 6 to 12 bytes a sensor and
 * no object. Single-threaded.
 */
final class SensorIndex {
    static final int NONE = -1;

    private final Sensors sensors;
    /** Slots plus one; 0 where there is none. */
    private int[] table = new int[16];

    private int size;

    SensorIndex(Sensors sensors) {
        this.sensors = sensors;
    }

    int size() {
        return size;
    }

    /** The sensor with an id, or {@link #NONE}. */
    int find(String id) {
        int hash = id.hashCode();
        int at = home(hash);
        while (table[at] != 0) {
            int sensor = table[at] - 1;
            if (sensors.hash(sensor) == hash && sensors.id(sensor).equals(id)) {
                return sensor;
            }
            at = next(at);
        }
        return NONE;
    }

    /** Adds a sensor whose id is not in. */
    void add(int sensor) {
        if (3 * (size + 1) > 2 * table.length) {
            int[] before = table;
            table = new int[2 * table.length];
            for (int entry : before) {
                if (entry != 0) {
                    put(entry);
                }
            }
        }
        put(sensor + 1);
        size++;
    }

    private void put(int entry) {
        int at = homeOf(entry);
        while (table[at] != 0) {
            at = next(at);
        }
        table[at] = entry;
    }

    /** Takes out a sensor that is in; those that had to make way for it move up. */
    void remove(int sensor) {
        int hole = homeOf(sensor + 1);
        while (table[hole] != sensor + 1) {
            hole = next(hole);
        }
        int at = next(hole);
        while (table[at] != 0) {
            int way = at - homeOf(table[at]) & table.length - 1;
            if (way >= (at - hole & table.length - 1)) {
                table[hole] = table[at];
                hole = at;
            }
            at = next(at);
        }
        table[hole] = 0;
        size--;
    }

    /** Those that are in, in no particular order. */
    IntStream all() {
        return Arrays.stream(table).filter(entry -> entry != 0).map(entry -> entry - 1);
    }

    private int homeOf(int entry) {
        return home(sensors.hash(entry - 1));
    }

    /** Other bits than those that decide which shard a sensor belongs to, for those are the same for all here. */
    private int home(int hash) {
        int mixed = (hash ^ hash >>> 15) * 0x2C1B3C6D;
        return (mixed ^ mixed >>> 15) & table.length - 1;
    }

    private int next(int at) {
        return at + 1 & table.length - 1;
    }
}
