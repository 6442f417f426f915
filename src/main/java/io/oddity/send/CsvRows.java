package io.oddity.send;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rows of a CSV file (RFC 4180) whose first line names the columns. Columns without a name are left out. */
public final class CsvRows implements RowSource {
    private static final CsvFactory CSV =
            CsvFactory.builder().enable(CsvParser.Feature.SKIP_EMPTY_LINES).build();

    private final CsvParser parser;
    private final List<String> header;
    private final List<String> columns;
    private long line;

    /**
     * @param separator between cells; nothing for the one the header line suggests
     * @throws BadLine if the header is malformed or names a column twice
     */
    public CsvRows(BufferedReader reader, Optional<Character> separator) throws IOException, BadLine {
        char between = separator.isPresent() ? separator.get() : Separator.detect(reader);
        parser = CSV.createParser(reader);
        parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(between));
        header = nextCells().orElse(List.of());
        columns = header.stream().filter(name -> !name.isEmpty()).toList();
        refuseTwins();
    }

    @Override
    public Optional<Row> next() throws IOException, BadLine {
        Optional<List<String>> cells = nextCells();
        return cells.isPresent() ? Optional.of(toRow(cells.get())) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private Optional<List<String>> nextCells() throws IOException, BadLine {
        if (!skipToNextRow()) {
            return Optional.empty();
        }
        line = parser.currentLocation().getLineNr();
        List<String> cells = new ArrayList<>();
        try {
            while (parser.nextToken() == JsonToken.VALUE_STRING) {
                cells.add(parser.getText().strip());
            }
        } catch (JsonProcessingException e) {
            throw new BadLine(line, "not CSV: " + e.getOriginalMessage());
        }
        return Optional.of(cells);
    }

    /** After a malformed line the parser still stands inside it, so what is left of it is passed over here. */
    private boolean skipToNextRow() throws IOException {
        JsonToken token = parser.nextToken();
        while (token != null && token != JsonToken.START_ARRAY) {
            token = parser.nextToken();
        }
        return token != null;
    }

    private Row toRow(List<String> cells) throws BadLine {
        if (cells.size() != header.size()) {
            throw new BadLine(line, Summary.counted(cells.size(), "cell") + " where the header has " + header.size());
        }
        Map<String, Cell> filled = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            if (!header.get(i).isEmpty() && !cells.get(i).isEmpty()) {
                filled.put(header.get(i), Cell.ofCsv(cells.get(i)));
            }
        }
        return new Row(line, columns, filled, Optional.empty());
    }

    private void refuseTwins() throws BadLine {
        Set<String> seen = new HashSet<>();
        for (String name : columns) {
            if (!seen.add(name)) {
                throw new BadLine(line, "the header names column '" + name + "' twice");
            }
        }
    }
}
