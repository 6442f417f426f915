package io.oddity.gateway;

import io.oddity.bus.Event;

/**
 * Which events a client wants.
 *
 * @param sensor a sensor's id, or the beginning of ids and {@code *}; null for all
 * @param pipeline a pipeline; null for all
 * @param minScore the lowest score wanted
 */
record StreamFilter(String sensor, String pipeline, double minScore) implements Selection {
    @Override
    public String onlySensor() {
        return sensor == null || sensor.endsWith("*") ? null : sensor;
    }

    @Override
    public boolean accepts(Event event) {
        return event.score() >= minScore
                && (pipeline == null || pipeline.equals(event.pipeline()))
                && (sensor == null || acceptsSensor(event.sensorId()));
    }

    private boolean acceptsSensor(String id) {
        return sensor.endsWith("*") ? id.startsWith(sensor.substring(0, sensor.length() - 1)) : sensor.equals(id);
    }
}
