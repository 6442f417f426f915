package io.oddity.view;

import dev.cel.runtime.CelVariableResolver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A table as it is asked for: which rows, which columns, and what is computed beside them. */
public final class View {
    static final String NAME = "[a-zA-Z_][a-zA-Z0-9_]*";

    private final String name;
    private final BaseTable base;
    private final List<Expression> filters;
    private final List<Column> columns;
    private final Map<String, Expression> computed;
    private final Expressions expressions;

    private View(
            String name,
            BaseTable base,
            List<Expression> filters,
            List<Column> columns,
            Map<String, Expression> computed,
            Expressions expressions) {
        this.name = name;
        this.base = base;
        this.filters = List.copyOf(filters);
        this.columns = List.copyOf(columns);
        this.computed = computed;
        this.expressions = expressions;
    }

    /** All of a table. */
    public static View of(BaseTable base) {
        return new View(base.name(), base, List.of(), base.columns(), Map.of(), new Expressions(base, List.of()));
    }

    /**
     * A named view.
     *
     * @param filter which rows; null for all
     * @param columns names of columns of the table; null for all
     * @param computed further columns, by name
     * @throws ViewException with the part that is wrong
     */
    public static View of(
            BaseTable base, String name, String filter, List<String> columns, Map<String, String> computed)
            throws ViewException {
        Map<String, Expression> compiled = computed(base, computed);
        List<Column> added = compiled.entrySet().stream()
                .map(entry -> new Column(entry.getKey(), entry.getValue().type(), null, null))
                .toList();
        List<Column> shown = new ArrayList<>(columns == null ? base.columns() : named(base, columns));
        shown.addAll(added);
        View view = new View(name, base, List.of(), shown, compiled, new Expressions(base, added));
        return filter == null ? view : view.where(filter);
    }

    private static Map<String, Expression> computed(BaseTable base, Map<String, String> texts) throws ViewException {
        Expressions expressions = new Expressions(base, List.of());
        Map<String, Expression> compiled = new LinkedHashMap<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            String key = "computed." + text.getKey();
            if (!text.getKey().matches(NAME)) {
                throw new ViewException(key, "must be called by letters, digits and '_', to be used in expressions");
            }
            if (base.variables().containsKey(text.getKey())) {
                throw new ViewException(key, "must not be called like a column that is there");
            }
            try {
                compiled.put(text.getKey(), expressions.compile(text.getValue()));
            } catch (ViewException e) {
                throw e.at(key);
            }
        }
        return compiled;
    }

    private static List<Column> named(BaseTable base, List<String> names) throws ViewException {
        List<Column> columns = new ArrayList<>();
        for (String name : new LinkedHashSet<>(names)) {
            columns.add(find(base.columns(), name)
                    .orElseThrow(() ->
                            new ViewException("columns[" + names.indexOf(name) + "]", unknown(name, base.columns()))));
        }
        return columns;
    }

    private static Optional<Column> find(List<Column> columns, String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    private static String unknown(String name, List<Column> known) {
        return "no column is called '" + name + "'; known are "
                + known.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /** The same with fewer rows; the filter may name what is computed. */
    public View where(String filter) throws ViewException {
        try {
            List<Expression> more = new ArrayList<>(filters);
            more.add(expressions.condition(filter));
            return new View(name, base, more, columns, computed, expressions);
        } catch (ViewException e) {
            throw e.at("filter");
        }
    }

    /** The same with other columns of its own or of its table. */
    public View select(List<String> names) throws ViewException {
        List<Column> selected = new ArrayList<>();
        for (String column : new LinkedHashSet<>(names)) {
            selected.add(column(column));
        }
        return new View(name, base, filters, selected, computed, expressions);
    }

    /** A column of its own or of its table. */
    public Column column(String wanted) throws ViewException {
        return find(columns, wanted)
                .or(() -> find(base.columns(), wanted))
                .orElseThrow(() -> new ViewException("columns", unknown(wanted, columns)));
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The table it is a view of. */
    public BaseTable base() {
        return base;
    }

    /** In their order. */
    public List<Column> columns() {
        return columns;
    }

    /** Whether a row of its table is one of its own; a row that lacks what the filter needs is not. */
    public boolean accepts(Row row) {
        return (base.kind() != BaseTable.Kind.ANOMALIES || row.isAnomaly())
                && filters.stream().allMatch(filter -> Boolean.TRUE.equals(filter.evaluate(variables(row))));
    }

    private CelVariableResolver variables(Row row) {
        return variable -> Optional.ofNullable(
                computed.containsKey(variable)
                        ? computed.get(variable).evaluate(ofBase(row))
                        : base.variable(row, variable));
    }

    private CelVariableResolver ofBase(Row row) {
        return variable -> Optional.ofNullable(base.variable(row, variable));
    }

    /** Text, a Double, a Long, a Boolean or an Instant; null where there is none. */
    public Object value(Row row, Column column) {
        return column.field() == null ? computed.get(column.name()).evaluate(ofBase(row)) : row.get(column);
    }

    /** What a row stands for, by which a corrected one takes its place; null when each stands for itself. */
    public Object key(Row row) {
        return base.isKeyed() ? row.key() : null;
    }
}
