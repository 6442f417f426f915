package io.oddity.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** Plain words for mistakes. */
final class Words {
    /** From this likeness on a suggestion helps: {@code chanels}, {@code prot} and {@code sensorId} find theirs, {@code foo} none. */
    private static final double ALIKE = 0.8;

    private Words() {}

    static String unknownKey(String key, Collection<String> known) {
        return "unknown key; "
                + nearest(key, known)
                        .map(name -> "did you mean '" + name + "'?")
                        .orElse("known are " + String.join(", ", known));
    }

    /** A name that there is not: {@code no tag is called 'pres'; did you mean 'press'?}. */
    static String unknown(String what, String name, Collection<String> known) {
        String hint = nearest(name, known)
                .map(likely -> "did you mean '" + likely + "'?")
                .orElse(known.isEmpty() ? "there is none" : "known are " + String.join(", ", known));
        return "no " + what + " is called '" + name + "'; " + hint;
    }

    private static Optional<String> nearest(String word, Collection<String> known) {
        JaroWinklerSimilarity likeness = new JaroWinklerSimilarity();
        return known.stream()
                .max(Comparator.comparing(name -> likeness.apply(word, name)))
                .filter(name -> likeness.apply(word, name) >= ALIKE);
    }

    static String type(String type) {
        return switch (type) {
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            case "object" -> "a map";
            case "array" -> "a list";
            default -> "text";
        };
    }

    /** What stands there instead: {@code , was 'abc'}. */
    static String was(String path, JsonNode value) {
        if (value.isContainerNode()) {
            return ", was " + type(value.isArray() ? "array" : "object");
        }
        return ", was "
                + Secrets.shown(path, value.isTextual() ? "'" + value.textValue() + "'" : value.asText("nothing"));
    }
}
