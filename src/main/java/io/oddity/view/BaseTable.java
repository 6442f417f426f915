package io.oddity.view;

import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A table that is there without being configured: all readings of a pipeline, all verdicts, or the anomalies.
 *
 * @param isKeyed whether a row stands for a sensor and a time, so that a corrected reading takes the place of the first one
 */
public record BaseTable(String name, String pipeline, Kind kind, boolean isKeyed, List<Column> columns) {
    static final String FEEDBACK = "feedback";

    /** Which of the three. */
    public enum Kind {
        READINGS,
        SCORED,
        ANOMALIES
    }

    /** Copies the list. */
    public BaseTable {
        columns = List.copyOf(columns);
    }

    /**
     * The three of a pipeline.
     *
     * @param outputs what its detectors say beside the score, such as {@code forest.score}
     * @param models its detectors whose versions verdicts name
     */
    public static List<BaseTable> of(
            String pipeline, boolean isKeyed, List<String> channels, List<String> outputs, List<String> models) {
        List<BaseTable> tables = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<Column> columns = new ArrayList<>(List.of(
                    Column.of("sensor_id", Column.Type.TEXT),
                    Column.of("ts", Column.Type.TIME),
                    Column.of("record_ts", Column.Type.TIME)));
            channels.forEach(channel -> columns.add(Column.of("values", channel, Column.Type.NUMBER)));
            if (kind != Kind.READINGS) {
                judged(columns);
                if (kind == Kind.ANOMALIES) {
                    columns.add(Column.of(FEEDBACK, Column.Type.TEXT));
                }
                outputs.forEach(output -> columns.add(Column.of("outputs", output, Column.Type.NUMBER)));
                models.forEach(model -> columns.add(Column.of("models", model, Column.Type.TEXT)));
            }
            columns.add(Column.of("partition", Column.Type.WHOLE));
            columns.add(Column.of("offset", Column.Type.WHOLE));
            String name = pipeline + '.' + kind.name().toLowerCase(Locale.ROOT);
            tables.add(new BaseTable(name, pipeline, kind, isKeyed, columns));
        }
        return tables;
    }

    private static void judged(List<Column> columns) {
        columns.add(Column.of("raw_score", Column.Type.NUMBER));
        columns.add(Column.of("score", Column.Type.NUMBER));
        columns.add(Column.of("threshold", Column.Type.NUMBER));
        columns.add(Column.of("p", Column.Type.NUMBER));
        columns.add(Column.of("anomaly", Column.Type.FLAG));
        columns.add(Column.of("status", Column.Type.TEXT));
        columns.add(Column.of("kind", Column.Type.TEXT));
        columns.add(Column.of("why", Column.Type.TEXT));
        columns.add(Column.of("episode", "id", Column.Type.TEXT));
        columns.add(Column.of("episode", "state", Column.Type.TEXT));
        columns.add(Column.of("detector", Column.Type.TEXT));
        columns.add(Column.of("variant", Column.Type.TEXT));
    }

    /** What expressions may name, and of which type it is: fields as they stand in a verdict. */
    Map<String, CelType> variables() {
        Map<String, CelType> variables = new LinkedHashMap<>();
        for (Column column : columns) {
            CelType type = column.type().cel;
            variables.put(column.field(), column.key() == null ? type : MapType.create(SimpleType.STRING, type));
        }
        return variables;
    }

    /** Which entries a field has that is a map. */
    List<String> keys(String field) {
        return columns.stream()
                .filter(column -> column.field().equals(field) && column.key() != null)
                .map(Column::key)
                .toList();
    }

    /** The value of a variable; null where the row has none. */
    Object variable(Row row, String field) {
        Map<String, Object> entries = new HashMap<>();
        for (Column column : columns) {
            if (column.field().equals(field)) {
                Object value = row.get(column);
                if (column.key() == null) {
                    return value;
                }
                if (value != null) {
                    entries.put(column.key(), value);
                }
            }
        }
        return entries;
    }
}
