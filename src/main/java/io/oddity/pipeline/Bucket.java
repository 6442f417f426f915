package io.oddity.pipeline;

/**
 * A bounded number of sensors: newcomers, of which few readings were seen, and established ones.
 *
 * <p>For a sensor to be admitted when the bucket is full, another has to go. Newcomers hold an eighth of the places at most as
 * long as established sensors need them. So ids that come once and never again, however many, push each other out and leave
 * alone who has been heard of for a while, which plain least-recently-heard does not; the idea is that of segmented LRU (Karedla,
 * Love and Wherry, 1994). In either part the sensor not heard of for longest goes first.
 */
final class Bucket {
    private static final int NEWCOMERS_SHARE = 8;

    private final Sensors sensors;
    private final int places;
    private final SensorList newcomers;
    private final SensorList established;

    Bucket(Sensors sensors, int places) {
        this.sensors = sensors;
        this.places = places;
        newcomers = sensors.order();
        established = sensors.order();
    }

    boolean isFull() {
        return size() >= places;
    }

    boolean isOverfull() {
        return size() > places;
    }

    private int size() {
        return newcomers.size() + established.size();
    }

    /** The sensor that has to go first; there must be one. */
    int expendable() {
        boolean newcomer = newcomers.size() > places / NEWCOMERS_SHARE || established.isEmpty();
        return (newcomer ? newcomers : established).first();
    }

    /** The sensor is heard of, for the first time or again. */
    void heardOf(int sensor) {
        remove(sensor);
        if (sensors.readings(sensor) == Sensors.ESTABLISHED) {
            established.append(sensor);
            sensors.inEstablished(sensor, true);
        } else {
            newcomers.append(sensor);
            sensors.inNewcomers(sensor, true);
        }
    }

    /** Takes a sensor out, if it is in. */
    void remove(int sensor) {
        if (sensors.isInNewcomers(sensor)) {
            newcomers.remove(sensor);
            sensors.inNewcomers(sensor, false);
        } else if (sensors.isInEstablished(sensor)) {
            established.remove(sensor);
            sensors.inEstablished(sensor, false);
        }
    }
}
