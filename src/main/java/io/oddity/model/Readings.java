package io.oddity.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Readings of one pipeline from one partition of its topic, in offset order, as columns.
 *
 * <p>Immutable once built, so it crosses threads by reference. {@code values} are row-major, {@code channels} a row; a channel
 * that a reading lacks is {@link Missing#VALUE}.
 */
public final class Readings {
    private final String pipeline;
    private final Versions versions;
    private final long assignment;
    private final int partition;
    private final int channels;
    private final int size;
    private final String[] sensorIds;
    private final long[] offsets;
    private final long[] recordTimes;
    private final long[] eventTimes;
    private final double[] values;
    private final long[] newestBefore;
    private final long[] runningBefore;
    private final List<Second> seconds;
    private final List<Correction> corrections;

    /**
     * A new second of the partition's running time, which begins with a record, whichever sensor's.
     *
     * @param offset of that record
     * @param recordMillis its timestamp
     * @param runningMillis of the partition, with it
     */
    public record Second(long offset, long recordMillis, long runningMillis) {}

    private Readings(Builder from) {
        pipeline = from.pipeline;
        versions = from.versions;
        assignment = from.assignment;
        partition = from.partition;
        channels = from.channels;
        size = from.size;
        sensorIds = from.sensorIds;
        offsets = from.offsets;
        recordTimes = from.recordTimes;
        eventTimes = from.eventTimes;
        values = from.values;
        newestBefore = from.newestBefore;
        runningBefore = from.runningBefore;
        seconds = List.copyOf(from.seconds);
        corrections = List.copyOf(from.corrections);
    }

    /** Which pipeline judges them, and which variant of it. */
    public String pipeline() {
        return pipeline;
    }

    /** With which trained models they are judged. */
    public Versions versions() {
        return versions;
    }

    /** Which assignment of the input partition to this process they came with; state is kept apart by it. */
    public long assignment() {
        return assignment;
    }

    /** The input partition. */
    public int partition() {
        return partition;
    }

    /** How many readings. */
    public int size() {
        return size;
    }

    /** How many channels a reading has. */
    public int channels() {
        return channels;
    }

    /** Whose reading it is. */
    public String sensorId(int row) {
        return sensorIds[row];
    }

    /** Where the reading stands in its input partition. */
    public long offset(int row) {
        return offsets[row];
    }

    /** The Kafka record's timestamp, ms since the epoch. */
    public long recordTimeMillis(int row) {
        return recordTimes[row];
    }

    /** When it was measured, microseconds since the epoch. */
    public long eventTimeMicros(int row) {
        return eventTimes[row];
    }

    /** One channel's value; any double but infinity, or {@link Missing#VALUE}. */
    public double value(int row, int channel) {
        return values[row * channels + channel];
    }

    /** The partition's time just before the reading's record. */
    public Moment before(int row) {
        return new Moment(newestBefore[row], runningBefore[row]);
    }

    /** How long the partition had been running with the reading's record. */
    public long runningMillis(int row) {
        return before(row).after(recordTimes[row]).runningMillis();
    }

    /** The seconds that began in the span of the partition from which the readings are, in order. */
    public List<Second> seconds() {
        return seconds;
    }

    /** What changes about thresholds of sensors before the first of the readings. */
    public List<Correction> corrections() {
        return corrections;
    }

    /** A copy of one reading's values, one a channel. */
    public double[] row(int row) {
        return Arrays.copyOfRange(values, row * channels, (row + 1) * channels);
    }

    /** Collects readings; to be used once, by one thread. */
    public static final class Builder {
        private static final int FEW = 16;

        private final String pipeline;
        private final Versions versions;
        private final long assignment;
        private final int partition;
        private final int channels;
        private int size;
        private String[] sensorIds;
        private long[] offsets;
        private long[] recordTimes;
        private long[] eventTimes;
        private double[] values;
        private long[] newestBefore;
        private long[] runningBefore;
        private final List<Second> seconds = new ArrayList<>(0);
        private final List<Correction> corrections = new ArrayList<>(0);

        /** Starts with no reading, for a pipeline without trained models. */
        public Builder(String pipeline, long assignment, int partition, int channels) {
            this(pipeline, Versions.NONE, assignment, partition, channels, FEW);
        }

        /**
         * Starts with no reading.
         *
         * @param expected about how many there will be
         */
        public Builder(String pipeline, Versions versions, long assignment, int partition, int channels, int expected) {
            this.pipeline = pipeline;
            this.versions = versions;
            this.assignment = assignment;
            this.partition = partition;
            this.channels = channels;
            int capacity = Math.max(1, expected);
            sensorIds = new String[capacity];
            offsets = new long[capacity];
            recordTimes = new long[capacity];
            eventTimes = new long[capacity];
            newestBefore = new long[capacity];
            runningBefore = new long[capacity];
            values = new double[capacity * channels];
        }

        /** Appends a reading of a partition whose time is that of each record. */
        public void add(String sensorId, long offset, long recordTimeMillis, long eventTimeMicros, double[] row) {
            add(
                    sensorId,
                    offset,
                    recordTimeMillis,
                    eventTimeMicros,
                    row,
                    new Moment(recordTimeMillis, recordTimeMillis));
        }

        /**
         * Appends a reading.
         *
         * @param row one value a channel, copied
         * @param before the partition's time before it
         */
        public void add(
                String sensorId,
                long offset,
                long recordTimeMillis,
                long eventTimeMicros,
                double[] row,
                Moment before) {
            if (size == sensorIds.length) {
                grow();
            }
            sensorIds[size] = sensorId;
            offsets[size] = offset;
            recordTimes[size] = recordTimeMillis;
            eventTimes[size] = eventTimeMicros;
            newestBefore[size] = before.newestMillis();
            runningBefore[size] = before.runningMillis();
            System.arraycopy(row, 0, values, size * channels, channels);
            size++;
        }

        /** With this record, whichever sensor's, a new second of the partition's time began. */
        public void add(Second second) {
            seconds.add(second);
        }

        /** Before the first of these readings, this changes about a sensor, which may be none of theirs. */
        public void add(Correction correction) {
            corrections.add(correction);
        }

        /** What was collected. */
        public Readings build() {
            return new Readings(this);
        }

        private void grow() {
            int capacity = size * 2;
            sensorIds = Arrays.copyOf(sensorIds, capacity);
            offsets = Arrays.copyOf(offsets, capacity);
            recordTimes = Arrays.copyOf(recordTimes, capacity);
            eventTimes = Arrays.copyOf(eventTimes, capacity);
            newestBefore = Arrays.copyOf(newestBefore, capacity);
            runningBefore = Arrays.copyOf(runningBefore, capacity);
            values = Arrays.copyOf(values, capacity * channels);
        }
    }
}
