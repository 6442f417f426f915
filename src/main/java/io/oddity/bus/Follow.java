package io.oddity.bus;

/**
 * Sent to {@link Bus#FOLLOW}: a client starts or stops to follow a feed; a start is answered with {@link Followed}. Stopping twice,
 * or without having started, does nothing.
 *
 * @param follower names the client, in this process and for ever
 * @param missed before which the client has everything; null when it wants nothing of the past
 */
public record Follow(Feed feed, String follower, boolean starts, Cursor missed) {}
