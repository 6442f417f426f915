package io.oddity.gateway;

import io.oddity.bus.Event;
import io.oddity.view.Column;
import io.oddity.view.View;

/**
 * What is asked of a table.
 *
 * @param order by which column
 * @param fromMillis not before this record time
 * @param toMillis before this record time
 */
record TableRequest(View view, Column order, boolean isDescending, int limit, long fromMillis, long toMillis) {
    /** By this column rows can be given as they come. */
    static final String TIME = "record_ts";

    boolean isByTime() {
        return order.name().equals(TIME);
    }

    /** In which direction rows are gone through. */
    boolean isNewestFirst() {
        return isDescending || !isByTime();
    }

    boolean asksFor(Event event) {
        return event.pipeline().equals(view.base().pipeline())
                && event.recordTimeMillis() >= fromMillis
                && event.recordTimeMillis() < toMillis;
    }
}
