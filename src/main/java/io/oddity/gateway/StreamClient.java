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
    private Cursor liveFrom;
    private boolean isClosed;

    final Feed feed;

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
        for (Event event : events) {
            if (filter.accepts(event)) {
                enqueue(event);
            }
        }
        if (liveFrom != null) {
            flush();
        }
    }

    private void enqueue(Event event) {
        if (onlyLatest && liveFrom != null) {
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

    /** The client has all that was before {@code from}; what came meanwhile follows. */
    void goLive(Cursor from) {
        waiting.removeIf(event -> event.offset() < from.next(event.partition(), 0));
        liveFrom = from;
        flush();
    }

    private void flush() {
        if (isClosed || liveFrom == null || response.writeQueueFull()) {
            return;
        }
        Buffer out = Buffer.buffer();
        waiting.forEach(event -> append(out, event));
        waiting.clear();
        latest.values().forEach(event -> append(out, event));
        latest.clear();
        if (dropped > 0 && isSse) {
            out.appendString("event: dropped\ndata: {\"dropped\":" + dropped + "}\n\n");
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
        if (isSse) {
            out.appendBuffer(event.sse());
        } else {
            out.appendBuffer(event.json()).appendString("\n");
        }
    }

    /** Says that what lay between two offsets is no longer in Kafka. */
    void writeGap(int partition, long from, long to) {
        if (isSse) {
            write(Buffer.buffer(
                    "event: gap\ndata: {\"partition\":" + partition + ",\"from\":" + from + ",\"to\":" + to + "}\n\n"));
        }
    }

    /** Says that the connection lives, so that neither side takes silence for death. */
    void heartbeat() {
        if (isSse && !response.writeQueueFull()) {
            write(Buffer.buffer(": alive\n\n"));
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
