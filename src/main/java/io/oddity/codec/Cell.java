package io.oddity.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** What stood at one field of a record: nothing, a number, a text, or something that is neither. Reused for every record. */
final class Cell {
    private final String field;
    private final boolean numeric;
    private JsonToken token;
    private String text;
    private double number;

    private Cell(String field, boolean numeric) {
        this.field = field;
        this.numeric = numeric;
    }

    static Cell ofNumber(String field) {
        return new Cell(field, true);
    }

    static Cell ofText(String field) {
        return new Cell(field, false);
    }

    void clear() {
        token = null;
    }

    void take(JsonToken found, JsonParser parser) throws IOException {
        token = found;
        if (numeric && found.isNumeric()) {
            number = parser.getDoubleValue();
        } else if (found.isScalarValue()) {
            text = parser.getText();
        }
    }

    /** Absent and null are the same. */
    boolean isAbsent() {
        return token == null || token == JsonToken.VALUE_NULL;
    }

    /** The finite number that stood here. */
    double number() throws Rejection {
        if (!token.isNumeric()) {
            throw new Rejection(field + ": not a number: " + shown());
        }
        if (!Double.isFinite(number)) {
            throw new Rejection(field + ": too large for a double");
        }
        return number;
    }

    /** The text, or the digits of the number, that stood here. */
    String text() throws Rejection {
        if (isAbsent()) {
            throw new Rejection(field + ": missing");
        }
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
            throw new Rejection(field + ": neither a text nor a number: " + shown());
        }
        return text;
    }

    private String shown() {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default -> Rejection.quote(text);
        };
    }
}
