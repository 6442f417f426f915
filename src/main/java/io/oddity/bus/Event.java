package io.oddity.bus;

import io.vertx.core.buffer.Buffer;

/**
 * A verdict as clients get it, encoded once for all of them; nobody may change its buffers.
 *
 * @param pipeline the pipeline
 * @param sensorId the sensor
 * @param score in [0, 1]
 * @param partition of the feed's topic, not of the input
 * @param offset in that partition
 * @param recordTimeMillis the record's timestamp
 * @param cursor where a client that has seen this event goes on
 * @param json the verdict
 * @param sse the verdict as a server-sent event
 */
public record Event(
        String pipeline,
        String sensorId,
        double score,
        int partition,
        long offset,
        long recordTimeMillis,
        Cursor cursor,
        Buffer json,
        Buffer sse) {}
