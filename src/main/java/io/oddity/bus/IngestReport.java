package io.oddity.bus;

import java.util.List;
import java.util.Map;

/**
 * How an ingest loop is, said every second and whenever its phase changes.
 *
 * @param index which of this process's ingest loops
 * @param phase what it is doing
 * @param text for people: what it waits for, or what went wrong and what happens next
 * @param partitions the input partitions assigned to it, such as {@code sensors-0}
 * @param lagRecords records in those partitions that are not judged yet
 * @param restarts how often it started anew after a failure
 * @param aborted transactions given up
 * @param restore how state is kept and was restored
 * @param counts by pipeline, since the process started
 * @param latency record timestamp to committed verdict, over the last ten seconds
 */
public record IngestReport(
        int index,
        Phase phase,
        String text,
        List<String> partitions,
        long lagRecords,
        long restarts,
        long aborted,
        Restore restore,
        Map<String, Counts> counts,
        Latency latency) {
    /** Copies the collections. */
    public IngestReport {
        partitions = List.copyOf(partitions);
        counts = Map.copyOf(counts);
    }

    /** What an ingest loop is doing. */
    public enum Phase {
        CONNECTING,
        RESTORING,
        RUNNING,
        FAILED,
        STOPPED
    }

    /**
     * What happened to the records of a pipeline.
     *
     * @param readings judged
     * @param anomalies judged to be odd
     * @param deadLetters rejected
     * @param alarms episodes that began
     * @param sensorMicros how much time of sensors was judged, all sensors added up
     * @param readingsPerSecond over the last seconds
     * @param agreement with the challenger, if there is one
     */
    public record Counts(
            long readings,
            long anomalies,
            long deadLetters,
            long alarms,
            double sensorMicros,
            double readingsPerSecond,
            Agreement agreement) {}

    /**
     * How often a pipeline and the variant in its shadow called the same readings anomalies.
     *
     * @param both said so
     * @param onlyDecided only the one that decided
     * @param onlyShadow only the one in the shadow
     * @param neither none of the two
     */
    public record Agreement(long both, long onlyDecided, long onlyShadow, long neither) {
        /** Nothing was compared yet. */
        public static final Agreement NONE = new Agreement(0, 0, 0, 0);
    }

    /**
     * How state is kept and was restored.
     *
     * @param sensors restored when partitions were last assigned
     * @param millis how long that took
     * @param unsavedRecords records that a restart would have to read again
     * @param snapshotAgeMillis how long ago the oldest of them was judged
     * @param forgottenSensors forgotten to stay within bounds, since the process started
     */
    public record Restore(
            long sensors, long millis, long unsavedRecords, long snapshotAgeMillis, long forgottenSensors) {}

    /** Percentiles in milliseconds; all 0 when nothing was judged. */
    public record Latency(double p50Millis, double p99Millis, double maxMillis) {}
}
