package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Feed;
import io.oddity.bus.Followed;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** What of a feed a client gets, and how it looks. */
interface Selection {
    /** The one sensor whose events may concern the client; null when there may be others. */
    default String onlySensor() {
        return null;
    }

    /** Whether an event may concern the client. */
    boolean accepts(Event event);

    /**
     * An event that is accepted, as a server-sent one; empty when the client gets nothing of it.
     *
     * @param cursor where a client that has it goes on
     */
    default Buffer sse(Feed feed, Event event, Cursor cursor) {
        return cursor.equals(event.cursor()) ? event.sse() : EventDecoder.sse(feed, cursor, event.json());
    }

    /**
     * Writes what a client gets before all events.
     *
     * @param missed where the client goes on; null when it is new
     * @return the place from which on it needs events
     */
    default Future<Cursor> begin(StreamClient client, Cursor missed, Followed followed) {
        return Future.succeededFuture(missed == null ? followed.live() : missed);
    }
}
