package io.oddity.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The least that a JSON parser can do with a record: numbers as numbers, the rest as text, nothing looked up. */
public final class BareParse {
    private static final JsonFactory JSON = new JsonFactory();

    private BareParse() {}

    /** The numbers of a record and the lengths of its texts, so that neither is left out. */
    public static double sum(byte[] json) {
        double sum = 0;
        try (JsonParser parser = JSON.createParser(json)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken().isNumeric()) {
                    sum += parser.getDoubleValue();
                } else if (parser.currentToken().isScalarValue()) {
                    sum += parser.getText().length();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum;
    }
}
