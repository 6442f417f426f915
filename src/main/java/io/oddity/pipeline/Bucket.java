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

    private final int places;
    private final SensorOrder newcomers = new SensorOrder();
    private final SensorOrder established = new SensorOrder();

    Bucket(int places) {
        this.places = places;
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
    Sensor expendable() {
        boolean newcomer = newcomers.size() > places / NEWCOMERS_SHARE || established.size() == 0;
        return (newcomer ? newcomers : established).oldest();
    }

    /** The sensor is heard of, for the first time or again. */
    void heardOf(Sensor sensor) {
        remove(sensor);
        (sensor.isEstablished() ? established : newcomers).append(sensor);
    }

    /** Takes a sensor out, if it is in. */
    void remove(Sensor sensor) {
        if (sensor.order != null) {
            sensor.order.remove(sensor);
        }
    }
}
