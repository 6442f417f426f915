package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Feed;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One client of the stream. Until it has caught up, new events wait; afterwards they are written as they come, as long as the
 * client takes them. Single-threaded: owned by one {@code GatewayVerticle}.
 */
final class StreamClient {
    /** How many events wait for a client before it counts as a laggard. */
    private static final int MAX_WAITING = 10_000;

    private final HttpServerResponse response;
    private final StreamFilter filter;
    private final boolean isSse;
    private final boolean onlyLatest;
    private final ArrayDeque<Event> waiting = new ArrayDeque<>();
    private final Map<String, Event> latest = new LinkedHashMap<>();
    private long dropped;
    private boolean isLive;
    private boolean isAhead;
    private Cursor ahead = Cursor.NONE;
    private Cursor place = Cursor.NONE;
    private boolean isClosed;

    final Feed feed;
    final String name = UUID.randomUUID().toString();

    /** Writes to {@code response}, as server-sent events or as lines of JSON. */
    StreamClient(HttpServerResponse response, Feed feed, StreamFilter filter, boolean isSse, boolean onlyLatest) {
        this.response = response;
        this.feed = feed;
        this.filter = filter;
        this.isSse = isSse;
        this.onlyLatest = onlyLatest;
        response.drainHandler(drained -> flush());
    }

    /** Takes new events. */
    void take(List<Event> events) {
        if (isClosed) {
            return;
        }
        for (Event event : events) {
            if (filter.accepts(event) && isNew(event)) {
                enqueue(event);
            }
        }
        if (isLive) {
            place = place.or(events.get(events.size() - 1).cursor());
            flush();
        }
    }

    /** Not so when the client got it from Kafka, or from another node that was quicker than this one. */
    private boolean isNew(Event event) {
        return event.offset() >= place.next(event.partition(), 0);
    }

    private void enqueue(Event event) {
        if (onlyLatest && isLive) {
            if (latest.remove(event.pipeline() + '\0' + event.sensorId()) != null) {
                dropped++;
            }
            latest.put(event.pipeline() + '\0' + event.sensorId(), event);
        } else {
            waiting.add(event);
            if (waiting.size() > MAX_WAITING) {
                // Its cursor says where it was, so coming back loses nothing.
                close();
            }
        }
    }

    /** The client has all that was before both {@code from} and {@code behind}; what came meanwhile follows. */
    void goLive(Cursor from, Cursor behind) {
        place = from.or(behind);
        ahead = place;
        isAhead = !place.equals(from);
        waiting.removeIf(event -> !isNew(event));
        isLive = true;
        if (!waiting.isEmpty()) {
            place = place.or(waiting.getLast().cursor());
        } else if (isSse) {
            // Without an id, a client that is cut before its first event would miss what comes until it is back.
            write(Buffer.buffer("id: " + place + "\n\n"));
        }
        flush();
    }

    private void flush() {
        if (isClosed || !isLive || response.writeQueueFull()) {
            return;
        }
        Buffer out = Buffer.buffer();
        waiting.forEach(event -> append(out, event));
        waiting.clear();
        latest.values().forEach(event -> append(out, event));
        latest.clear();
        if (dropped > 0) {
            notice(out, "dropped", "{\"dropped\":" + dropped + "}");
        }
        dropped = 0;
        write(out);
    }

    /** Writes past events; completes when the client can take more. */
    Future<Void> writePast(List<Event> events) {
        Buffer out = Buffer.buffer();
        events.stream().filter(filter::accepts).forEach(event -> append(out, event));
        return out.length() == 0 ? Future.succeededFuture() : response.write(out);
    }

    private void append(Buffer out, Event event) {
        Cursor cursor = isAhead ? event.cursor().or(ahead) : event.cursor();
        isAhead &= !cursor.equals(event.cursor());
        if (!isSse) {
            out.appendString("{\"cursor\":\"" + cursor + "\",")
                    .appendBuffer(event.json(), 1, event.json().length() - 1)
                    .appendString("\n");
        } else if (isAhead) {
            out.appendBuffer(EventDecoder.sse(feed, cursor, event.json()));
        } else {
            out.appendBuffer(event.sse());
        }
    }

    private void notice(Buffer out, String name, String json) {
        out.appendString(isSse ? "event: " + name + "\ndata: " + json + "\n\n" : json + "\n");
    }

    /** Says that what lay between two offsets is no longer in Kafka. */
    void writeGap(int partition, long from, long to) {
        Buffer out = Buffer.buffer();
        notice(out, "gap", "{\"partition\":" + partition + ",\"from\":" + from + ",\"to\":" + to + "}");
        write(out);
    }

    /**
     * Says that the connection lives, so that neither side takes silence for death; and where the client is, so that one whose
     * filter lets little pass does not come back for hours of what is not for it.
     */
    void heartbeat() {
        if (!response.writeQueueFull()) {
            boolean hasAll = isLive && waiting.isEmpty() && latest.isEmpty();
            write(Buffer.buffer(!isSse ? "\n" : hasAll ? ": alive\nid: " + place + "\n\n" : ": alive\n\n"));
        }
    }

    private void write(Buffer out) {
        if (!isClosed && out.length() > 0) {
            response.write(out);
        }
    }

    boolean isClosed() {
        return isClosed;
    }

    /** Cuts the connection. */
    void close() {
        if (!isClosed) {
            isClosed = true;
            waiting.clear();
            latest.clear();
            response.reset();
        }
    }

    /** The connection is gone. */
    void closed() {
        isClosed = true;
    }
}
