package io.oddity.codec;

import java.nio.charset.StandardCharsets;

/**
 * How the records about each sensor begin, as long as it is remembered: the same sensors come again and again. What others displace is
 * made anew. Single-threaded.
 */
final class Heads {
    private static final int SIZE = 1 << 13;

    private static final Name V = new Name("v");
    private static final Name PIPELINE = new Name("pipeline");
    private static final Name SENSOR_ID = new Name("sensor_id");
    private static final Name TS = new Name("ts");

    /** Of the record's layout. */
    private static final int SCHEMA_VERSION = 1;

    private final Name pipeline;
    private final JsonBytes json = new JsonBytes();
    private final Head[] heads = new Head[SIZE];

    /**
     * Of one sensor.
     *
     * @param key of its records
     * @param json the beginning of the records, up to the time
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Head(String sensorId, byte[] key, byte[] json) {}

    Heads(Name pipeline) {
        this.pipeline = pipeline;
    }

    Head of(String sensorId) {
        int hash = sensorId.hashCode();
        int at = (hash ^ (hash >>> 13)) & (SIZE - 1);
        Head head = heads[at];
        if (head == null || !head.sensorId.equals(sensorId)) {
            head = new Head(sensorId, sensorId.getBytes(StandardCharsets.UTF_8), json(sensorId));
            heads[at] = head;
        }
        return head;
    }

    private byte[] json(String sensorId) {
        json.clear();
        json.beginObject();
        json.name(V);
        json.number(SCHEMA_VERSION);
        json.name(PIPELINE);
        json.text(pipeline);
        json.text(SENSOR_ID, sensorId);
        json.name(TS);
        return json.toByteArray();
    }
}
