package io.oddity.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which version of its trained model each detector of a pipeline uses.
 *
 * @param byDetector version by the detector's name; none for detectors without a trained model
 */
public record Versions(Map<String, String> byDetector) {
    /** Of a pipeline without trained models. */
    public static final Versions NONE = new Versions(Map.of());

    /** Copies the map. */
    public Versions {
        byDetector = Collections.unmodifiableMap(new TreeMap<>(byDetector));
    }
}
