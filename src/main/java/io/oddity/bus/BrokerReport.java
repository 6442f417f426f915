package io.oddity.bus;

/**
 * Whether Kafka answers and has the topics that are needed.
 *
 * @param isUp whether all is well
 * @param text for people: what is wrong and what to do
 */
public record BrokerReport(boolean isUp, String text) {}
