package io.oddity.pipeline;

/** Sensors in the order in which they were last heard of. A sensor stands in at most one order. */
final class SensorOrder {
    private Sensor oldest;
    private Sensor newest;
    private int size;

    int size() {
        return size;
    }

    /** The one not heard of for longest; null when there is none. */
    Sensor oldest() {
        return oldest;
    }

    void append(Sensor sensor) {
        sensor.order = this;
        sensor.older = newest;
        if (newest == null) {
            oldest = sensor;
        } else {
            newest.newer = sensor;
        }
        newest = sensor;
        size++;
    }

    void remove(Sensor sensor) {
        if (sensor.older == null) {
            oldest = sensor.newer;
        } else {
            sensor.older.newer = sensor.newer;
        }
        if (sensor.newer == null) {
            newest = sensor.older;
        } else {
            sensor.newer.older = sensor.older;
        }
        sensor.order = null;
        sensor.older = null;
        sensor.newer = null;
        size--;
    }
}
