package io.oddity.bus;

/**
 * Sent to {@link Bus#FOLLOW}: a client starts or stops to follow a feed; a start is answered with the {@link Cursor} from
 * which on all events will be published.
 */
public record Follow(Feed feed, boolean starts) {}
