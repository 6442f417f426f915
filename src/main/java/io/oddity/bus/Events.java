package io.oddity.bus;

import java.util.List;

/** New events of a feed, in the order in which this process read them. */
public record Events(Feed feed, List<Event> events) {
    /** Copies the list. */
    public Events {
        events = List.copyOf(events);
    }
}
