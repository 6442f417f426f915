package io.oddity.pipeline;

/** The sensors of a bucket in the order in which they were last heard of. */
final class Bucket {
    private Sensor oldest;
    private Sensor newest;
    private int size;

    int size() {
        return size;
    }

    Sensor oldest() {
        return oldest;
    }

    /** The sensor is heard of: it is the newest now. */
    void touch(Sensor sensor) {
        if (sensor == newest) {
            return;
        }
        remove(sensor);
        sensor.older = newest;
        if (newest == null) {
            oldest = sensor;
        } else {
            newest.newer = sensor;
        }
        newest = sensor;
        sensor.isListed = true;
        size++;
    }

    /** Takes a sensor out of the order, if it stands in it. */
    void remove(Sensor sensor) {
        if (!sensor.isListed) {
            return;
        }
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
        sensor.older = null;
        sensor.newer = null;
        sensor.isListed = false;
        size--;
    }
}
