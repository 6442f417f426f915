package io.oddity.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.apache.commons.text.StringSubstitutor;

/**
 * Replaces <code>${NAME}</code> and <code>${NAME:default}</code> in values by environment variables; an empty variable counts as
 * not set, and <code>$${NAME}</code> stands for itself.
 */
final class Variables {
    private final StringSubstitutor substitutor;
    private final Mistakes mistakes;
    private String asked = "";

    private Variables(Map<String, String> environment, Mistakes mistakes) {
        this.mistakes = mistakes;
        this.substitutor = new StringSubstitutor(name -> {
                    asked = name;
                    String value = environment.getOrDefault(name, "");
                    return value.isEmpty() ? null : value;
                })
                .setValueDelimiter(":")
                .setEnableUndefinedVariableException(true)
                .setDisableSubstitutionInValues(true);
    }

    static void replace(ObjectNode tree, Map<String, String> environment, Mistakes mistakes) {
        new Variables(environment, mistakes).object(tree, Schema.ROOT, "");
    }

    private void object(ObjectNode object, Schema schema, String path) {
        object.properties().forEach(entry -> {
            String key = entry.getKey();
            entry.setValue(value(entry.getValue(), schema.key(key), Paths.key(path, key)));
        });
    }

    private void array(ArrayNode array, Schema schema, String path) {
        for (int i = 0; i < array.size(); i++) {
            array.set(i, value(array.get(i), schema.entry(), Paths.entry(path, i)));
        }
    }

    private JsonNode value(JsonNode value, Schema schema, String path) {
        if (value instanceof ObjectNode object) {
            object(object, schema, path);
        } else if (value instanceof ArrayNode array) {
            array(array, schema, path);
        } else if (value.isTextual()) {
            return text(value, schema, path);
        }
        return value;
    }

    private JsonNode text(JsonNode value, Schema schema, String path) {
        try {
            String replaced = substitutor.replace(value.textValue());
            return replaced.equals(value.textValue()) ? value : Typed.value(replaced, schema);
        } catch (IllegalArgumentException e) {
            mistakes.add(
                    path,
                    "needs the environment variable " + asked + ", which is not set; set it or write ${" + asked
                            + ":default}");
            return value;
        }
    }
}
