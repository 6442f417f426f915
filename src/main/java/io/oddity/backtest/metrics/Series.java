package io.oddity.backtest.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What was said about one sensor, reading by reading in the order in which they were judged, as columns that grow: 17 bytes a reading, and 4
 * for each channel where values are kept. Single-threaded.
 */
public final class Series {
    private static final int LABELLED = 1;
    private static final int NEWS = 2;
    private static final int TRAINING = 4;

    private final String name;
    private final int channels;
    private int size;
    private long[] times = new long[16];
    private double[] scores = new double[16];
    private byte[] marks = new byte[16];
    private float[] values;

    /**
     * Starts without readings.
     *
     * @param name of the sensor, for people
     * @param channels of which values are kept; 0 to keep none
     */
    public Series(String name, int channels) {
        this.name = name;
        this.channels = channels;
        values = new float[16 * channels];
    }

    /**
     * Appends a reading.
     *
     * @param timeMicros when it was measured, since 1970
     * @param score in [0, 1]; 0 where it was not judged
     * @param isLabelled whether it is known to be odd
     * @param isNews whether it opens an episode if its score is above the threshold
     * @param isTraining whether it counts for nothing
     * @param row its values, one a channel; not looked at where none are kept
     */
    public void add(
            long timeMicros, double score, boolean isLabelled, boolean isNews, boolean isTraining, double[] row) {
        if (size == times.length) {
            grow();
        }
        times[size] = timeMicros;
        scores[size] = score;
        marks[size] = (byte) ((isLabelled ? LABELLED : 0) | (isNews ? NEWS : 0) | (isTraining ? TRAINING : 0));
        for (int channel = 0; channel < channels; channel++) {
            values[size * channels + channel] = (float) row[channel];
        }
        size++;
    }

    private void grow() {
        int capacity = size + (size >> 1);
        times = Arrays.copyOf(times, capacity);
        scores = Arrays.copyOf(scores, capacity);
        marks = Arrays.copyOf(marks, capacity);
        values = Arrays.copyOf(values, capacity * channels);
    }

    /** The sensor's name. */
    public String name() {
        return name;
    }

    /** How many readings. */
    public int size() {
        return size;
    }

    /** Of how many channels values are kept. */
    public int channels() {
        return channels;
    }

    /** When it was measured, microseconds since 1970. */
    public long timeMicros(int i) {
        return times[i];
    }

    /** In [0, 1]. */
    public double score(int i) {
        return scores[i];
    }

    /** One channel's value; NaN where it is missing. */
    public float value(int i, int channel) {
        return values[i * channels + channel];
    }

    /** Whether it was there to be learned only. */
    public boolean isTraining(int i) {
        return (marks[i] & TRAINING) != 0;
    }

    /** Whether it is known to be odd, and counts. */
    public boolean isLabelled(int i) {
        return (marks[i] & (LABELLED | TRAINING)) == LABELLED;
    }

    /** Whether its score is above a threshold, and it counts. */
    public boolean isFlagged(int i, double threshold) {
        return scores[i] > threshold && !isTraining(i);
    }

    /** Whether it opens an episode at a threshold, and counts. */
    public boolean isAlarm(int i, double threshold) {
        return (marks[i] & NEWS) != 0 && isFlagged(i, threshold);
    }

    /** Runs of labelled readings without another one in between. */
    public List<Range> labelled() {
        return runs(this::isLabelled);
    }

    /** Runs of flagged readings without another one in between. */
    public List<Range> flagged(double threshold) {
        return runs(i -> isFlagged(i, threshold));
    }

    private List<Range> runs(IntPredicate holds) {
        List<Range> runs = new ArrayList<>();
        int from = -1;
        for (int i = 0; i <= size; i++) {
            boolean isIn = i < size && holds.test(i);
            if (isIn && from < 0) {
                from = i;
            } else if (!isIn && from >= 0) {
                runs.add(new Range(from, i - 1));
                from = -1;
            }
        }
        return runs;
    }
}
