package io.oddity.pipeline;

import io.oddity.model.Correction;
import io.oddity.model.Moment;
import io.oddity.model.Readings;
import io.oddity.model.Readings.Second;
import io.oddity.model.Snapshot;
import io.oddity.model.Verdicts;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
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
     * So many bytes may be saved with any micro-batch: some 35 sensors of the article's setting. A larger state is saved all the
     * same, but then the next batches save nothing until it is paid off. Else a pipeline with states of 200 KB would write as
     * much with each reading when one comes at a time.
     */
    private static final int LEAST_BUDGET = 16 << 10;

    private final Scorer scorer;
    private final long committed;
    private final Map<String, Sensor> sensors = new HashMap<>();
    private Moment lastDirtyAt = Moment.START;
    private final Bucket[] buckets = new Bucket[Sharding.BUCKETS];
    private final ArrayDeque<Sensor> dirty = new ArrayDeque<>();
    private final List<Sensor> born = new ArrayList<>();
    private final List<Sensor> left = new ArrayList<>();
    private final List<Sensor> corrected = new ArrayList<>();
    private final List<Snapshot> toSave = new ArrayList<>();
    private final Watch watch = new Watch();
    private final List<Silence> silences = new ArrayList<>();
    private final Moment replayAt;

    /** What was saved beyond what was to be. */
    private long debt;

    private boolean isReplaying = true;

    /**
     * Starts without sensors.
     *
     * @param committed readings below this offset are replayed
     * @param replayAt the partition's time before the first reading to come
     */
    PartitionSensors(Scorer scorer, int sensorsPerPartition, long committed, Moment replayAt) {
        this.scorer = scorer;
        this.replayAt = replayAt;
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
        sensor.isSilent = notice(sensor, replayAt.runningMillis()); // and it was told
    }

    /** Whether a sensor is silent; if not, it will be looked at again when it may be. */
    private boolean notice(Sensor sensor, long runningMillis) {
        long at = scorer.silentAtMillis(sensor.slot);
        if (at <= runningMillis) {
            return true;
        }
        watch.expect(sensor, at);
        return false;
    }

    void close() {
        sensors.values().forEach(sensor -> scorer.close(sensor.slot));
    }

    /** Adds readings to the scorer's micro-batch. */
    void gather(Readings readings) {
        readings.corrections().forEach(this::correct);
        Iterator<Second> seconds = readings.seconds().iterator();
        Second next = seconds.hasNext() ? seconds.next() : null;
        for (int i = 0; i < readings.size(); i++) {
            while (next != null && next.offset() < readings.offset(i)) {
                lookAround(next);
                next = seconds.hasNext() ? seconds.next() : null;
            }
            Sensor sensor = heardOf(readings, i);
            scorer.add(sensor == null ? -1 : sensor.slot, readings, i, sensor != null && sensor.isSilent);
            if (sensor != null) {
                sensor.isSilent = false;
                watch.expect(sensor, scorer.silentAtMillis(sensor.slot));
            }
        }
        while (next != null) {
            lookAround(next);
            next = seconds.hasNext() ? seconds.next() : null;
        }
    }

    /** Of a sensor that is not known any more, nothing is left to correct. */
    private void correct(Correction correction) {
        Sensor sensor = sensors.get(correction.sensorId());
        if (sensor != null) {
            scorer.correct(sensor.slot, correction);
            corrected.add(sensor);
        }
    }

    /** Notices who is silent by now, after the reading with which a second began. */
    private void lookAround(Second now) {
        for (Sensor sensor : watch.takeDue(now.runningMillis())) {
            if (notice(sensor, now.runningMillis())) {
                sensor.isSilent = true;
                silences.add(scorer.silence(sensor, now));
            }
        }
    }

    /** The sensor, or null for a reading that is not judged again. */
    private Sensor heardOf(Readings readings, int row) {
        String id = readings.sensorId(row);
        long offset = readings.offset(row);
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
            sensor.dirtyAt = shared(readings.before(row));
            dirty.add(sensor);
        }
        if (!isReplaying) {
            bucketOf(sensor).heardOf(sensor);
        }
        return sensor;
    }

    /** Many sensors are heard of in the same millisecond, and each keeps it. */
    private Moment shared(Moment moment) {
        if (!moment.equals(lastDirtyAt)) {
            lastDirtyAt = moment;
        }
        return lastDirtyAt;
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
        saveCorrected();
        if (!isReplaying && verdicts.readings().size() > 0) {
            // Else nothing is committed with the snapshots that would stop a process that was taken for dead from
            // saving them.
            Readings readings = verdicts.readings();
            save(snapshotBytes, readings.offset(readings.size() - 1) + 1);
        }
        Sensor oldest = dirty.peek();
        Judged judged = new Judged(
                verdicts,
                List.copyOf(toSave),
                oldest == null ? Long.MAX_VALUE : oldest.dirtyFrom,
                oldest == null ? null : oldest.dirtyAt,
                List.copyOf(silences),
                forgotten,
                isReplaying);
        silences.clear();
        toSave.clear();
        return judged;
    }

    /** A correction is in the state that is committed with its place, so no replay has to know of it. */
    private void saveCorrected() {
        for (Sensor sensor : corrected) {
            if (!sensor.isForgotten) {
                sensor.isSaved = true;
                toSave.add(snapshot(sensor));
            }
        }
        corrected.clear();
    }

    private Snapshot snapshot(Sensor sensor) {
        ByteBuffer state =
                ByteBuffer.allocate(1 + scorer.snapshotBytes(sensor.slot)).put((byte) sensor.readings);
        scorer.save(sensor.slot, state);
        return new Snapshot(sensor.id, sensor.nextOffset, state.array());
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
            toSave.add(snapshot(sensor));
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
