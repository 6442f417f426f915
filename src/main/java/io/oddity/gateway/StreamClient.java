package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Followed;
import io.oddity.bus.Gap;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Iterator;
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

    /** The same in bytes, where verdicts are large. They are shared by all who wait for them. */
    private static final long MAX_WAITING_BYTES = 16 << 20;

    /** How many past events are written before the client has taken them: some 100 KB, for many may come back at once. */
    private static final int PAST_AT_ONCE = 250;

    /** What is written at once, and copied for this client alone until the kernel has it. */
    static final int WRITE_BYTES = 32 << 10;

    private final HttpServerResponse response;
    private final boolean onlyLatest;
    private final ArrayDeque<Event> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private final Map<String, Event> latest = new LinkedHashMap<>();
    private long dropped;
    private boolean isLive;
    private boolean isAhead;
    private Cursor ahead = Cursor.NONE;
    private boolean isClosed;

    final Wanted wanted;
    final String name = UUID.randomUUID().toString();

    /** Writes to {@code response}. */
    StreamClient(HttpServerResponse response, Wanted wanted, boolean onlyLatest) {
        this.response = response;
        this.wanted = wanted;
        this.onlyLatest = onlyLatest;
        response.setWriteQueueMaxSize(WRITE_BYTES);
        response.drainHandler(drained -> flush());
    }

    /** What it writes before all events; completes with the place from which on the client needs them. */
    Future<Cursor> begin(Cursor missed, Followed followed) {
        return wanted.selection().begin(this, missed, followed);
    }

    /**
     * Takes new events of those it wants.
     *
     * @param encoded the same, for a client that has all before them; not to be changed
     */
    void take(List<Event> events, Buffer encoded) {
        if (isUpToDate() && !isAhead && !onlyLatest && encoded.length() <= WRITE_BYTES && !response.writeQueueFull()) {
            write(encoded);
            return;
        }
        for (Event event : events) {
            if (!isClosed && isNew(event)) {
                enqueue(event);
            }
        }
        flush();
    }

    private boolean isUpToDate() {
        return isLive && waiting.isEmpty() && latest.isEmpty();
    }

    /**
     * Takes that all clients have lost something. One that is still catching up is cut; it comes back and is told then.
     *
     * @param place behind what was handed out to all before
     */
    void lose(Gap gap, Cursor place) {
        if (!isLive) {
            close();
            return;
        }
        Cursor own = own(place);
        long had = own.next(gap.partition(), 0);
        boolean isAnew = gap.to() < gap.from();
        if (isAnew ? had > gap.to() : had < gap.to()) {
            while (!isUpToDate()) {
                write(next());
            }
            startAt(own.with(gap.partition(), gap.to()));
            writeGap(new Gap(gap.partition(), had, gap.to()));
        }
    }

    /** Not so when the client got it from Kafka, or from another node that was quicker than this one. */
    private boolean isNew(Event event) {
        return !isAhead || event.offset() >= ahead.next(event.partition(), 0);
    }

    /** Where it is when it has all that was handed out. */
    private Cursor own(Cursor place) {
        return isAhead ? ahead.or(place) : place;
    }

    private void enqueue(Event event) {
        if (onlyLatest && isLive) {
            if (latest.remove(event.pipeline() + '\0' + event.sensorId()) != null) {
                dropped++;
            }
            latest.put(event.pipeline() + '\0' + event.sensorId(), event);
        } else {
            waiting.add(event);
            waitingBytes += event.json().length();
            if (waiting.size() > MAX_WAITING || waitingBytes > MAX_WAITING_BYTES) {
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
        List<Event> came = List.copyOf(waiting);
        waiting.clear();
        waitingBytes = 0;
        came.stream().filter(this::isNew).forEach(this::enqueue);
        isLive = true;
        if (waiting.isEmpty() && wanted.isSse()) {
            // Without an id, a client that is cut before its first event would miss what comes until it is back.
            write(Buffer.buffer("id: " + behind + "\n\n"));
        }
        flush();
    }

    private void flush() {
        while (!isClosed && isLive && !isUpToDate() && !response.writeQueueFull()) {
            write(next());
        }
    }

    /** Of what waits, as much as is written at once. */
    private Buffer next() {
        Buffer out = Buffer.buffer();
        while (!waiting.isEmpty() && out.length() < WRITE_BYTES) {
            Event event = waiting.remove();
            waitingBytes -= event.json().length();
            append(out, event);
        }
        Iterator<Event> newest = latest.values().iterator();
        while (newest.hasNext() && out.length() < WRITE_BYTES) {
            append(out, newest.next());
            newest.remove();
        }
        if (dropped > 0 && latest.isEmpty()) {
            notice(out, "dropped", "{\"dropped\":" + dropped + "}");
            dropped = 0;
        }
        return out;
    }

    /** Writes past events; completes when the client can take more. */
    Future<Void> writePast(List<Event> events) {
        int end = Math.min(events.size(), PAST_AT_ONCE);
        Buffer out = Buffer.buffer();
        events.subList(0, end).stream().filter(wanted.selection()::accepts).forEach(event -> append(out, event));
        Future<Void> written = out.length() == 0 ? Future.succeededFuture() : response.write(out);
        return end == events.size() ? written : written.compose(taken -> writePast(events.subList(end, events.size())));
    }

    private void append(Buffer out, Event event) {
        Cursor cursor = isAhead ? event.cursor().or(ahead) : event.cursor();
        isAhead &= !cursor.equals(event.cursor());
        wanted.append(out, event, cursor);
    }

    private void notice(Buffer out, String name, String json) {
        out.appendString(wanted.isSse() ? "event: " + name + "\ndata: " + json + "\n\n" : json + "\n");
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
     *
     * @param place behind what was handed out to all
     */
    void heartbeat(Cursor place) {
        if (!isClosed && !response.writeQueueFull()) {
            String id = isUpToDate() ? "id: " + own(place) + "\n" : "";
            write(Buffer.buffer(wanted.isSse() ? ": alive\n" + id + "\n" : "\n"));
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
