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
     * @param readingsPerSecond over the last seconds
     */
    public record Counts(long readings, long anomalies, long deadLetters, double readingsPerSecond) {}

    /** Percentiles in milliseconds; all 0 when nothing was judged. */
    public record Latency(double p50Millis, double p99Millis, double maxMillis) {}
}
