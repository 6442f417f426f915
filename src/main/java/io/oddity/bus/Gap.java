package io.oddity.bus;

/**
 * What clients of a feed miss for good: what lay between two offsets is no longer in Kafka. When {@code from} is the higher one, the
 * partition never had it: the topic was made anew.
 */
public record Gap(int partition, long from, long to) {}
