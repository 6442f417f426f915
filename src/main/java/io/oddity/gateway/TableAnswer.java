package io.oddity.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.oddity.bus.Cursor;
import io.oddity.view.Column;
import io.oddity.view.Row;
import io.oddity.view.View;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows of a table, and how they are written.
 *
 * @param next where to go on; null when there is no more
 * @param scanned how many rows were looked at
 * @param isCut looking at all would have taken too long
 */
record TableAnswer(View view, List<Row> rows, Cursor next, long scanned, boolean isCut) {
    private static final JsonFactory JSON = new JsonFactory();

    /** How rows can be written. */
    enum Format {
        JSON("application/json"),
        NDJSON("application/x-ndjson"),
        CSV("text/csv");

        final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }
    }

    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    Buffer toBuffer(Format format) {
        return switch (format) {
            case JSON -> toJson();
            case NDJSON -> lines();
            case CSV -> csv();
        };
    }

    private Buffer toJson() {
        return write(json -> {
            begin(json);
            json.writeNumberField("scanned", scanned);
            json.writeBooleanField("truncated", isCut);
            json.writeStringField("next", next == null ? null : next.toString());
            json.writeEndObject();
        });
    }

    /** The rows alone, as they are now. */
    Buffer toSnapshot() {
        return write(json -> {
            begin(json);
            json.writeEndObject();
        });
    }

    private void begin(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("table", view.name());
        json.writeArrayFieldStart("columns");
        for (Column column : view.columns()) {
            json.writeString(column.name());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rows");
        for (Row row : rows) {
            write(json, view, view.columns(), row);
        }
        json.writeEndArray();
    }

    private Buffer lines() {
        Buffer lines = Buffer.buffer();
        rows.forEach(row -> lines.appendBuffer(row(view, view.columns(), row)).appendString("\n"));
        return lines;
    }

    /** Some columns of one row. */
    static Buffer row(View view, List<Column> columns, Row row) {
        return write(json -> write(json, view, columns, row));
    }

    private static Buffer write(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private static void write(JsonGenerator json, View view, List<Column> columns, Row row) throws IOException {
        json.writeStartObject();
        for (Column column : columns) {
            Object value = value(view, column, row);
            json.writeFieldName(column.name());
            if (value instanceof Double number) {
                json.writeNumber(number);
            } else if (value instanceof Long number) {
                json.writeNumber(number);
            } else if (value instanceof Boolean flag) {
                json.writeBoolean(flag);
            } else if (value == null) {
                json.writeNull();
            } else {
                json.writeString(value.toString());
            }
        }
        json.writeEndObject();
    }

    /** What divides by zero has no value. */
    private static Object value(View view, Column column, Row row) {
        Object value = view.value(row, column);
        return value instanceof Double number && !Double.isFinite(number) ? null : value;
    }

    /** RFC 4180. */
    private Buffer csv() {
        Buffer csv = Buffer.buffer(view.columns().stream()
                        .map(column -> cell(column.name()))
                        .collect(Collectors.joining(",")))
                .appendString("\r\n");
        for (Row row : rows) {
            csv.appendString(view.columns().stream()
                            .map(column -> cell(value(view, column, row)))
                            .collect(Collectors.joining(",")))
                    .appendString("\r\n");
        }
        return csv;
    }

    /** Text that a spreadsheet would take for a formula begins with an apostrophe, which makes it text there, too. */
    private static String cell(Object value) {
        if (!(value instanceof String text)) {
            return value == null ? "" : value.toString();
        }
        String safe = text.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + text : text;
        return safe.matches("(?s).*[\",\\r\\n].*") || !safe.equals(text)
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }
}
