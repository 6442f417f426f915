package io.oddity.model;

/**
 * One sensor's state, and how far it got.
 *
 * @param sensorId the sensor
 * @param nextOffset the first offset of its input partition that the state does not contain
 * @param state what the detector knows, handed over, not to be changed; empty as long as it knows nothing, null when the sensor
 *     is forgotten
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity on purpose
public record Snapshot(String sensorId, long nextOffset, byte[] state) {
    /** A sensor whose first reading is that at {@code offset}, before it. */
    public static Snapshot born(String sensorId, long offset) {
        return new Snapshot(sensorId, offset, new byte[0]);
    }

    /** Takes back what was saved of a sensor. */
    public static Snapshot forgotten(String sensorId) {
        return new Snapshot(sensorId, 0, null);
    }

    /** Says whether the sensor is forgotten. */
    public boolean isForgotten() {
        return state == null;
    }
}
