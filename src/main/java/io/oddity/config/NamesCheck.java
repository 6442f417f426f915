package io.oddity.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** What several lists of a pipeline have in common. */
final class NamesCheck {
    private NamesCheck() {}

    static void unique(JsonNode entries, String path, Mistakes mistakes) {
        Map<String, String> first = new HashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            JsonNode name = entries.path(i).path("name");
            String at = Paths.key(Paths.entry(path, i), "name");
            String before = name.isTextual() ? first.putIfAbsent(name.textValue(), at) : null;
            if (before != null) {
                mistakes.add(at, "must be unique, but " + before + " is '" + name.textValue() + "' too");
            }
        }
    }

    static void ascending(JsonNode pair, String path, Mistakes mistakes) {
        boolean numbers =
                pair.size() == 2 && pair.path(0).isNumber() && pair.path(1).isNumber();
        if (numbers && pair.get(0).asDouble() >= pair.get(1).asDouble()) {
            mistakes.add(
                    path,
                    "must have the lower number first, was [" + pair.get(0).asText() + ", "
                            + pair.get(1).asText() + "]");
        }
    }
}
