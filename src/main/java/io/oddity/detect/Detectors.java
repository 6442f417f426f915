package io.oddity.detect;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The kinds of detectors on the class path, in the order of their names. */
public final class Detectors {
    private static final List<DetectorFactory> ALL = ServiceLoader.load(DetectorFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(java.util.Comparator.comparing(DetectorFactory::type))
            .toList();

    private Detectors() {}

    /** Every kind. */
    public static List<DetectorFactory> all() {
        return ALL;
    }

    /** The kind of this name, if there is one. */
    public static Optional<DetectorFactory> named(String type) {
        return ALL.stream().filter(factory -> factory.type().equals(type)).findFirst();
    }
}
