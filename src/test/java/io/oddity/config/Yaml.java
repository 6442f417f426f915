package io.oddity.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The smallest valid configuration, to be varied line by line. */
final class Yaml {
    private final Map<String, String> root = new LinkedHashMap<>();
    private final Map<String, String> pipeline = new LinkedHashMap<>();

    Yaml() {
        root("kafka: {bootstrap.servers: 'localhost:9092'}");
        pipeline("name: p");
        pipeline("topic: t");
        pipeline("sensor_id: id");
        pipeline("channels: [{name: temp}]");
        pipeline("detector: {type: fixture}");
    }

    /** Adds or replaces a key at the top. */
    Yaml root(String line) {
        root.put(key(line), line);
        return this;
    }

    /** Adds or replaces a key of the only pipeline. */
    Yaml pipeline(String line) {
        pipeline.put(key(line), line);
        return this;
    }

    private static String key(String line) {
        return line.substring(0, line.indexOf(':'));
    }

    Config load(Map<String, String> environment) {
        return ConfigLoader.load(toString(), "test.yaml", environment);
    }

    Config load() {
        return load(Map.of());
    }

    /** What is wrong with it, a line each. */
    List<String> mistakes(Map<String, String> environment) {
        return mistakes(toString(), environment);
    }

    List<String> mistakes() {
        return mistakes(Map.of());
    }

    static List<String> mistakes(String yaml, Map<String, String> environment) {
        try {
            ConfigLoader.load(yaml, "test.yaml", environment);
            return List.of();
        } catch (ConfigException e) {
            return e.getMessage().lines().toList();
        }
    }

    @Override
    public String toString() {
        return String.join("\n", root.values()) + "\npipelines:\n  - " + String.join("\n    ", pipeline.values())
                + "\n";
    }
}
