package io.oddity.send;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Short ways to rows and readings for the tests. */
final class Texts {
    static final Mapping SILENT = new Mapping(Optional.empty(), Optional.empty(), Map.of(), Optional.empty());

    private Texts() {}

    static BufferedReader reader(String text) {
        return new BufferedReader(new StringReader(text));
    }

    static List<Row> csv(String text) throws IOException, BadLine {
        return all(new CsvRows(reader(text), Optional.empty()));
    }

    static List<Row> json(String text) throws IOException, BadLine {
        return all(new JsonRows(reader(text)));
    }

    static List<Row> all(RowSource source) throws IOException, BadLine {
        try (source) {
            List<Row> rows = new ArrayList<>();
            for (Optional<Row> row = source.next(); row.isPresent(); row = source.next()) {
                rows.add(row.get());
            }
            return rows;
        }
    }

    static List<Outgoing> format(Mapping mapping, List<Row> rows) throws BadLine {
        RowFormat format = RowFormat.of(mapping, "pump", rows.get(0));
        List<Outgoing> readings = new ArrayList<>();
        for (Row row : rows) {
            readings.add(format.format(row));
        }
        return readings;
    }
}
