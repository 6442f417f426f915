package io.oddity.gateway;

import io.oddity.pipeline.Pulse;
import java.util.Locale;

/** Which sensors a page wants: those whose id, or whose pipeline's name, has a text in it, whatever its case. */
record SensorFilter(String text) {
    /** Of all sensors when {@code text} is null. */
    SensorFilter {
        text = text == null ? "" : text.toLowerCase(Locale.ROOT);
    }

    private boolean accepts(String name) {
        return name.toLowerCase(Locale.ROOT).contains(text);
    }

    /** What is wanted of a pulse; it may have no sensors. */
    Pulse of(Pulse pulse) {
        if (text.isEmpty() || accepts(pulse.pipeline())) {
            return pulse;
        }
        return new Pulse(
                pulse.pipeline(),
                pulse.partition(),
                pulse.startMillis(),
                pulse.sensors().stream()
                        .filter(sensor -> accepts(sensor.sensorId()))
                        .toList());
    }
}
