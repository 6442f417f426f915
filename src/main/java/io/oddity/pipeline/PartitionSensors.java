package io.oddity.pipeline;

import io.oddity.model.Readings;
import io.oddity.model.Snapshot;
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

    /**
     * So many bytes may be saved with any micro-batch: some 50 sensors of the article's setting. A larger state is saved all the
     * same, but then the next batches save nothing until it is paid off. Else a pipeline with states of 200 KB would write as
     * much with each reading when one comes at a time.
     */
    private static final int LEAST_BUDGET = 16 << 10;

    private final Scorer scorer;
    private final long committed;
    private final Map<String, Sensor> sensors = new HashMap<>();
    private final Bucket[] buckets = new Bucket[Sharding.BUCKETS];
    private final ArrayDeque<Sensor> dirty = new ArrayDeque<>();
    private final List<Sensor> born = new ArrayList<>();
    private final List<Sensor> left = new ArrayList<>();
    private final List<Snapshot> toSave = new ArrayList<>();

    /** What was saved beyond what was to be. */
    private long debt;

    private boolean isReplaying = true;

    /** @param committed readings below this offset are replayed */
    PartitionSensors(Scorer scorer, int sensorsPerPartition, long committed) {
        this.scorer = scorer;
        this.committed = committed;
        int places = Math.max(1, sensorsPerPartition / Sharding.BUCKETS);
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
            ByteBuffer state = ByteBuffer.wrap(snapshot.state());
            sensor.readings = state.get();
            scorer.load(sensor.slot, state);
        }
    }

    void close() {
        sensors.values().forEach(sensor -> scorer.close(sensor.slot));
    }

    /**
     * Adds readings to the scorer's micro-batch.
     *
     * @return by reading, whether it is judged now
     */
    boolean[] gather(Readings readings) {
        boolean[] judged = new boolean[readings.size()];
        for (int i = 0; i < judged.length; i++) {
            Sensor sensor = heardOf(readings.sensorId(i), readings.offset(i));
            judged[i] = sensor != null;
            scorer.add(sensor == null ? -1 : sensor.slot, readings, i);
        }
        return judged;
    }

    /** The sensor, or null for a reading that is not judged again. */
    private Sensor heardOf(String id, long offset) {
        if (isReplaying && offset >= committed) {
            endReplay();
        }
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
        sensor.heardOf();
        if (sensor.dirtyFrom == Long.MAX_VALUE) {
            sensor.dirtyFrom = offset;
            dirty.add(sensor);
        }
        if (!isReplaying) {
            bucketOf(sensor).heardOf(sensor);
        }
        return sensor;
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

    private Sensor open(String id) {
        Sensor sensor = new Sensor(id, scorer.open());
        sensors.put(id, sensor);
        return sensor;
    }

    private Bucket bucketOf(Sensor sensor) {
        return buckets[Sharding.bucketOf(sensor.id)];
    }

    /** Its slot is still needed for readings in the micro-batch. */
    private void leave(Bucket bucket, Sensor sensor) {
        bucket.remove(sensor);
        sensors.remove(sensor.id);
        left.add(sensor);
        sensor.isForgotten = true;
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
                .forEach(sensor -> bucketOf(sensor).heardOf(sensor));
        for (Bucket bucket : buckets) {
            while (bucket.isOverfull()) { // the bound was lowered
                leave(bucket, bucket.expendable());
            }
        }
    }

    /** After the micro-batch was computed: picks what is to be saved with the verdicts. */
    Judged finish(Verdicts verdicts, int snapshotBytes) {
        int forgotten = left.size();
        left.forEach(sensor -> scorer.close(sensor.slot));
        left.clear();
        if (!isReplaying) {
            // Else nothing is committed with the snapshots that would stop a process that was taken for dead from
            // saving them.
            Readings readings = verdicts.readings();
            save(snapshotBytes, readings.offset(readings.size() - 1) + 1);
        }
        Judged judged = new Judged(
                verdicts, List.copyOf(toSave), dirty.isEmpty() ? Long.MAX_VALUE : dirty.peek().dirtyFrom, forgotten);
        toSave.clear();
        return judged;
    }

    private void save(int budget, long next) {
        int saved = 0;
        while (!dirty.isEmpty()) {
            int bytes = 1 + scorer.snapshotBytes(dirty.peek().slot);
            boolean isDue = dirty.peek().dirtyFrom < next - LONGEST_REPLAY;
            if ((debt > 0 || (saved > 0 && saved + bytes > budget)) && !isDue) {
                break;
            }
            saved += bytes;
            Sensor sensor = dirty.remove();
            sensor.dirtyFrom = Long.MAX_VALUE;
            sensor.isSaved = true;
            ByteBuffer state = ByteBuffer.allocate(bytes).put((byte) sensor.readings);
            scorer.save(sensor.slot, state);
            toSave.add(new Snapshot(sensor.id, sensor.nextOffset, state.array()));
            dropForgotten();
        }
        debt = Math.max(0, debt + saved - Math.max(budget, LEAST_BUDGET));
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
}
