package io.oddity.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in {@code oddity.schema.json}, the one list of keys, types and defaults.
 *
 * <p>Places that do not exist are empty rather than null, so that a wrong configuration can be walked as well as a right one.
 *
 * @param own what stands at this place
 * @param form what its {@code $ref} points to; missing when it has none
 */
record Schema(JsonNode own, JsonNode form) {
    static final Schema ROOT = new Schema(read(), MissingNode.getInstance());

    static final Schema DETECTOR = of(new ObjectMapper().createObjectNode().put("$ref", "#/$defs/detector"));

    private static JsonNode read() {
        try (InputStream in = Schema.class.getResourceAsStream("oddity.schema.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema of(JsonNode own) {
        String pointer = own.path("$ref").asText().replace("#", "");
        return new Schema(own, pointer.isEmpty() ? MissingNode.getInstance() : ROOT.own.at(pointer));
    }

    /** What a keyword says here; missing when nothing. */
    JsonNode get(String keyword) {
        return own.has(keyword) ? own.get(keyword) : form.path(keyword);
    }

    /** The value below a key. */
    Schema key(String key) {
        JsonNode known = get("properties").path(key);
        return of(known.isMissingNode() ? get("additionalProperties") : known);
    }

    /** Each entry of a list. */
    Schema entry() {
        return of(get("items"));
    }

    /** The keys that may stand here; none for a map with any keys. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        get("properties").fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** Whether any key may stand here. */
    boolean isOpen() {
        return get("additionalProperties").isObject();
    }

    /** The type in the words of JSON Schema; the first one where several are allowed. */
    String type() {
        JsonNode type = get("type");
        return type.isArray() ? type.get(0).asText() : type.asText();
    }
}
