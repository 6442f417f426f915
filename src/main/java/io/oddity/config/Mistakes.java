package io.oddity.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers mistakes, one a path: what is found later at the same place usually follows from the first. */
final class Mistakes {
    private final Map<String, Mistake> byPath = new LinkedHashMap<>();

    void add(String path, String text) {
        byPath.putIfAbsent(path, new Mistake(path, text));
    }

    /** Tells behind the mistake at a path, if there is one, where its value came from. */
    void explain(String path, String origin) {
        byPath.computeIfPresent(path, (same, mistake) -> new Mistake(path, mistake.text() + " (" + origin + ")"));
    }

    void throwIfAny() {
        if (!byPath.isEmpty()) {
            throw new ConfigException(List.copyOf(byPath.values()));
        }
    }
}
