package io.oddity.table;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Gap;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The newest events of a feed, a bounded number of them, and from which place on they are complete. Single-threaded. */
public final class EventRing {
    private final int maxEvents;
    private final long maxBytes;
    private final ArrayDeque<Event> newestLast = new ArrayDeque<>();
    private final Map<Integer, Long> completeFrom = new HashMap<>();
    private long bytes;

    /** Starts empty. */
    public EventRing(int maxEvents, long maxBytes) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
    }

    /** All events of a partition from this offset on will be added. */
    public void begin(int partition, long offset) {
        completeFrom.put(partition, offset);
    }

    /** Adds the newest one. */
    public void add(Event event) {
        newestLast.addLast(event);
        bytes += size(event);
        while (newestLast.size() > maxEvents || bytes > maxBytes) {
            Event oldest = newestLast.removeFirst();
            bytes -= size(oldest);
            completeFrom.put(oldest.partition(), oldest.offset() + 1);
        }
    }

    private static long size(Event event) {
        return (long) event.json().length() + event.sse().length();
    }

    /** What is kept of a partition that was made anew is not of this partition. */
    public void lose(Gap gap) {
        newestLast.removeIf(event -> event.partition() == gap.partition() && event.offset() >= gap.to());
        bytes = newestLast.stream().mapToLong(EventRing::size).sum();
        completeFrom.put(gap.partition(), gap.to());
    }

    /** Says whether all events from a place on are here, up to the place at which the feed is being read. */
    public boolean covers(Cursor from, Cursor readTo) {
        return completeFrom.entrySet().stream().allMatch(begin -> {
            long wanted = from.next(begin.getKey(), 0);
            return begin.getValue() <= wanted && wanted <= readTo.next(begin.getKey(), 0);
        });
    }

    /** The events from a place on, in the order in which they were added. */
    public List<Event> since(Cursor from) {
        ArrayDeque<Event> events = new ArrayDeque<>();
        Iterator<Event> newestFirst = newestLast.descendingIterator();
        while (newestFirst.hasNext()) {
            Event event = newestFirst.next();
            if (from.reaches(event.cursor())) {
                break; // whoever is there has this one and all before it
            }
            if (event.offset() >= from.next(event.partition(), 0)) {
                events.addFirst(event);
            }
        }
        return List.copyOf(events);
    }

    Iterator<Event> newestFirst() {
        return newestLast.descendingIterator();
    }
}
