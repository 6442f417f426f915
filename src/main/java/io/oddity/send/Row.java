package io.oddity.send;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a file.
 *
 * @param line where it begins, from 1
 * @param columns every column's name in the file's order, filled or not; of a JSON line, its fields
 * @param cells the filled cells by column, in the file's order
 * @param json the line as it stands, if it is JSON
 */
public record Row(long line, List<String> columns, Map<String, Cell> cells, Optional<String> json) {
    public Row {
        columns = List.copyOf(columns);
        cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
    }
}
