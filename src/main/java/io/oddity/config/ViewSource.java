package io.oddity.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A named view of a table.
 *
 * @param of a pipeline and what of it, such as {@code temperature.scored}
 * @param filter which rows, as a CEL expression; null for all
 * @param columns names of columns of the table; null for all
 * @param computed further columns, by name a CEL expression each
 */
public record ViewSource(String name, String of, String filter, List<String> columns, Map<String, String> computed) {
    public ViewSource {
        columns = columns == null ? null : List.copyOf(columns);
        computed = Collections.unmodifiableMap(new LinkedHashMap<>(computed));
    }
}
