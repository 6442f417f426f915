package io.oddity.bus;

import java.util.List;

/** Sent to {@link Bus#TABLES}; answered with a buffer of JSON unless it says otherwise. */
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

    /** What of a pipeline is in memory, newest last, which may have to be read first; answered with {@link Held}. */
    record Rows(Feed feed, String pipeline) implements TableQuery {}

    /** How much is in memory of all; answered with a {@code List<Size>}. */
    record Sizes() implements TableQuery {}

    /**
     * Rows in memory.
     *
     * @param from before it nothing is known
     * @param to from here on nothing is known yet
     */
    record Held(Cursor from, Cursor to, List<Event> rows) {
        /** Copies the list. */
        public Held {
            rows = List.copyOf(rows);
        }
    }

    /** How much of a pipeline is in memory. */
    record Size(Feed feed, String pipeline, int rows, long bytes) {}

    /** A pipeline and an input partition in which a sensor reports. */
    record SensorHome(String pipeline, int partition) {}
}
