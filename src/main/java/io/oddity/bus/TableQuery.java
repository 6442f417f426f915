package io.oddity.bus;

/** Sent to {@link Bus#TABLES}; answered with a buffer of JSON. */
public sealed interface TableQuery {
    /** All sensors, or those of one pipeline; {@code pipeline} may be null. */
    record Sensors(String pipeline) implements TableQuery {}

    /** Which input partitions a sensor has been seen in; answered with a {@code List<SensorHome>}. */
    record WhereIs(String sensorId, String pipeline) implements TableQuery {}

    /**
     * The newest anomalies, newest first.
     *
     * @param sensorId only of this sensor; null for all
     * @param pipeline only of this pipeline; null for all
     * @param fromMillis not before this record time
     * @param toMillis before this record time
     * @param limit at most so many
     * @param before only older ones than this place, {@code partition:offset}; null to start with the newest
     */
    record Anomalies(String sensorId, String pipeline, long fromMillis, long toMillis, int limit, String before)
            implements TableQuery {}

    /** A pipeline and an input partition in which a sensor reports. */
    record SensorHome(String pipeline, int partition) {}
}
