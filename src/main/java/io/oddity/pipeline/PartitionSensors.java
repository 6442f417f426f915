package io.oddity.pipeline;

import io.oddity.model.Correction;
import io.oddity.model.Moment;
import io.oddity.model.Readings;
import io.oddity.model.Readings.Second;
import io.oddity.model.Snapshot;
import io.oddity.model.Verdicts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

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
    private final Sensors sensors;
    private final SensorIndex index;
    private final Bucket[] buckets = new Bucket[Sharding.BUCKETS];
    private final SensorList dirty;
    private final Watch watch;
    private final List<Integer> born = new ArrayList<>();
    private final List<Integer> left = new ArrayList<>();
    private final List<Integer> corrected = new ArrayList<>();
    private final List<Snapshot> toSave = new ArrayList<>();
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
    PartitionSensors(Scorer scorer, Sensors sensors, int sensorsPerPartition, long committed, Moment replayAt) {
        this.scorer = scorer;
        this.sensors = sensors;
        this.replayAt = replayAt;
        this.committed = committed;
        index = new SensorIndex(sensors);
        dirty = sensors.dirty();
        watch = new Watch(sensors);
        int places = Math.max(1, sensorsPerPartition / Sharding.BUCKETS);
        Arrays.setAll(buckets, i -> new Bucket(sensors, places));
    }

    int size() {
        return index.size();
    }

    void restore(Snapshot snapshot) {
        int sensor = open(snapshot.sensorId());
        sensors.nextOffset(sensor, snapshot.nextOffset());
        sensors.saved(sensor);
        if (snapshot.state().length > 0) {
            ByteBuffer state = ByteBuffer.wrap(snapshot.state());
            sensors.readings(sensor, state.get());
            scorer.load(sensor, state);
        }
        sensors.silent(sensor, notice(sensor, replayAt.runningMillis())); // and it was told
    }

    /** Whether a sensor is silent; if not, it will be looked at again when it may be. */
    private boolean notice(int sensor, long runningMillis) {
        long at = scorer.silentAtMillis(sensor);
        if (at <= runningMillis) {
            return true;
        }
        watch.expect(sensor, at);
        return false;
    }

    void close() {
        index.all().forEach(sensors::close);
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
            int sensor = heardOf(readings, i);
            scorer.add(sensor, readings, i, sensor != SensorIndex.NONE && sensors.isSilent(sensor));
            if (sensor != SensorIndex.NONE) {
                sensors.silent(sensor, false);
                watch.expect(sensor, scorer.silentAtMillis(sensor));
            }
        }
        while (next != null) {
            lookAround(next);
            next = seconds.hasNext() ? seconds.next() : null;
        }
    }

    /** Of a sensor that is not known any more, nothing is left to correct. */
    private void correct(Correction correction) {
        int sensor = index.find(correction.sensorId());
        if (sensor != SensorIndex.NONE) {
            scorer.correct(sensor, correction);
            corrected.add(sensor);
        }
    }

    /** Notices who is silent by now, after the reading with which a second began. */
    private void lookAround(Second now) {
        watch.takeDue(now.runningMillis(), sensor -> {
            if (notice(sensor, now.runningMillis())) {
                sensors.silent(sensor, true);
                long last = sensors.nextOffset(sensor) - 1;
                silences.add(scorer.silence(sensor, sensors.id(sensor), last, now));
            }
        });
    }

    /** The sensor, or {@link SensorIndex#NONE} for a reading that is not judged again. */
    private int heardOf(Readings readings, int row) {
        String id = readings.sensorId(row);
        long offset = readings.offset(row);
        if (isReplaying && offset >= committed) {
            endReplay();
        }
        int sensor = index.find(id);
        if (sensor == SensorIndex.NONE) {
            if (isReplaying) {
                return SensorIndex.NONE;
            }
            sensor = admit(id, offset);
        }
        if (offset < sensors.nextOffset(sensor)) {
            return SensorIndex.NONE;
        }
        sensors.nextOffset(sensor, offset + 1);
        sensors.heardOf(sensor);
        if (sensors.dirtyFrom(sensor) == Long.MAX_VALUE) {
            sensors.dirty(sensor, offset, readings.before(row));
            dirty.append(sensor);
        }
        if (!isReplaying) {
            bucketOf(sensor).heardOf(sensor);
        }
        return sensor;
    }

    private int admit(String id, long offset) {
        Bucket bucket = buckets[Sharding.bucketOf(id)];
        if (bucket.isFull()) {
            leave(bucket, bucket.expendable());
        }
        int sensor = open(id);
        sensors.nextOffset(sensor, offset);
        born.add(sensor);
        return sensor;
    }

    private int open(String id) {
        int sensor = sensors.open(id);
        index.add(sensor);
        return sensor;
    }

    private Bucket bucketOf(int sensor) {
        return buckets[Sharding.bucketOf(sensors.hash(sensor))];
    }

    /** Its slot is still needed for readings in the micro-batch. */
    private void leave(Bucket bucket, int sensor) {
        bucket.remove(sensor);
        index.remove(sensor);
        watch.forget(sensor);
        if (sensors.dirtyFrom(sensor) != Long.MAX_VALUE) {
            dirty.remove(sensor);
        }
        left.add(sensor);
        sensors.forgotten(sensor);
        if (sensors.isSaved(sensor)) {
            toSave.add(Snapshot.forgotten(sensors.id(sensor)));
        }
    }

    /** Now it is known of each sensor when it was last heard of. */
    private void endReplay() {
        isReplaying = false;
        index.all()
                .boxed()
                .sorted(Comparator.comparingLong(sensors::nextOffset))
                .forEach(sensor -> bucketOf(sensor).heardOf(sensor));
        for (Bucket bucket : buckets) {
            while (bucket.isOverfull()) { // the bound was lowered
                leave(bucket, bucket.expendable());
            }
        }
    }

    /** After the micro-batch was computed: picks what is to be saved with the verdicts. */
    Judged finish(Verdicts verdicts, int snapshotBytes) {
        saveCorrected();
        if (!isReplaying && verdicts.readings().size() > 0) {
            // Else nothing is committed with the snapshots that would stop a process that was taken for dead from
            // saving them.
            Readings readings = verdicts.readings();
            save(snapshotBytes, readings.offset(readings.size() - 1) + 1);
        }
        Judged judged = new Judged(
                verdicts,
                List.copyOf(toSave),
                dirty.isEmpty() ? Long.MAX_VALUE : sensors.dirtyFrom(dirty.first()),
                dirty.isEmpty() ? null : sensors.dirtyAt(dirty.first()),
                List.copyOf(silences),
                left.size(),
                isReplaying);
        left.forEach(sensors::close);
        left.clear();
        silences.clear();
        toSave.clear();
        return judged;
    }

    /** A correction is in the state that is committed with its place, so no replay has to know of it. */
    private void saveCorrected() {
        for (int sensor : corrected) {
            if (!sensors.isForgotten(sensor)) {
                sensors.saved(sensor);
                toSave.add(snapshot(sensor));
            }
        }
        corrected.clear();
    }

    private Snapshot snapshot(int sensor) {
        ByteBuffer state = ByteBuffer.allocate(1 + scorer.snapshotBytes(sensor)).put((byte) sensors.readings(sensor));
        scorer.save(sensor, state);
        return new Snapshot(sensors.id(sensor), sensors.nextOffset(sensor), state.array());
    }

    private void save(int budget, long next) {
        int saved = 0;
        while (!dirty.isEmpty()) {
            int sensor = dirty.first();
            int bytes = 1 + scorer.snapshotBytes(sensor);
            boolean isDue = sensors.dirtyFrom(sensor) < next - LONGEST_REPLAY;
            if ((debt > 0 || (saved > 0 && saved + bytes > budget)) && !isDue) {
                break;
            }
            saved += bytes;
            dirty.remove(sensor);
            sensors.clean(sensor);
            sensors.saved(sensor);
            toSave.add(snapshot(sensor));
        }
        debt = Math.max(0, debt + saved - Math.max(budget, LEAST_BUDGET));
        for (int sensor : born) {
            if (!sensors.isForgotten(sensor) && !sensors.isSaved(sensor)) {
                sensors.saved(sensor);
                toSave.add(Snapshot.born(sensors.id(sensor), sensors.dirtyFrom(sensor)));
            }
        }
        born.clear();
    }
}
