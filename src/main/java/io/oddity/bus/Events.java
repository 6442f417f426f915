package io.oddity.bus;

import java.util.List;

/**
 * New events of a feed, in the order in which this process read them.
 *
 * @param gaps what was lost before them
 */
public record Events(Feed feed, List<Gap> gaps, List<Event> events) {
    /** Copies the lists. */
    public Events {
        gaps = List.copyOf(gaps);
        events = List.copyOf(events);
    }
}
