package io.oddity.send;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The rows of one file, in order. Single-threaded. */
public sealed interface RowSource extends Closeable permits CsvRows, JsonRows {
    /**
     * The next row, or nothing at the file's end.
     *
     * @throws BadLine if the line is malformed; the next call goes on behind it
     * @throws IOException if the file cannot be read any further
     */
    Optional<Row> next() throws IOException, BadLine;
}
