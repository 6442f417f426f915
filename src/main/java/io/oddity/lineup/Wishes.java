package io.oddity.lineup;

import io.oddity.bus.LineupCommand;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked for while running, as the control topic holds it. Single-threaded.
 *
 * <p>Keys: {@code PIPELINE} with the value {@code {"variant":...}}, and {@code PIPELINE/VARIANT/DETECTOR} with {@code
 * {"version":...}}; no value takes back what was asked for.
 */
final class Wishes {
    private final Map<String, String> byKey = new HashMap<>();

    /** A record that says what a command wants. */
    record Wish(String key, String value) {}

    static Wish of(LineupCommand.Promote promote) {
        return new Wish(
                promote.pipeline(),
                new JsonObject().put("variant", promote.variant()).encode());
    }

    static Wish of(LineupCommand.Use use) {
        return new Wish(
                key(use.pipeline(), use.variant(), use.detector()),
                use.version() == null
                        ? null
                        : new JsonObject().put("version", use.version()).encode());
    }

    private static String key(String pipeline, String variant, String detector) {
        return pipeline + "/" + variant + "/" + detector;
    }

    void take(String key, String value) {
        if (value == null) {
            byKey.remove(key);
        } else {
            byKey.put(key, value);
        }
    }

    Optional<String> variant(String pipeline) {
        return text(pipeline, "variant");
    }

    Optional<String> version(String pipeline, String variant, String detector) {
        return text(key(pipeline, variant, detector), "version");
    }

    /** Nothing, for what nobody of ours has written. */
    private Optional<String> text(String key, String field) {
        String value = byKey.get(key);
        try {
            return value == null ? Optional.empty() : Optional.ofNullable(new JsonObject(value).getString(field));
        } catch (DecodeException | ClassCastException e) {
            return Optional.empty();
        }
    }
}
