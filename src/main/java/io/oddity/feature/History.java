package io.oddity.feature;

import io.oddity.model.Missing;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The readings of one channel of one sensor that a {@link Window} may still need. Single-threaded. */
final class History {
    private final Window window;
    private long[] times = new long[4];
    private double[] values = new double[4];
    private int from;
    private int to;

    History(Window window) {
        this.window = window;
    }

    private int size() {
        return to - from;
    }

    boolean isFull() {
        return size() == window.rows();
    }

    /**
     * Adds a reading.
     *
     * @param newest event time of the sensor's newest reading, this one included
     * @param lateness how long before it a reading may still come
     */
    void add(long time, double value, long newest, long lateness) {
        makeRoom();
        int at = to;
        while (window.isOfTime() && at > from && times[at - 1] > time) {
            at--;
        }
        System.arraycopy(times, at, times, at + 1, to - at);
        System.arraycopy(values, at, values, at + 1, to - at);
        times[at] = time;
        values[at] = value;
        to++;
        if (window.isOfTime()) {
            while (size() > Window.MOST_ROWS || times[from] <= newest - lateness - window.micros()) {
                from++;
            }
        } else if (size() > window.rows()) {
            from++;
        }
    }

    private void makeRoom() {
        if (to < times.length) {
            return;
        }
        // Twice as large as what is kept, so that each reading is moved once or twice in all.
        int size = size();
        long[] oldTimes = times;
        double[] oldValues = values;
        if (2 * size > times.length) {
            times = new long[2 * times.length];
            values = new double[times.length];
        }
        System.arraycopy(oldTimes, from, times, 0, size);
        System.arraycopy(oldValues, from, values, 0, size);
        from = 0;
        to = size;
    }

    /** What the window says at a reading's event time. */
    double take(Take take, long time) {
        int first = from;
        int last = to;
        if (window.isOfTime()) {
            while (last > first && times[last - 1] > time) {
                last--;
            }
            while (first < last && times[first] <= time - window.micros()) {
                first++;
            }
        }
        return first == last ? Missing.VALUE : take.of(times, values, first, last);
    }

    int snapshotBytes() {
        return Integer.BYTES + size() * (Long.BYTES + Double.BYTES);
    }

    void save(ByteBuffer out) {
        out.putInt(size());
        for (int i = from; i < to; i++) {
            out.putLong(times[i]).putDouble(values[i]);
        }
    }

    void load(ByteBuffer in) {
        from = 0;
        to = in.getInt();
        times = Arrays.copyOf(times, Math.max(4, 2 * to));
        values = new double[times.length];
        for (int i = 0; i < to; i++) {
            times[i] = in.getLong();
            values[i] = in.getDouble();
        }
    }
}
