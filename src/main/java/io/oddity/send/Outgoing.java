package io.oddity.send;

import java.util.Optional;

/**
 * What becomes one Kafka record.
 *
 * @param sensorId the key; nothing if a JSON line names no sensor
 * @param value JSON
 * @param timestampMillis since 1970; nothing for the time of sending
 * @param isNumeric whether every channel holds a number; Oddity rejects the others
 */
public record Outgoing(Optional<String> sensorId, String value, Optional<Long> timestampMillis, boolean isNumeric) {}
