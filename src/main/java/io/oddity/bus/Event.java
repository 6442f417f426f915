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
 * @param corrects the verdict on the same sensor and time whose place it takes; null when it takes none, as far as is known
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
        Buffer sse,
        Event corrects) {
    /** An event that takes no other's place. */
    public Event(
            String pipeline,
            String sensorId,
            double score,
            int partition,
            long offset,
            long recordTimeMillis,
            Cursor cursor,
            Buffer json,
            Buffer sse) {
        this(pipeline, sensorId, score, partition, offset, recordTimeMillis, cursor, json, sse, null);
    }

    /** The same, in the place of another one, of which it is not known any more whose place that took. */
    public Event correcting(Event other) {
        if (other == null && corrects == null) {
            return this;
        }
        Event corrected = other == null ? null : other.correcting(null);
        return new Event(pipeline, sensorId, score, partition, offset, recordTimeMillis, cursor, json, sse, corrected);
    }
}
