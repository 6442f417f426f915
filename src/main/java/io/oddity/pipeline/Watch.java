package io.oddity.pipeline;

import io.oddity.health.Health;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Sensors by the running time at which they would be silent.
 *
 * <p>A sensor that is heard of stays where it is; only when its time has come is it looked at when it is due by now. So a reading costs a
 * comparison, and a sensor is moved a few times at most as often as it would have to be silent to be noticed. Times come in steps, so
 * there are some dozens at once, however many sensors there are.
 */
final class Watch {
    private final Sensors sensors;
    private final TreeMap<Long, SensorList> due = new TreeMap<>();

    Watch(Sensors sensors) {
        this.sensors = sensors;
    }

    /** Looks after a sensor from now on. */
    void expect(int sensor, long atMillis) {
        long before = sensors.due(sensor);
        if (atMillis != Health.NEVER && (before == 0 || atMillis < before)) {
            forget(sensor);
            sensors.due(sensor, atMillis);
            due.computeIfAbsent(atMillis, at -> sensors.watch()).append(sensor);
        }
    }

    /** Looks after a sensor no more. */
    void forget(int sensor) {
        long at = sensors.due(sensor);
        if (at != 0) {
            SensorList others = due.get(at);
            others.remove(sensor);
            if (others.isEmpty()) {
                due.remove(at);
            }
            sensors.due(sensor, 0);
        }
    }

    /** Hands over the sensors whose time has come by now; those may be expected again, later than now. */
    void takeDue(long nowMillis, IntConsumer taker) {
        while (!due.isEmpty() && due.firstKey() <= nowMillis) {
            int sensor = due.firstEntry().getValue().first();
            forget(sensor);
            taker.accept(sensor);
        }
    }
}
