package io.oddity.pipeline;

import java.util.List;

/**
 * What the sensors of one pipeline in one input partition did in a short span of record time; readers add up pulses of the
 * same span.
 *
 * @param pipeline the pipeline
 * @param partition the input partition
 * @param startMillis the start of the span, record time
 * @param sensors the sensors seen
 */
public record Pulse(String pipeline, int partition, long startMillis, List<Sensor> sensors) {
    /** How long a pulse spans. */
    public static final long SPAN_MILLIS = 200;

    /** Copies the list. */
    public Pulse {
        sensors = List.copyOf(sensors);
    }

    /**
     * One sensor in a pulse.
     *
     * @param sensorId whose it is
     * @param readings how many readings
     * @param anomalies how many of them were anomalies
     * @param maxScore the highest score
     * @param last the last reading's values, one a channel; handed over, not to be changed
     * @param lastScore the last reading's score
     * @param isWarm whether the detector is warm
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by identity on purpose
    public record Sensor(
            String sensorId,
            int readings,
            int anomalies,
            double maxScore,
            double[] last,
            double lastScore,
            boolean isWarm) {}
}
