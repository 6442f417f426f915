package io.oddity.modelfile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads JSON piece by piece and says where something is wrong, as {@code trees[3].left[7]}. Single-threaded. */
final class StrictJson {
    private static final int MAX_TEXT_CHARS = 1_000;

    private final JsonParser parser;

    StrictJson(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads what stands at a key. */
    interface Value {
        void read() throws IOException, WrongJson;
    }

    /** Reads the whole document, which is an object and nothing else. */
    void document(Map<String, Value> keys, Set<String> required) throws IOException, WrongJson {
        parser.nextToken();
        object(keys, required);
        if (parser.nextToken() != null) {
            throw new WrongJson("something follows the object");
        }
    }

    /** Reads an object of these keys. */
    void object(Map<String, Value> keys, Set<String> required) throws IOException, WrongJson {
        expect(JsonToken.START_OBJECT, "an object");
        String where = where();
        Set<String> missing = new TreeSet<>(required);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            Value value = keys.get(key);
            if (value == null) {
                throw wrong("not known; the keys are " + String.join(", ", new TreeSet<>(keys.keySet())));
            }
            missing.remove(key);
            parser.nextToken();
            value.read();
        }
        if (!missing.isEmpty()) {
            throw new WrongJson((where.isEmpty() ? "" : where + ": ") + "lacks " + String.join(", ", missing));
        }
    }

    /** Reads an array of at most so many entries. */
    void array(int atMost, Value entry) throws IOException, WrongJson {
        expect(JsonToken.START_ARRAY, "an array");
        for (int count = 1; parser.nextToken() != JsonToken.END_ARRAY; count++) {
            if (count > atMost) {
                throw wrong("too many entries; at most " + atMost + " are read");
            }
            entry.read();
        }
    }

    /** Reads an array of whole numbers. */
    int[] ints(int atMost) throws IOException, WrongJson {
        int[][] values = {new int[16]};
        int[] count = {0};
        array(atMost, () -> {
            values[0] = count[0] < values[0].length ? values[0] : Arrays.copyOf(values[0], 2 * count[0]);
            values[0][count[0]++] = wholeNumber();
        });
        return Arrays.copyOf(values[0], count[0]);
    }

    /** Reads an array of 0 for false and 1 for true. */
    boolean[] zerosAndOnes(int atMost) throws IOException, WrongJson {
        boolean[][] values = {new boolean[16]};
        int[] count = {0};
        array(atMost, () -> {
            values[0] = count[0] < values[0].length ? values[0] : Arrays.copyOf(values[0], 2 * count[0]);
            int value = wholeNumber();
            if (value != 0 && value != 1) {
                throw wrong("must be 0 or 1, was " + value);
            }
            values[0][count[0]++] = value == 1;
        });
        return Arrays.copyOf(values[0], count[0]);
    }

    /** Reads an array of finite numbers. */
    double[] doubles(int atMost) throws IOException, WrongJson {
        double[][] values = {new double[16]};
        int[] count = {0};
        array(atMost, () -> {
            values[0] = count[0] < values[0].length ? values[0] : Arrays.copyOf(values[0], 2 * count[0]);
            values[0][count[0]++] = number();
        });
        return Arrays.copyOf(values[0], count[0]);
    }

    /** Reads an array of texts. */
    List<String> texts(int atMost) throws IOException, WrongJson {
        List<String> texts = new ArrayList<>();
        array(atMost, () -> texts.add(text()));
        return texts;
    }

    int wholeNumber() throws IOException, WrongJson {
        long value = longNumber();
        if (value != (int) value) {
            throw wrong("must be a 32-bit number, was " + value);
        }
        return (int) value;
    }

    long longNumber() throws IOException, WrongJson {
        expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw wrong("must be a 64-bit number, was " + shown());
        }
        return parser.getLongValue();
    }

    double number() throws IOException, WrongJson {
        if (!parser.currentToken().isNumeric()) {
            throw wrong("must be a number, was " + shown());
        }
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw wrong("must be finite, was " + shown());
        }
        return value;
    }

    String text() throws IOException, WrongJson {
        expect(JsonToken.VALUE_STRING, "a text");
        if (parser.getTextLength() > MAX_TEXT_CHARS) {
            throw wrong("must have at most " + MAX_TEXT_CHARS + " characters, had " + parser.getTextLength());
        }
        return parser.getText();
    }

    /** Passes over a value of any kind. */
    void skip() throws IOException {
        parser.skipChildren();
    }

    /** A complaint about what was read last. */
    WrongJson wrong(String what) {
        return new WrongJson(where() + ": " + what);
    }

    private void expect(JsonToken token, String name) throws IOException, WrongJson {
        if (parser.currentToken() != token) {
            throw wrong("must be " + name + ", was " + shown());
        }
    }

    private String shown() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default -> parser.getTextLength() > 40 ? parser.getText().substring(0, 40) + "…" : parser.getText();
        };
    }

    private String where() {
        StringBuilder path = new StringBuilder();
        append(parser.getParsingContext(), path);
        return path.toString();
    }

    private static void append(JsonStreamContext context, StringBuilder path) {
        if (context.inRoot()) {
            return;
        }
        append(context.getParent(), path);
        if (context.inArray() && context.hasCurrentIndex()) {
            path.append('[').append(context.getCurrentIndex()).append(']');
        } else if (context.inObject() && context.hasCurrentName()) {
            path.append(path.isEmpty() ? "" : ".").append(context.getCurrentName());
        }
    }
}
