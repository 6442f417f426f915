package io.oddity.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds a fixed set of fields in a JSON document in one streaming pass, without building a tree of it.
 *
 * <p>A field is a name at the top level or a JSON Pointer (RFC 6901), array indexes included. When a name stands twice in an
 * object, the last one counts, as in most JSON libraries.
 */
final class FieldTree {
    private final Map<String, FieldTree> children = new HashMap<>();
    private final List<Cell> cells = new ArrayList<>();

    /** Asks for a field; {@code cell} will hold what stands there. */
    void add(String field, Cell cell) {
        FieldTree node = this;
        if (field.startsWith("/")) {
            for (JsonPointer at = JsonPointer.compile(field); !at.matches(); at = at.tail()) {
                node = node.child(at.getMatchingProperty());
            }
        } else {
            node = node.child(field);
        }
        node.cells.add(cell);
    }

    private FieldTree child(String name) {
        return children.computeIfAbsent(name, key -> new FieldTree());
    }

    /** Reads the object or array that the parser stands at, to its end. */
    void read(JsonParser parser) throws IOException {
        boolean array = parser.currentToken() == JsonToken.START_ARRAY;
        for (int index = 0; ; index++) {
            String name = array ? Integer.toString(index) : parser.nextFieldName();
            if (name == null || (array && parser.nextToken() == JsonToken.END_ARRAY)) {
                return;
            }
            JsonToken token = array ? parser.currentToken() : parser.nextToken();
            FieldTree child = children.get(name);
            if (child != null) {
                child.take(token, parser);
            } else if (token.isStructStart()) {
                parser.skipChildren();
            }
        }
    }

    private void take(JsonToken token, JsonParser parser) throws IOException {
        for (Cell cell : cells) {
            cell.take(token, parser);
        }
        children.values().forEach(FieldTree::clear);
        if (!token.isStructStart()) {
            return;
        }
        if (children.isEmpty()) {
            parser.skipChildren();
        } else {
            read(parser);
        }
    }

    /** Forgets what stood in an earlier object or array of the same name. */
    private void clear() {
        cells.forEach(Cell::clear);
        children.values().forEach(FieldTree::clear);
    }
}
