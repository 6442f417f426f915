package io.oddity.bus;

/**
 * Sent to {@link Bus#FOLLOW}: a client starts or stops to follow a feed; a start is answered with the {@link Cursor} from
 * which on all events will be published. Stopping twice, or without having started, does nothing.
 *
 * @param follower names the client, in this process and for ever
 */
public record Follow(Feed feed, String follower, boolean starts) {}
