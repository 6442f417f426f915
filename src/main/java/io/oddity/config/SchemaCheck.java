package io.oddity.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;

/** Holds a tree against the JSON Schema, and says in plain words what does not fit. */
final class SchemaCheck {
    private static final JsonSchema VALIDATOR =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Schema.ROOT.own());

    private SchemaCheck() {}

    static void check(JsonNode tree, Mistakes mistakes) {
        VALIDATOR.validate(tree).forEach(message -> {
            Place place = place(message.getInstanceLocation());
            String path = message.getProperty() == null ? place.path : Paths.key(place.path, message.getProperty());
            mistakes.add(path, text(message, path, place.schema));
        });
    }

    private record Place(String path, Schema schema) {}

    private static Place place(JsonNodePath location) {
        Place place = new Place("", Schema.ROOT);
        for (int i = 0; i < location.getNameCount(); i++) {
            place = location.getElement(i) instanceof Integer index
                    ? new Place(Paths.entry(place.path, index), place.schema.entry())
                    : new Place(Paths.key(place.path, location.getName(i)), place.schema.key(location.getName(i)));
        }
        return place;
    }

    private static String choices(JsonNode values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value.asText()));
        return String.join(", ", texts);
    }

    private static String text(ValidationMessage message, String path, Schema schema) {
        String limit = message.getSchemaNode().asText();
        JsonNode value = message.getInstanceNode();
        String was = Words.was(path, value);
        return switch (message.getType()) {
            case "additionalProperties" -> Words.unknownKey(message.getProperty(), schema.keys());
            case "required" -> "is required";
            case "type" -> "must be " + Words.type(schema.type()) + was;
            case "minimum" -> "must be >= " + limit + was;
            case "maximum" -> "must be <= " + limit + was;
            case "minItems" ->
                limit.equals("1")
                        ? "must not be empty"
                        : "must have at least " + limit + " entries, has " + value.size();
            case "maxItems" -> "must have at most " + limit + " entries, has " + value.size();
            case "enum" -> "must be one of " + choices(message.getSchemaNode()) + was;
            case "minLength" -> "must not be empty";
            case "pattern" -> "must be " + schema.form().path("description").asText() + was;
            default -> "is not allowed" + was;
        };
    }
}
