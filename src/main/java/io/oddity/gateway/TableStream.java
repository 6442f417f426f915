package io.oddity.gateway;

import io.oddity.bus.Bus;
import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Feed;
import io.oddity.bus.Followed;
import io.oddity.bus.TableQuery;
import io.oddity.view.BaseTable;
import io.oddity.view.Column;
import io.oddity.view.Row;
import io.oddity.view.View;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * What a client of a table gets: a snapshot, and then what changes. Keeps nothing of the rows it has sent: an event says which one it
 * corrects. Single-threaded: owned by one {@code GatewayVerticle}.
 */
final class TableStream implements Selection {
    private static final Buffer NOTHING = Buffer.buffer();

    private final Vertx vertx;
    private final TableRequest snapshot;
    private final View view;
    private final List<Column> key;

    /** Events before it come from the log, where it is not known which one they correct. */
    private Cursor log = Cursor.NONE;

    /** @param snapshot what a client gets first that names no place; with a limit of 0 nothing */
    TableStream(Vertx vertx, TableRequest snapshot) {
        this.vertx = vertx;
        this.snapshot = snapshot;
        view = snapshot.view();
        key = view.base().columns().stream()
                .filter(column -> List.of("sensor_id", "ts").contains(column.name()))
                .toList();
    }

    /** The feed a table is made of: corrections of anomalies may be none. */
    static Feed feed(BaseTable table) {
        return table.kind() == BaseTable.Kind.ANOMALIES && !table.isKeyed() ? Feed.ANOMALIES : Feed.SCORED;
    }

    /** What of a table is in memory. */
    static Future<TableQuery.Held> held(Vertx vertx, BaseTable table) {
        return Bus.request(vertx, Bus.TABLES, new TableQuery.Rows(feed(table), table.pipeline()));
    }

    @Override
    public Future<Cursor> begin(StreamClient client, Cursor missed, Followed followed) {
        if (missed != null) {
            log = followed.past() == null ? followed.live() : Cursor.NONE;
            return Future.succeededFuture(missed);
        }
        return held(vertx, view.base()).compose(held -> vertx.executeBlocking(() -> snapshot(held), false)
                .map(json -> {
                    client.write(EventDecoder.sse("snapshot", held.to(), json));
                    return held.to();
                }));
    }

    private Buffer snapshot(TableQuery.Held held) {
        return TablePage.of(TableScan.of(held, true), snapshot).toSnapshot();
    }

    @Override
    public boolean accepts(Event event) {
        return event.pipeline().equals(view.base().pipeline());
    }

    @Override
    public Buffer sse(Feed feed, Event event, Cursor cursor) {
        Row row = snapshot.row(event);
        boolean isIn = view.accepts(row);
        boolean wasIn = view.base().isKeyed() && wasIn(event);
        if (isIn) {
            return EventDecoder.sse(wasIn ? "update" : "insert", cursor, TableAnswer.row(view, view.columns(), row));
        }
        return wasIn ? EventDecoder.sse("remove", cursor, TableAnswer.row(view, key, row)) : NOTHING;
    }

    private boolean wasIn(Event event) {
        if (event.offset() < log.next(event.partition(), 0)) {
            return true; // perhaps
        }
        return event.corrects() != null && view.accepts(snapshot.row(event.corrects()));
    }
}
