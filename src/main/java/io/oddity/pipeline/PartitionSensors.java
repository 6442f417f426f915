package io.oddity.pipeline;

import io.oddity.detect.OnlineDetector;
import io.oddity.model.Readings;
import io.oddity.model.Snapshot;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sensors of one pipeline in one input partition that one shard owns.
 *
 * <p>A sensor is dirty from its first reading after its last snapshot on. Dirty sensors queue in the order of that reading's
 * offset, so that saving from the head moves the replay position forward.
 *
 * <p>A sensor's birth is saved with the verdict on its first reading, and its end with that on the reading it had to make room
 * for. So the snapshots name exactly the sensors that were there at the committed offset, since which offset each, and a replay
 * decides nothing anew: it brings these sensors up to date and passes over the readings of all others. Single-threaded, like its
 * shard.
 */
final class PartitionSensors {
    /**
     * So many offsets after its first unsaved reading a sensor is saved at the latest, so a restart never replays more. With
     * a million sensors in eight partitions that is a save every five readings.
     */
    private static final int LONGEST_REPLAY = 500_000;

    private final PipelineSpec spec;
    private final OnlineDetector detector;
    private final long committed;
    private final Map<String, Sensor> sensors = new HashMap<>();
    private final Bucket[] buckets = new Bucket[Sharding.BUCKETS];
    private final ArrayDeque<Sensor> dirty = new ArrayDeque<>();
    private final double[] row;
    private final List<Sensor> born = new ArrayList<>();
    private final List<Snapshot> toSave = new ArrayList<>();
    private boolean isReplaying = true;
    private int forgotten;

    PartitionSensors(PipelineSpec spec, OnlineDetector detector, long committed) {
        this.spec = spec;
        this.detector = detector;
        this.committed = committed;
        int places = Math.max(1, spec.sensorsPerPartition() / Sharding.BUCKETS);
        row = new double[spec.features().size()];
        Arrays.setAll(buckets, i -> new Bucket(places));
    }

    int size() {
        return sensors.size();
    }

    void restore(Snapshot snapshot) {
        Sensor sensor = open(snapshot.sensorId());
        sensor.nextOffset = snapshot.nextOffset();
        sensor.isSaved = true;
        if (snapshot.state().length > 0) {
            detector.load(sensor.slot, ByteBuffer.wrap(snapshot.state()));
        }
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
        if (!isReplaying) {
            // Else nothing is committed with the snapshots that would stop a process that was taken for dead from
            // saving them.
            save(snapshotBytes, readings.offset(n - 1) + 1);
        }
        Judged judged = new Judged(
                new Verdicts(readings, scores, scores, statuses, failures),
                List.copyOf(toSave),
                dirty.isEmpty() ? Long.MAX_VALUE : dirty.peek().dirtyFrom,
                forgotten);
        toSave.clear();
        forgotten = 0;
        return judged;
    }

    /** Null for a reading that is not judged again. */
    private Status judge(Readings readings, int i, double[] scores) {
        long offset = readings.offset(i);
        if (isReplaying && offset >= committed) {
            endReplay();
        }
        String id = readings.sensorId(i);
        Sensor sensor = sensors.get(id);
        if (sensor == null) {
            if (isReplaying) {
                return null;
            }
            sensor = admit(id, offset);
        }
        if (offset < sensor.nextOffset) {
            return null;
        }
        sensor.nextOffset = offset + 1;
        if (sensor.dirtyFrom == Long.MAX_VALUE) {
            sensor.dirtyFrom = offset;
            dirty.add(sensor);
        }
        try {
            spec.features().gather(readings, i, row);
            boolean warm = detector.isWarm(sensor.slot);
            scores[i] = detector.scoreAndLearn(sensor.slot, row, 0);
            return spec.threshold().judge(scores[i], warm);
        } finally {
            if (!isReplaying) {
                bucketOf(sensor).heardOf(sensor, detector.isWarm(sensor.slot));
            }
        }
    }

    private Sensor admit(String id, long offset) {
        Bucket bucket = buckets[Sharding.bucketOf(id)];
        if (bucket.isFull()) {
            leave(bucket, bucket.expendable());
        }
        Sensor sensor = open(id);
        sensor.nextOffset = offset;
        born.add(sensor);
        return sensor;
    }

    private Bucket bucketOf(Sensor sensor) {
        return buckets[Sharding.bucketOf(sensor.id)];
    }

    private void leave(Bucket bucket, Sensor sensor) {
        bucket.remove(sensor);
        sensors.remove(sensor.id);
        detector.close(sensor.slot);
        sensor.isForgotten = true;
        forgotten++;
        if (sensor.isSaved) {
            toSave.add(Snapshot.forgotten(sensor.id));
        }
        dropForgotten();
    }

    /** Now it is known of each sensor when it was last heard of. */
    private void endReplay() {
        isReplaying = false;
        sensors.values().stream()
                .sorted(Comparator.comparingLong(sensor -> sensor.nextOffset))
                .forEach(sensor -> bucketOf(sensor).heardOf(sensor, detector.isWarm(sensor.slot)));
        for (Bucket bucket : buckets) {
            while (bucket.isOverfull()) { // the bound was lowered
                leave(bucket, bucket.expendable());
            }
        }
    }

    private void save(int budget, long next) {
        int count = Math.max(1, budget / detector.snapshotBytes());
        for (int i = 0; !dirty.isEmpty() && (i < count || dirty.peek().dirtyFrom < next - LONGEST_REPLAY); i++) {
            Sensor sensor = dirty.remove();
            sensor.dirtyFrom = Long.MAX_VALUE;
            sensor.isSaved = true;
            ByteBuffer state = ByteBuffer.allocate(detector.snapshotBytes());
            detector.save(sensor.slot, state);
            toSave.add(new Snapshot(sensor.id, sensor.nextOffset, state.array()));
            dropForgotten();
        }
        for (Sensor sensor : born) {
            if (!sensor.isForgotten && !sensor.isSaved) {
                sensor.isSaved = true;
                toSave.add(Snapshot.born(sensor.id, sensor.dirtyFrom));
            }
        }
        born.clear();
    }

    /** What is forgotten needs no saving, and must not hold the replay position back. */
    private void dropForgotten() {
        while (!dirty.isEmpty() && dirty.peek().isForgotten) {
            dirty.remove();
        }
    }

    private Sensor open(String id) {
        Sensor sensor = new Sensor(id, detector.open());
        sensors.put(id, sensor);
        return sensor;
    }
}
