package io.oddity.bus;

import java.util.List;

/**
 * The answer to a {@link Follow} that starts.
 *
 * @param live from here on all events will be published
 * @param past what the client missed before {@code live}, in order; null when this process does not remember it
 */
public record Followed(Cursor live, List<Event> past) {}
