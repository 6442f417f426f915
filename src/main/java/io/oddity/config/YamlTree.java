package io.oddity.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads YAML into a tree.
 *
 * <p>Stricter than Jackson's own reading: a key written twice and an alias are mistakes, where Jackson takes the last key and
 * the alias' name. Numbers below Kafka's keys stay as written, for a password may be {@code 0123}. A key without a value counts
 * as not written.
 */
final class YamlTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String SAMPLE =
            "a sample is conf/oddity.yaml, also in the jar: unzip -p oddity.jar conf/oddity.yaml";

    private final YAMLParser parser;
    private final Mistakes mistakes;

    private YamlTree(YAMLParser parser, Mistakes mistakes) {
        this.parser = parser;
        this.mistakes = mistakes;
    }

    /**
     * Reads all of a file.
     *
     * @throws ConfigException when there is no tree: broken YAML, nothing, or something other than keys with values
     */
    static ObjectNode parse(String yaml, String whereFrom, Mistakes mistakes) {
        try (YAMLParser parser = new YAMLFactory().createParser(yaml)) {
            if (parser.nextToken() == null || parser.currentToken() == JsonToken.VALUE_NULL) {
                throw unreadable(whereFrom, "is empty");
            }
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw unreadable(whereFrom, "must be a map of keys and values");
            }
            ObjectNode tree = new YamlTree(parser, mistakes).object("");
            if (parser.nextToken() != null) {
                JsonLocation at = parser.currentTokenLocation();
                throw unreadable(
                        place(whereFrom, at.getLineNr(), at.getColumnNr()),
                        "must hold one document, but a second follows");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw broken(whereFrom, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ConfigException unreadable(String where, String text) {
        return new ConfigException(List.of(new Mistake(where, text + "; " + SAMPLE)));
    }

    // The parser's own message quotes the line, and that may hold a secret; so it is not passed on, not even as the
    // cause.
    private static ConfigException broken(String whereFrom, JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Mark at = marked.getProblemMark();
            return unreadable(
                    place(whereFrom, at.getLine() + 1, at.getColumn() + 1),
                    "is not valid YAML: " + marked.getProblem());
        }
        JsonLocation at = e.getLocation();
        return unreadable(
                at == null ? whereFrom : place(whereFrom, at.getLineNr(), at.getColumnNr()), "is not valid YAML");
    }

    private static String place(String whereFrom, int line, int column) {
        return whereFrom + ":" + line + ":" + column;
    }

    private JsonNode value(String path) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(path);
            case START_ARRAY -> array(path);
            case VALUE_NULL -> NullNode.getInstance();
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(path);
            default -> text(path);
        };
    }

    private ObjectNode object(String path) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int line = parser.currentTokenLocation().getLineNr();
            parser.nextToken();
            JsonNode value = value(Paths.key(path, key));
            if (object.has(key)) {
                mistakes.add(Paths.key(path, key), "is written twice, again in line " + line);
            } else if (!value.isNull()) {
                object.set(key, value);
            }
        }
        return object;
    }

    private ArrayNode array(String path) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(Paths.entry(path, array.size())));
        }
        return array;
    }

    private JsonNode number(String path) throws IOException {
        if (Paths.isKafka(path)) {
            return NODES.textNode(parser.getText());
        }
        try {
            return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                    ? NODES.numberNode(parser.getBigIntegerValue())
                    : finite(parser.getDoubleValue());
        } catch (JsonProcessingException e) {
            return NODES.textNode(parser.getText()); // .inf and .nan, which no setting takes
        }
    }

    private JsonNode finite(double number) throws IOException {
        return Double.isFinite(number) ? NODES.numberNode(number) : NODES.textNode(parser.getText());
    }

    private JsonNode text(String path) throws IOException {
        if (parser.isCurrentAlias()) {
            mistakes.add(path, "is a YAML alias, which is not supported; write the value out");
        }
        return NODES.textNode(parser.getText());
    }
}
