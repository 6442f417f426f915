package io.oddity.train;

import io.oddity.model.Missing;
import io.oddity.send.BadLine;
import io.oddity.send.Cell;
import io.oddity.send.InputFiles;
import io.oddity.send.Row;
import io.oddity.send.RowSource;
import io.oddity.send.SendException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * CSV or JSON lines files, the formats of {@code oddity send}. Features are columns; where none are named, those that hold a number in
 * the first row and are neither its sensor nor its time.
 */
public final class FileSource implements TrainingSource {
    private static final Set<String> NO_FEATURES = Set.of("sensor_id", "ts", "time", "timestamp", "date", "label");

    private final InputFiles input;
    private final List<String> files;
    private final Set<String> columns = new TreeSet<>();
    private List<String> features = List.of();
    private double[] values = new double[0];
    private boolean[] isSeen = new boolean[0];

    /** Files, read one after the other. */
    public FileSource(InputFiles input, List<String> files) {
        this.input = input;
        this.files = List.copyOf(files);
    }

    @Override
    public String description() {
        return String.join(", ", files);
    }

    @Override
    public void read(List<String> wanted, Rows rows) throws TrainingException {
        features = wanted;
        for (String file : files) {
            read(file, rows);
        }
        for (int i = 0; i < features.size(); i++) {
            if (!isSeen[i] && !columns.isEmpty()) {
                throw TrainingException.usage(
                        "--features: no row has " + features.get(i) + "; there are " + String.join(", ", columns));
            }
        }
    }

    private void read(String file, Rows rows) throws TrainingException {
        try {
            InputFiles.check(file);
        } catch (SendException e) {
            throw TrainingException.usage(e.getMessage());
        }
        try (RowSource source = input.open(file)) {
            for (Optional<Row> row = source.next(); row.isPresent(); row = source.next()) {
                add(row.get(), rows);
            }
        } catch (BadLine e) {
            throw TrainingException.failed(file + ", line " + e.line() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw TrainingException.failed(file + ": cannot be read: " + e, e);
        }
    }

    private void add(Row row, Rows rows) throws TrainingException {
        if (columns.isEmpty()) {
            begin(row, rows);
        }
        columns.addAll(row.columns());
        for (int i = 0; i < values.length; i++) {
            Cell cell = row.cells().get(features.get(i));
            isSeen[i] |= cell != null;
            values[i] = cell == null || cell.number().isEmpty()
                    ? Missing.VALUE
                    : Double.parseDouble(cell.number().get());
        }
        rows.add(values);
    }

    private void begin(Row row, Rows rows) throws TrainingException {
        if (features.isEmpty()) {
            features = row.cells().keySet().stream()
                    .filter(column -> !NO_FEATURES.contains(column)
                            && row.cells().get(column).number().isPresent())
                    .toList();
        }
        if (features.isEmpty()) {
            throw TrainingException.usage(
                    "no column of the first row holds a number; name some with --features; there are "
                            + String.join(", ", row.columns()));
        }
        values = new double[features.size()];
        Arrays.fill(values, Missing.VALUE);
        isSeen = new boolean[features.size()];
        rows.begin(features);
    }
}
