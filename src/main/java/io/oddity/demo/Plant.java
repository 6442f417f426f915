package io.oddity.demo;

import java.util.List;
import java.util.Optional;

/** Simulated sensors. Every reading is a function of the plant, the sensor and the time alone. Immutable. */
public interface Plant {
    /** The sensors' ids. */
    List<String> sensors();

    /** What a sensor measures at a time, ms since the epoch, as a record's value. */
    String record(String sensorId, long timeMillis);

    /** Whether that reading is odd in truth, as a record's value; none for a plant that does not tell. */
    default Optional<String> truth(String sensorId, long timeMillis) {
        return Optional.empty();
    }
}
