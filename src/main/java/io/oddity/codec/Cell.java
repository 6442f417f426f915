package io.oddity.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** What stood at one field of a record: nothing, a number, a text, or something that is neither. Reused for every record. */
final class Cell {
    private final String field;
    private final boolean numeric;
    private final Texts texts;
    private JsonToken token;
    private int begin;
    private String text;
    private double number;
    /** Where text and number are still to be read from; null when they are here. */
    private byte[] record;

    private int from;
    private int to;

    private Cell(String field, boolean numeric, Texts texts) {
        this.field = field;
        this.numeric = numeric;
        this.texts = texts;
    }

    static Cell ofNumber(String field, Texts texts) {
        return new Cell(field, true, texts);
    }

    static Cell ofText(String field, Texts texts) {
        return new Cell(field, false, texts);
    }

    void clear() {
        token = null;
        begin = -1;
    }

    /** Takes what a parser stands at. */
    void take(JsonToken found, JsonParser parser) throws IOException {
        token = found;
        begin = (int) parser.currentTokenLocation().getByteOffset();
        record = null;
        if (numeric && found.isNumeric()) {
            number = parser.getDoubleValue();
        } else if (found.isScalarValue()) {
            text = parser.getText();
        }
    }

    /**
     * Takes a value of plain ASCII out of a record.
     *
     * @param begin of a number, or of a text's quotation mark
     */
    void take(byte[] record, int begin, int end) {
        this.record = record;
        this.begin = begin;
        boolean isText = record[begin] == '"';
        token = isText ? JsonToken.VALUE_STRING : JsonToken.VALUE_NUMBER_FLOAT;
        from = isText ? begin + 1 : begin;
        to = isText ? end - 1 : end;
    }

    /** Where it stood in the record, in bytes; -1 where nothing did. */
    int begin() {
        return begin;
    }

    /** Whether it was taken from a record whose shape is known: such a text has nothing beyond ASCII in it. */
    boolean isPlain() {
        return record != null;
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
        double value = record == null ? number : Decimals.read(record, from, to);
        if (!Double.isFinite(value)) {
            throw new Rejection(field + ": too large for a double");
        }
        return value;
    }

    /** The text, or the digits of the number, that stood here. */
    String text() throws Rejection {
        mustBeText();
        return spelled();
    }

    /** The time that stood here, microseconds since the epoch. */
    long micros(EventTime format) throws Rejection {
        mustBeText();
        return record == null ? format.micros(text) : format.micros(record, from, to);
    }

    private void mustBeText() throws Rejection {
        if (isAbsent()) {
            throw new Rejection(field + ": missing");
        }
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
            throw new Rejection(field + ": neither a text nor a number: " + shown());
        }
    }

    private String spelled() {
        return record == null ? text : texts.get(record, from, to);
    }

    private String shown() {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default -> Rejection.quote(spelled());
        };
    }
}
