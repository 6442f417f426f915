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
 * <p>When a bucket holds too many sensors, the one not heard of for longest is forgotten, so a bucket always holds the sensors
 * last heard of. In a replay the same sensors must be forgotten at the same offsets, although sensors are already there that
 * come only later. So a replay counts only the sensors heard of since it began, which is enough, because a sensor is forgotten
 * exactly when that many others were heard of after it. The others, restored and silent since, were there at the committed
 * offset, for a sensor's snapshot is taken back when it is forgotten. Single-threaded, like its shard.
 */
final class PartitionSensors {
    private final PipelineSpec spec;
    private final OnlineDetector detector;
    private final long committed;
    private final int sensorsPerBucket;
    private final Map<String, Sensor> sensors = new HashMap<>();
    private final Bucket[] buckets = new Bucket[Sharding.BUCKETS];
    private final ArrayDeque<Sensor> dirty = new ArrayDeque<>();
    private final double[] row;
    private final List<Snapshot> toSave = new ArrayList<>();
    private boolean isReplaying = true;
    private int forgotten;

    PartitionSensors(PipelineSpec spec, OnlineDetector detector, long committed) {
        this.spec = spec;
        this.detector = detector;
        this.committed = committed;
        sensorsPerBucket = Math.max(1, spec.sensorsPerPartition() / Sharding.BUCKETS);
        row = new double[spec.features().size()];
        Arrays.setAll(buckets, i -> new Bucket());
    }

    int size() {
        return sensors.size();
    }

    void restore(Snapshot snapshot) {
        Sensor sensor = open(snapshot.sensorId());
        sensor.nextOffset = snapshot.nextOffset();
        sensor.isSaved = true;
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
        if (!isReplaying) {
            // A snapshot says that its sensor was there at the committed offset, which is not known before.
            save(snapshotBytes);
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

    /** Null for a reading that the sensor's restored state already contains. */
    private Status judge(Readings readings, int i, double[] scores) {
        long offset = readings.offset(i);
        if (isReplaying && offset >= committed) {
            endReplay();
        }
        Sensor sensor = heardOf(readings.sensorId(i));
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

    private Sensor heardOf(String id) {
        Sensor sensor = sensors.get(id);
        if (sensor == null) {
            sensor = open(id);
        }
        Bucket bucket = buckets[Sharding.bucketOf(id)];
        bucket.touch(sensor);
        if (bucket.size() > sensorsPerBucket) {
            leave(bucket, bucket.oldest());
        }
        return sensor;
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

    /** From here on every sensor counts, in the order in which it was last heard of. */
    private void endReplay() {
        isReplaying = false;
        List<Sensor> inOrder = new ArrayList<>(sensors.values());
        inOrder.sort(Comparator.comparingLong(sensor -> sensor.nextOffset));
        for (Sensor sensor : inOrder) {
            buckets[Sharding.bucketOf(sensor.id)].touch(sensor);
        }
        for (Bucket bucket : buckets) {
            while (bucket.size() > sensorsPerBucket) {
                leave(bucket, bucket.oldest());
            }
        }
    }

    private void save(int budget) {
        int count = Math.max(1, budget / detector.snapshotBytes());
        for (int i = 0; i < count && !dirty.isEmpty(); i++) {
            Sensor sensor = dirty.remove();
            sensor.dirtyFrom = Long.MAX_VALUE;
            sensor.isSaved = true;
            ByteBuffer state = ByteBuffer.allocate(detector.snapshotBytes());
            detector.save(sensor.slot, state);
            toSave.add(new Snapshot(sensor.id, sensor.nextOffset, state.array()));
            dropForgotten();
        }
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
