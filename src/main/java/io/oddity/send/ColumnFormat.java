package io.oddity.send;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A row becomes {@code {"sensor_id": ..., <channel>: <number as in the file>..., "ts": <text as in the file>}}.
 *
 * <p>Where no channels are named, a column is one if its first filled cell is a number. A cell of a channel that is no number goes
 * out as a string, so that the reading is rejected where one sees it instead of losing a value here.
 */
final class ColumnFormat implements RowFormat {
    private static final JsonFactory JSON = new JsonFactory();

    private final Optional<String> sensorColumn;
    private final String sensorName;
    private final RecordTime time;
    private final boolean takesEveryNumber;
    private final Map<String, String> columnByChannel;
    private final Set<String> leftOut = new LinkedHashSet<>();

    ColumnFormat(Mapping mapping, String baseName, List<String> columns, RecordTime time) {
        sensorName = mapping.sensorId().orElse(baseName);
        sensorColumn = Optional.of(mapping.sensorId().orElse(Mapping.SENSOR_ID)).filter(columns::contains);
        this.time = time;
        takesEveryNumber = mapping.channels().isEmpty();
        columnByChannel = new LinkedHashMap<>(mapping.channels());
    }

    @Override
    public Outgoing format(Row row) throws BadLine {
        if (takesEveryNumber) {
            settleNewColumns(row);
        }
        String sensorId = sensorId(row);
        boolean isNumeric = columnByChannel.values().stream()
                .map(row.cells()::get)
                .allMatch(cell -> cell == null || cell.isNumber());
        return new Outgoing(Optional.of(sensorId), toJson(sensorId, row), time.millis(row), isNumeric);
    }

    @Override
    public Set<String> leftOut() {
        return leftOut;
    }

    private String sensorId(Row row) throws BadLine {
        if (sensorColumn.isEmpty()) {
            return sensorName;
        }
        Cell cell = row.cells().get(sensorColumn.get());
        if (cell == null) {
            throw new BadLine(row.line(), sensorColumn.get() + ": no sensor is named here");
        }
        return cell.text();
    }

    /** An empty cell says nothing, so a column waits for its first filled one. */
    private void settleNewColumns(Row row) {
        row.cells().forEach((column, cell) -> {
            if (isOpen(column)) {
                if (cell.isNumber()) {
                    columnByChannel.put(column, column);
                } else {
                    leftOut.add(column);
                }
            }
        });
    }

    private boolean isOpen(String column) {
        return !columnByChannel.containsKey(column)
                && !leftOut.contains(column)
                && !column.equals(Mapping.SENSOR_ID)
                && !column.equals(Mapping.TIME)
                && !sensorColumn.equals(Optional.of(column))
                && !time.column().equals(Optional.of(column));
    }

    private String toJson(String sensorId, Row row) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField(Mapping.SENSOR_ID, sensorId);
            for (Map.Entry<String, String> channel : columnByChannel.entrySet()) {
                write(channel.getKey(), row.cells().get(channel.getValue()), json);
            }
            Cell when = time.column().map(row.cells()::get).orElse(null);
            if (when != null) {
                json.writeStringField(Mapping.TIME, when.text());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot be written to", e);
        }
        return text.toString();
    }

    private static void write(String channel, Cell cell, JsonGenerator json) throws IOException {
        if (cell == null) {
            return;
        }
        json.writeFieldName(channel);
        if (cell.isNumber()) {
            json.writeNumber(cell.number().get());
        } else {
            json.writeString(cell.text());
        }
    }
}
