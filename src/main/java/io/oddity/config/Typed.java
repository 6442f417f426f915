package io.oddity.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;

/** Gives text from the environment the type that the schema asks for; text that does not fit stays text and is refused later. */
final class Typed {
    private Typed() {}

    static JsonNode value(String text, Schema schema) {
        return switch (schema.type()) {
            case "integer" -> whole(text);
            case "number" -> number(text);
            case "boolean" ->
                text.equals("true") || text.equals("false")
                        ? BooleanNode.valueOf(text.equals("true"))
                        : TextNode.valueOf(text);
            default -> TextNode.valueOf(text);
        };
    }

    private static JsonNode whole(String text) {
        try {
            long number = Long.parseLong(text);
            return Long.toString(number).equals(text) ? LongNode.valueOf(number) : TextNode.valueOf(text);
        } catch (NumberFormatException e) {
            return TextNode.valueOf(text);
        }
    }

    private static JsonNode number(String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            boolean same = number.toPlainString().equals(text) && Double.isFinite(number.doubleValue());
            return same ? DecimalNode.valueOf(number) : TextNode.valueOf(text);
        } catch (NumberFormatException e) {
            return TextNode.valueOf(text);
        }
    }
}
