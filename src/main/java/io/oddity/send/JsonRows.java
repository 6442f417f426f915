package io.oddity.send;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows of a file with one JSON object a line. Fields that are null are not filled; what is nested stays one text. */
public final class JsonRows implements RowSource {
    private static final JsonFactory JSON = new JsonFactory();

    private final BufferedReader reader;
    private long line;

    public JsonRows(BufferedReader reader) {
        this.reader = reader;
    }

    @Override
    public Optional<Row> next() throws IOException, BadLine {
        String text = nextFilledLine();
        if (text == null) {
            return Optional.empty();
        }
        try (JsonParser parser = JSON.createParser(text)) {
            return Optional.of(toRow(parser, text));
        } catch (JsonProcessingException e) {
            throw new BadLine(line, "not JSON: " + e.getOriginalMessage());
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private String nextFilledLine() throws IOException {
        String text;
        do {
            text = reader.readLine();
            line++;
        } while (text != null && text.isBlank());
        return text;
    }

    private Row toRow(JsonParser parser, String text) throws IOException, BadLine {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new BadLine(line, "not a JSON object; one object a line is wanted");
        }
        List<String> columns = new ArrayList<>();
        Map<String, Cell> filled = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            columns.add(name);
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                filled.put(name, cell(parser, text));
            }
        }
        if (parser.nextToken() != null) {
            throw new BadLine(line, "more than one JSON object; one object a line is wanted");
        }
        return new Row(line, columns, filled, Optional.of(text));
    }

    private static Cell cell(JsonParser parser, String text) throws IOException {
        if (parser.currentToken().isNumeric()) {
            return Cell.ofJsonNumber(parser.getText());
        }
        if (parser.currentToken().isScalarValue()) {
            return Cell.ofJsonText(parser.getText());
        }
        int begin = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        return Cell.ofJsonText(
                text.substring(begin, (int) parser.currentLocation().getCharOffset()));
    }
}
