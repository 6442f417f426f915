package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Feed;
import io.oddity.bus.Followed;
import io.oddity.bus.Gap;
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

    /** How many past events are written before the client has taken them: some 100 KB, for many may come back at once. */
    private static final int PAST_AT_ONCE = 250;

    private final HttpServerResponse response;
    private final Selection selection;
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
    StreamClient(HttpServerResponse response, Feed feed, Selection selection, boolean isSse, boolean onlyLatest) {
        this.response = response;
        this.feed = feed;
        this.selection = selection;
        this.isSse = isSse;
        this.onlyLatest = onlyLatest;
        response.drainHandler(drained -> flush());
    }

    /** What it writes before all events; completes with the place from which on the client needs them. */
    Future<Cursor> begin(Cursor missed, Followed followed) {
        return selection.begin(this, missed, followed);
    }

    /** Takes new events. */
    void take(List<Event> events) {
        if (isClosed) {
            return;
        }
        for (Event event : events) {
            if (selection.accepts(event) && isNew(event)) {
                enqueue(event);
            }
        }
        if (isLive && !events.isEmpty()) {
            place = place.or(events.get(events.size() - 1).cursor());
            flush();
        }
    }

    /** Takes that all clients have lost something. One that is still catching up is cut; it comes back and is told then. */
    void lose(Gap gap) {
        if (!isLive) {
            close();
            return;
        }
        long had = place.next(gap.partition(), 0);
        boolean isAnew = gap.to() < gap.from();
        if (isAnew ? had > gap.to() : had < gap.to()) {
            write(pending());
            startAt(place.with(gap.partition(), gap.to()));
            place = ahead;
            writeGap(new Gap(gap.partition(), had, gap.to()));
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

    /** The client has all that was before {@code past}, which may be later than where the next events come from. */
    void startAt(Cursor past) {
        ahead = past;
        isAhead = true;
    }

    /** The client has all that was before {@code behind}; what came meanwhile follows. */
    void goLive(Cursor behind) {
        startAt(behind);
        place = behind;
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
        if (!isClosed && isLive && !response.writeQueueFull()) {
            write(pending());
        }
    }

    private Buffer pending() {
        Buffer out = Buffer.buffer();
        waiting.forEach(event -> append(out, event));
        waiting.clear();
        latest.values().forEach(event -> append(out, event));
        latest.clear();
        if (dropped > 0) {
            notice(out, "dropped", "{\"dropped\":" + dropped + "}");
        }
        dropped = 0;
        return out;
    }

    /** Writes past events; completes when the client can take more. */
    Future<Void> writePast(List<Event> events) {
        int end = Math.min(events.size(), PAST_AT_ONCE);
        Buffer out = Buffer.buffer();
        events.subList(0, end).stream().filter(selection::accepts).forEach(event -> append(out, event));
        Future<Void> written = out.length() == 0 ? Future.succeededFuture() : response.write(out);
        return end == events.size() ? written : written.compose(taken -> writePast(events.subList(end, events.size())));
    }

    private void append(Buffer out, Event event) {
        Cursor cursor = isAhead ? event.cursor().or(ahead) : event.cursor();
        isAhead &= !cursor.equals(event.cursor());
        if (!isSse) {
            out.appendString("{\"cursor\":\"" + cursor + "\",")
                    .appendBuffer(event.json(), 1, event.json().length() - 1)
                    .appendString("\n");
        } else {
            out.appendBuffer(selection.sse(feed, event, cursor));
        }
    }

    private void notice(Buffer out, String name, String json) {
        out.appendString(isSse ? "event: " + name + "\ndata: " + json + "\n\n" : json + "\n");
    }

    /** Says that what lay between two offsets is no longer in Kafka. */
    void writeGap(Gap gap) {
        Buffer out = Buffer.buffer();
        String json = "{\"partition\":" + gap.partition() + ",\"from\":" + gap.from() + ",\"to\":" + gap.to() + "}";
        notice(out, "gap", json);
        write(out);
    }

    /**
     * Says that the connection lives, so that neither side takes silence for death; and where the client is, so that one whose
     * filter lets little pass does not come back for hours of what is not for it.
     */
    void heartbeat() {
        if (!isClosed && !response.writeQueueFull()) {
            boolean hasAll = isLive && waiting.isEmpty() && latest.isEmpty();
            write(Buffer.buffer(!isSse ? "\n" : hasAll ? ": alive\nid: " + place + "\n\n" : ": alive\n\n"));
        }
    }

    /** Writes to a client that may be gone. */
    void write(Buffer out) {
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
