package io.oddity.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Environment variables that set single settings: {@code ODDITY_HTTP_PORT} sets {@code http.port}, {@code
 * ODDITY_KAFKA_BOOTSTRAP_SERVERS} sets {@code bootstrap.servers} below {@code kafka}.
 */
final class Overrides {
    private static final String PREFIX = "ODDITY_";

    /** Kubernetes sets {@code ODDITY_HTTP_PORT=tcp://10.0.0.1:80} for a service that is called oddity-http. */
    private static final Pattern SERVICE_LINK = Pattern.compile("^(tcp|udp|sctp)://.*");

    /** From a variable to the keys that lead to its setting. */
    private static final Map<String, List<String>> SETTINGS = new HashMap<>();

    /** From the start of a variable to the map whose key is the rest of it. */
    private static final Map<String, String> MAPS = new HashMap<>();

    static {
        learn(Schema.ROOT, List.of());
    }

    private Overrides() {}

    private static void learn(Schema schema, List<String> path) {
        String variable = PREFIX + String.join("_", path).toUpperCase(Locale.ROOT);
        if (schema.isOpen()) {
            MAPS.put(variable + "_", path.get(0));
        } else if (schema.type().equals("object")) {
            schema.keys().forEach(key -> learn(schema.key(key), append(path, key)));
        } else if (!schema.type().equals("array")) {
            SETTINGS.put(variable, path);
        }
    }

    private static List<String> append(List<String> path, String key) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return longer;
    }

    /**
     * Puts the values of variables into the tree.
     *
     * @return which variable set which path
     */
    static Map<String, String> apply(ObjectNode tree, Map<String, String> environment) {
        Map<String, String> origins = new TreeMap<>();
        environment.forEach((variable, value) -> {
            List<String> path = path(variable, value);
            if (!path.isEmpty() && set(tree, path, value)) {
                origins.put(String.join(".", path), variable);
            }
        });
        return origins;
    }

    /** The names of variables that look like settings but are none. */
    static List<String> ignored(Map<String, String> environment) {
        return environment.keySet().stream()
                .filter(variable -> variable.startsWith(PREFIX))
                .filter(variable -> path(variable, environment.get(variable)).isEmpty())
                .sorted()
                .toList();
    }

    private static List<String> path(String variable, String value) {
        if (value.isEmpty() || SERVICE_LINK.matcher(value).matches()) {
            return List.of();
        }
        return SETTINGS.getOrDefault(variable, inMap(variable));
    }

    /** The longest prefix wins: ODDITY_KAFKA_CONSUMER_FETCH_MIN_BYTES is one for consumers. */
    private static List<String> inMap(String variable) {
        return MAPS.keySet().stream()
                .filter(prefix -> variable.startsWith(prefix) && variable.length() > prefix.length())
                .max(Comparator.comparing(String::length))
                .map(prefix -> List.of(MAPS.get(prefix), dotted(variable.substring(prefix.length()))))
                .orElse(List.of());
    }

    private static String dotted(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private static boolean set(ObjectNode tree, List<String> path, String value) {
        ObjectNode parent = tree;
        Schema schema = Schema.ROOT;
        for (String key : path.subList(0, path.size() - 1)) {
            if (!parent.has(key)) {
                parent.putObject(key);
            }
            if (!(parent.get(key) instanceof ObjectNode child)) {
                return false; // the file has something else there, which is refused later
            }
            parent = child;
            schema = schema.key(key);
        }
        String last = path.get(path.size() - 1);
        parent.set(last, Typed.value(value, schema.key(last)));
        return true;
    }
}
