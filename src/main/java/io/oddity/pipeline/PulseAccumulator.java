package io.oddity.pipeline;

import io.oddity.model.Readings;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects verdicts of one pipeline in one input partition into pulses. Single-threaded: owned by one ingest loop. */
public final class PulseAccumulator {
    /** More in one record could pass the megabyte that Kafka allows, and the stream would stand still for ever. */
    private static final int SENSORS_A_PULSE = 1_000;

    private final String pipeline;
    private final int partition;
    private final TreeMap<Long, Map<String, Beat>> spans = new TreeMap<>();
    private long currentSpan = Long.MIN_VALUE;
    private Map<String, Beat> current;

    private static final class Beat {
        int readings;
        int anomalies;
        double maxScore;
        Readings lastReadings;
        int lastRow;
        double lastScore;
        boolean isWarm;
    }

    /** Starts with nothing seen. */
    public PulseAccumulator(String pipeline, int partition) {
        this.pipeline = pipeline;
        this.partition = partition;
    }

    /** Adds one verdict. */
    public void add(Verdicts verdicts, int row) {
        Readings readings = verdicts.readings();
        long span = Math.floorDiv(readings.recordTimeMillis(row), Pulse.SPAN_MILLIS);
        if (span != currentSpan || current == null) {
            currentSpan = span;
            current = spans.computeIfAbsent(span, key -> new LinkedHashMap<>());
        }
        Beat beat = current.computeIfAbsent(readings.sensorId(row), id -> new Beat());
        Status status = verdicts.statuses()[row];
        beat.readings++;
        beat.anomalies += status == Status.ANOMALY ? 1 : 0;
        double score = verdicts.scores()[row];
        beat.lastScore = Double.isNaN(score) ? 0 : score;
        beat.maxScore = Math.max(beat.maxScore, beat.lastScore);
        beat.lastReadings = readings;
        beat.lastRow = row;
        beat.isWarm = status != Status.WARMING_UP;
    }

    /** Says whether nothing was added since the last {@link #drain()}. */
    public boolean isEmpty() {
        return spans.isEmpty();
    }

    /** What was added, oldest span first, in several pulses where many sensors were seen; starts anew. */
    public List<Pulse> drain() {
        List<Pulse> pulses = new ArrayList<>(spans.size());
        spans.forEach((span, beats) -> {
            List<Pulse.Sensor> sensors = sensors(beats);
            for (int from = 0; from < sensors.size(); from += SENSORS_A_PULSE) {
                int to = Math.min(sensors.size(), from + SENSORS_A_PULSE);
                pulses.add(new Pulse(pipeline, partition, span * Pulse.SPAN_MILLIS, sensors.subList(from, to)));
            }
        });
        spans.clear();
        current = null;
        return pulses;
    }

    private static List<Pulse.Sensor> sensors(Map<String, Beat> beats) {
        List<Pulse.Sensor> sensors = new ArrayList<>(beats.size());
        beats.forEach((id, beat) -> sensors.add(new Pulse.Sensor(
                id,
                beat.readings,
                beat.anomalies,
                beat.maxScore,
                beat.lastReadings.row(beat.lastRow),
                beat.lastScore,
                beat.isWarm)));
        return sensors;
    }
}
