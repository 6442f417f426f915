package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Feed;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * What a client gets, and as what. Clients for which this is equal get the same bytes.
 *
 * @param isSse whether as server-sent events, or as lines of JSON
 */
record Wanted(Feed feed, Selection selection, boolean isSse) {
    /** Appends an event; a client that has it goes on at {@code cursor}. */
    void append(Buffer out, Event event, Cursor cursor) {
        if (isSse) {
            out.appendBuffer(selection.sse(feed, event, cursor));
        } else {
            out.appendString("{\"cursor\":\"" + cursor + "\",")
                    .appendBuffer(event.json(), 1, event.json().length() - 1)
                    .appendString("\n");
        }
    }

    /** Events for clients that have all before them, encoded once. */
    Buffer encode(List<Event> events) {
        Buffer out = Buffer.buffer();
        events.forEach(event -> append(out, event, event.cursor()));
        return out;
    }
}
