package io.oddity.codec;

import java.nio.charset.StandardCharsets;

/**
 * How the records about each sensor begin, as long as it is remembered: the same sensors come again and again. There are two places for
 * each; what others displace is made anew. Single-threaded.
 */
final class Heads {
    private static final int SIZE = 1 << 14;

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
        int at = (hash ^ (hash >>> 14)) & (SIZE - 2);
        if (is(at, sensorId)) {
            return heads[at];
        }
        if (is(at + 1, sensorId)) {
            return heads[at + 1];
        }
        heads[at + 1] = heads[at];
        heads[at] = new Head(sensorId, sensorId.getBytes(StandardCharsets.UTF_8), json(sensorId));
        return heads[at];
    }

    private boolean is(int at, String sensorId) {
        return heads[at] != null && heads[at].sensorId.equals(sensorId);
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
