package io.oddity.backtest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.oddity.config.Pipeline;
import io.oddity.send.Cell;
import io.oddity.send.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the rows of one file records as a pipeline reads them.
 *
 * <p>The key is the sensor's id, the timestamp the time column's, the value a JSON object with a field for each filled cell of a CSV row, or a
 * JSON line as it stands. Where the pipeline wants sensor and time in fields that CSV has no columns for, those are added. Single-threaded.
 */
final class RowRecords {
    private static final JsonFactory JSON = new JsonFactory();

    /** What other programs write where there is no number. */
    private static final Set<String> NOTHING = Set.of("nan", "na", "n/a", "null", "none", "nil", "-", "?");

    private final DataFile file;
    private final Pipeline pipeline;
    private final Columns columns;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private boolean isSettled;
    private Optional<String> sensorColumn;
    private Optional<String> timeColumn;
    private Row row;
    private String sensorId;

    RowRecords(DataFile file, Pipeline pipeline, Columns columns) {
        this.file = file;
        this.pipeline = pipeline;
        this.columns = columns;
    }

    /** Takes a row; the other methods tell of it until the next one. */
    void read(Row next) throws BacktestException {
        row = next;
        if (!isSettled) {
            settle(row.columns());
            isSettled = true;
        }
        sensorId = sensorColumn.isPresent()
                ? filled(sensorColumn.get(), "no sensor is named here").text()
                : file.name();
    }

    private void settle(List<String> there) throws BacktestException {
        boolean isCsv = row.json().isEmpty();
        sensorColumn = columns.sensor()
                .or(() -> Optional.of(name(pipeline.sensorId())).filter(there::contains))
                .or(() -> columns.sensorOf(there));
        timeColumn = columns.time()
                .or(() -> Optional.of(name(pipeline.time().field())).filter(there::contains))
                .or(() -> columns.timeOf(there));
        demand(columns.sensor(), "--sensor", there);
        demand(columns.time(), "--time", there);
        demand(columns.label(), "--label", there);
        if (readsTimestamp() && timeColumn.isEmpty()) {
            throw BacktestException.usage(
                    file.path() + ": no column is known to hold the time; name it with --time; there are "
                            + String.join(", ", there));
        }
        if (isCsv && pipeline.metric() == null) {
            for (Pipeline.ChannelSource channel : pipeline.channels()) {
                demand(Optional.of(name(channel.field())), "channel " + channel.name(), there);
            }
        }
    }

    private void demand(Optional<String> column, String whatFor, List<String> there) throws BacktestException {
        if (column.isPresent() && !there.contains(column.get())) {
            throw BacktestException.usage(file.path() + ": no column '" + column.get() + "' (" + whatFor
                    + "); there are " + String.join(", ", there));
        }
    }

    /** The field's name, of a JSON Pointer with one name in it too. */
    private static String name(String field) {
        return field.startsWith("/") ? field.substring(1).replace("~1", "/").replace("~0", "~") : field;
    }

    private boolean readsTimestamp() {
        return pipeline.time().field().equals("@timestamp");
    }

    private Cell filled(String column, String otherwise) throws BacktestException {
        Cell cell = row.cells().get(column);
        if (cell == null) {
            throw wrong(column + ": " + otherwise);
        }
        return cell;
    }

    private BacktestException wrong(String what) {
        return BacktestException.failed(file.path() + ":" + row.line() + ": " + what, null);
    }

    byte[] key() {
        return sensorId.getBytes(StandardCharsets.UTF_8);
    }

    /** The row's time stands for that of its record. Where the pipeline does not read it, it only makes time pass, and may be missing. */
    long timeMillis() throws BacktestException {
        if (!readsTimestamp()) {
            return passingMillis();
        }
        String text = filled(timeColumn.orElseThrow(), "no time here").text();
        try {
            return columns.times().toMillis(text);
        } catch (DateTimeException e) {
            throw wrong(timeColumn.get() + ": not a time: '" + text + "' (--time-format says how to read it)");
        }
    }

    private long passingMillis() {
        Cell cell = timeColumn.map(row.cells()::get).orElse(null);
        try {
            return cell == null ? 0 : Math.max(0, columns.times().toMillis(cell.text()));
        } catch (DateTimeException e) {
            return 0;
        }
    }

    byte[] value() {
        if (row.json().isPresent()) {
            return row.json().get().getBytes(StandardCharsets.UTF_8);
        }
        bytes.reset();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            for (Map.Entry<String, Cell> cell : row.cells().entrySet()) {
                write(cell.getKey(), cell.getValue(), json);
            }
            // Of two fields of one name the last one counts.
            add(pipeline.sensorId(), sensorColumn, sensorId, json);
            if (timeColumn.isPresent() && row.cells().containsKey(timeColumn.get())) {
                add(
                        pipeline.time().field(),
                        timeColumn,
                        row.cells().get(timeColumn.get()).text(),
                        json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
        return bytes.toByteArray();
    }

    private static void write(String column, Cell cell, JsonGenerator json) throws IOException {
        if (cell.number().isPresent()) {
            json.writeFieldName(column);
            json.writeNumber(cell.number().get());
        } else if (!NOTHING.contains(cell.text().toLowerCase(Locale.ROOT))) {
            json.writeStringField(column, cell.text());
        }
    }

    private static void add(String field, Optional<String> column, String text, JsonGenerator json) throws IOException {
        boolean isField = !field.startsWith("@");
        if (isField && !column.equals(Optional.of(name(field)))) {
            json.writeStringField(name(field), text);
        }
    }

    Note note() throws BacktestException {
        String time = timeColumn.map(row.cells()::get).map(Cell::text).orElse(null);
        return new Note(
                time, columns.label().isPresent() && isLabelled(columns.label().get()));
    }

    private boolean isLabelled(String column) throws BacktestException {
        Cell cell = row.cells().get(column);
        if (cell == null) {
            return false;
        }
        if (cell.number().isPresent()) {
            return Double.parseDouble(cell.number().get()) != 0;
        }
        return switch (cell.text().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(column + ": neither 0 nor 1: '" + cell.text() + "'");
        };
    }
}
