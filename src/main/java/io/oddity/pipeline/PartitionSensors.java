package io.oddity.pipeline;

import io.oddity.detect.OnlineDetector;
import io.oddity.model.Readings;
import io.oddity.model.Snapshot;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sensors of one pipeline in one input partition that one shard owns.
 *
 * <p>A sensor is dirty from its first reading after its last snapshot on. Dirty sensors queue in the order of that reading's
 * offset, so that saving from the head moves the replay position forward. Single-threaded, like its shard.
 */
final class PartitionSensors {
    private final PipelineSpec spec;
    private final OnlineDetector detector;
    private final Map<String, Sensor> sensors = new HashMap<>();
    private final ArrayDeque<Sensor> dirty = new ArrayDeque<>();
    private final double[] row;

    private static final class Sensor {
        final String id;
        final int slot;
        long nextOffset;
        long dirtyFrom = Long.MAX_VALUE;

        Sensor(String id, int slot) {
            this.id = id;
            this.slot = slot;
        }
    }

    PartitionSensors(PipelineSpec spec, OnlineDetector detector) {
        this.spec = spec;
        this.detector = detector;
        row = new double[spec.features().size()];
    }

    int size() {
        return sensors.size();
    }

    void restore(Snapshot snapshot) {
        Sensor sensor = open(snapshot.sensorId());
        sensor.nextOffset = snapshot.nextOffset();
        detector.load(sensor.slot, ByteBuffer.wrap(snapshot.state()));
    }

    void close() {
        sensors.values().forEach(sensor -> detector.close(sensor.slot));
    }

    Judged judge(Readings readings, int snapshotBytes) {
        int n = readings.size();
        double[] scores = new double[n];
        Status[] statuses = new Status[n];
        Map<Integer, Throwable> failures = new HashMap<>(0);
        for (int i = 0; i < n; i++) {
            try {
                statuses[i] = judge(readings, i, scores);
            } catch (RuntimeException bug) {
                failures.put(i, bug);
            }
        }
        List<Snapshot> snapshots = save(snapshotBytes);
        long replayFrom = dirty.isEmpty() ? Long.MAX_VALUE : dirty.peek().dirtyFrom;
        return new Judged(new Verdicts(readings, scores, scores, statuses, failures), snapshots, replayFrom);
    }

    /** Null for a reading that the sensor's restored state already contains. */
    private Status judge(Readings readings, int i, double[] scores) {
        Sensor sensor = sensors.get(readings.sensorId(i));
        if (sensor == null) {
            sensor = open(readings.sensorId(i));
        }
        long offset = readings.offset(i);
        if (offset < sensor.nextOffset) {
            return null;
        }
        sensor.nextOffset = offset + 1;
        if (sensor.dirtyFrom == Long.MAX_VALUE) {
            sensor.dirtyFrom = offset;
            dirty.add(sensor);
        }
        spec.features().gather(readings, i, row);
        boolean warm = detector.isWarm(sensor.slot);
        scores[i] = detector.scoreAndLearn(sensor.slot, row, 0);
        return spec.threshold().judge(scores[i], warm);
    }

    private List<Snapshot> save(int budget) {
        int count = Math.min(dirty.size(), Math.max(1, budget / detector.snapshotBytes()));
        List<Snapshot> snapshots = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Sensor sensor = dirty.remove();
            sensor.dirtyFrom = Long.MAX_VALUE;
            ByteBuffer state = ByteBuffer.allocate(detector.snapshotBytes());
            detector.save(sensor.slot, state);
            snapshots.add(new Snapshot(sensor.id, sensor.nextOffset, state.array()));
        }
        return snapshots;
    }

    private Sensor open(String id) {
        Sensor sensor = new Sensor(id, detector.open());
        sensors.put(id, sensor);
        return sensor;
    }
}
