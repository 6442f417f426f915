package io.oddity.table;

import io.oddity.bus.Event;
import io.oddity.bus.TableQuery;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;

/** Answers questions about the newest anomalies. Single-threaded. */
public final class RecentAnomalies {
    private final EventRing ring;

    /** Asks what the ring holds at the time of the question. */
    public RecentAnomalies(EventRing ring) {
        this.ring = ring;
    }

    /** What is asked for, newest first, with the place to go on from, as JSON. */
    public Buffer toJson(TableQuery.Anomalies query) {
        Buffer json = Buffer.buffer("{\"anomalies\":[");
        Iterator<Event> newestFirst = ring.newestFirst();
        if (query.before() != null) {
            skipTo(query.before(), newestFirst);
        }
        Event last = null;
        int found = 0;
        while (newestFirst.hasNext() && found < query.limit()) {
            Event event = newestFirst.next();
            if (matches(query, event)) {
                json.appendString(found++ == 0 ? "" : ",").appendBuffer(event.json());
                last = event;
            }
        }
        String next = last != null && newestFirst.hasNext() ? '"' + place(last) + '"' : "null";
        return json.appendString("],\"next\":" + next + "}");
    }

    private static void skipTo(String place, Iterator<Event> events) {
        boolean found = false;
        while (!found && events.hasNext()) {
            found = place(events.next()).equals(place);
        }
    }

    private static String place(Event event) {
        return event.partition() + ":" + event.offset();
    }

    private static boolean matches(TableQuery.Anomalies query, Event event) {
        return (query.sensorId() == null || query.sensorId().equals(event.sensorId()))
                && (query.pipeline() == null || query.pipeline().equals(event.pipeline()))
                && event.recordTimeMillis() >= query.fromMillis()
                && event.recordTimeMillis() < query.toMillis();
    }
}
