package io.oddity.pipeline;

import io.oddity.health.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Sensors by the running time at which they would be silent.
 *
 * <p>A sensor that is heard of stays where it is; only when its time has come is it looked at when it is due by now. So a reading costs a
 * comparison, and a sensor is moved a few times at most as often as it would have to be silent to be noticed. Times come in steps, so
 * there are some dozens at once, however many sensors there are.
 */
final class Watch {
    private final TreeMap<Long, List<Sensor>> due = new TreeMap<>();

    /** Looks after a sensor from now on. */
    void expect(Sensor sensor, long atMillis) {
        if (atMillis != Health.NEVER && (sensor.due == 0 || atMillis < sensor.due)) {
            sensor.due = atMillis;
            due.computeIfAbsent(atMillis, at -> new ArrayList<>()).add(sensor);
        }
    }

    /** Takes out the sensors whose time has come by now. */
    List<Sensor> takeDue(long nowMillis) {
        if (due.isEmpty() || due.firstKey() > nowMillis) {
            return List.of();
        }
        List<Sensor> taken = new ArrayList<>();
        while (!due.isEmpty() && due.firstKey() <= nowMillis) {
            long at = due.firstKey();
            for (Sensor sensor : due.remove(at)) {
                if (sensor.due == at && !sensor.isForgotten) { // else it stands elsewhere, too
                    sensor.due = 0;
                    taken.add(sensor);
                }
            }
        }
        return taken;
    }
}
