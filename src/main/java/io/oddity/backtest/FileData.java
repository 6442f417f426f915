package io.oddity.backtest;

import io.oddity.config.Pipeline;
import io.oddity.send.BadLine;
import io.oddity.send.InputFiles;
import io.oddity.send.Row;
import io.oddity.send.RowSource;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** CSV or JSON lines files, one stretch each, the formats of {@code oddity send}. Offsets are row numbers, from 0. */
public final class FileData implements Data {
    private final InputFiles input;
    private final List<DataFile> files;
    private final Pipeline pipeline;
    private final Columns columns;
    private final LongConsumer rowsRead;

    /**
     * Files whose rows are records of a pipeline.
     *
     * @param rowsRead told how many more rows were read
     */
    public FileData(InputFiles input, List<DataFile> files, Pipeline pipeline, Columns columns, LongConsumer rowsRead) {
        this.input = input;
        this.files = List.copyOf(files);
        this.pipeline = pipeline;
        this.columns = columns;
        this.rowsRead = rowsRead;
    }

    @Override
    public String description() {
        return files.size() <= 3
                ? files.stream().map(DataFile::name).collect(Collectors.joining(", "))
                : files.size() + " files, " + files.get(0).name() + " to "
                        + files.get(files.size() - 1).name();
    }

    /** Takes a file's rows. */
    interface Rows {
        void take(Row row) throws BacktestException;
    }

    @Override
    public void read(Replay replay) throws BacktestException {
        for (int i = 0; i < files.size(); i++) {
            DataFile file = files.get(i);
            RowRecords records = new RowRecords(file, pipeline, columns);
            long[] offset = {0};
            replay.begin(new Stretch(i, file.name()));
            forEach(input, file, row -> {
                records.read(row);
                replay.add(offset[0]++, records.key(), records.value(), records.timeMillis(), records.note());
                rowsRead.accept(1);
            });
            replay.end();
        }
    }

    /** The first row of a file; nothing if it has none. */
    public static Optional<Row> first(InputFiles input, DataFile file) throws BacktestException {
        try (RowSource source = input.open(file.path())) {
            return source.next();
        } catch (BadLine e) {
            throw bad(file, e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static void forEach(InputFiles input, DataFile file, Rows rows) throws BacktestException {
        try (RowSource source = input.open(file.path())) {
            for (Optional<Row> row = source.next(); row.isPresent(); row = source.next()) {
                rows.take(row.get());
            }
        } catch (BadLine e) {
            throw bad(file, e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static BacktestException bad(DataFile file, BadLine e) {
        return BacktestException.failed(file.path() + ":" + e.line() + ": " + e.getMessage(), e);
    }

    private static BacktestException unreadable(DataFile file, IOException e) {
        String what = e instanceof CharacterCodingException
                ? "not UTF-8 text; convert it, such as with iconv -f latin1 -t utf-8"
                : "cannot be read: " + e;
        return BacktestException.failed(file.path() + ": " + what, e);
    }
}
