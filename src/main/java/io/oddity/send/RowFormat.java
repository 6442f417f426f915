package io.oddity.send;

import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the rows of one file Kafka records. Single-threaded. */
public sealed interface RowFormat permits ColumnFormat, PassThrough {
    /**
     * The row as Kafka takes it.
     *
     * @throws BadLine if the row lacks its sensor, or its time cannot be read
     */
    Outgoing format(Row row) throws BadLine;

    /** Columns that were left out because their first filled cell is no number. */
    Set<String> leftOut();

    /**
     * Settles what the columns of one file mean.
     *
     * @param baseName names the sensor where nothing else does
     * @param first the file's first row
     * @throws SendException if the mapping asks for a column that is not there
     */
    static RowFormat of(Mapping mapping, String baseName, Row first) {
        Optional<String> time = mapping.timeColumn(first.columns());
        time.ifPresent(column -> demand(column, "--time", first.columns()));
        mapping.channels().values().forEach(column -> demand(column, "--channels", first.columns()));
        if (mapping.timestamps().isPresent() && time.isEmpty()) {
            throw SendException.usage("--timestamps file: no column is known to hold the time; name it with --time; "
                    + "there are " + String.join(", ", first.columns()));
        }
        RecordTime recordTime = new RecordTime(time, mapping.timestamps());
        return mapping.isSilent() && first.json().isPresent()
                ? new PassThrough(recordTime)
                : new ColumnFormat(mapping, baseName, first.columns(), recordTime);
    }

    private static void demand(String column, String option, List<String> columns) {
        if (!columns.contains(column)) {
            throw SendException.usage(option + ": no column '" + column + "'; there are " + String.join(", ", columns));
        }
    }

    /**
     * The record's timestamp.
     *
     * @param column of the time, if there is one
     * @param text how to read it; nothing for the time of sending
     */
    record RecordTime(Optional<String> column, Optional<TimeText> text) {
        Optional<Long> millis(Row row) throws BadLine {
            if (text.isEmpty()) {
                return Optional.empty();
            }
            Cell cell = row.cells().get(column.orElseThrow());
            if (cell == null) {
                throw new BadLine(row.line(), column.get() + ": no time here, and --timestamps file wants one");
            }
            try {
                return Optional.of(text.get().toMillis(cell.text()));
            } catch (DateTimeException e) {
                throw new BadLine(
                        row.line(),
                        column.get() + ": not a time: '" + cell.text() + "' (--time-format says how to read it)");
            }
        }
    }
}
