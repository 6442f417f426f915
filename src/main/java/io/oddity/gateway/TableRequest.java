package io.oddity.gateway;

import io.oddity.bus.Event;
import io.oddity.view.BaseTable;
import io.oddity.view.Column;
import io.oddity.view.Row;
import io.oddity.view.View;
import java.util.function.UnaryOperator;

/**
 * What is asked of a table.
 *
 * @param order by which column
 * @param fromMillis not before this record time
 * @param toMillis before this record time
 * @param said what people say of an anomaly, by its id; null where they say nothing
 */
record TableRequest(
        View view,
        Column order,
        boolean isDescending,
        int limit,
        long fromMillis,
        long toMillis,
        UnaryOperator<String> said) {
    /** By this column rows can be given as they come. */
    static final String TIME = "record_ts";

    /** Of a table of which nobody says anything. */
    TableRequest(View view, Column order, boolean isDescending, int limit, long fromMillis, long toMillis) {
        this(view, order, isDescending, limit, fromMillis, toMillis, id -> null);
    }

    boolean isByTime() {
        return order.name().equals(TIME);
    }

    /** In which direction rows are gone through. */
    boolean isNewestFirst() {
        return isDescending || !isByTime();
    }

    /** A row of the table, with what people say now. */
    Row row(Event event) {
        Row row = Row.parse(event.json().getBytes());
        return view.base().kind() == BaseTable.Kind.ANOMALIES ? row.judged(said.apply(row.anomalyId())) : row;
    }

    boolean asksFor(Event event) {
        return event.pipeline().equals(view.base().pipeline())
                && event.recordTimeMillis() >= fromMillis
                && event.recordTimeMillis() < toMillis;
    }
}
