package io.oddity.pipeline;

import io.oddity.model.Finding;
import io.oddity.model.Missing;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The rows of one micro-batch of a pipeline: of each reading its features, and behind them what the detectors say, one column
 * each. Reused from batch to batch. Single-threaded: owned by one {@link Scorer}.
 */
final class Rows {
    private final int width;
    private int size;
    private double[] values;
    private int[] slots = new int[64];
    private long[] times = new long[64];
    /** By row, one bit a detector: it is still warming up. */
    private long[] cold = new long[64];

    private boolean[] apart = new boolean[64];

    private final Map<Integer, Finding> findings = new HashMap<>(0);
    private final Map<Integer, Throwable> failures = new HashMap<>(0);

    Rows(int width) {
        this.width = width;
        values = new double[64 * width];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
        findings.clear();
        failures.clear();
    }

    /** Appends a row without values. */
    int add() {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, 2 * size);
            times = Arrays.copyOf(times, 2 * size);
            cold = Arrays.copyOf(cold, 2 * size);
            apart = Arrays.copyOf(apart, 2 * size);
            values = Arrays.copyOf(values, 2 * size * width);
        }
        Arrays.fill(values, size * width, (size + 1) * width, Missing.VALUE);
        cold[size] = 0;
        apart[size] = false;
        return size++;
    }

    void of(int row, int slot, long timeMicros) {
        slots[row] = slot;
        times[row] = timeMicros;
    }

    int slot(int row) {
        return slots[row];
    }

    long time(int row) {
        return times[row];
    }

    /** All values, row-major. */
    double[] values() {
        return values;
    }

    /** Where in {@link #values()} a row begins. */
    int at(int row) {
        return row * width;
    }

    double get(int row, int column) {
        return values[row * width + column];
    }

    void set(int row, int column, double value) {
        values[row * width + column] = value;
    }

    void cold(int row, long detectors) {
        cold[row] |= detectors;
    }

    boolean isWarm(int row, long detectors) {
        return (cold[row] & detectors) == 0;
    }

    /** Something is wrong with the sensor; null for nothing. */
    void find(int row, Finding finding) {
        if (finding != null) {
            findings.put(row, finding);
        }
    }

    Finding finding(int row) {
        return findings.isEmpty() ? null : findings.get(row);
    }

    /** A detector says that the row is odd however often such rows come. */
    void apart(int row) {
        apart[row] = true;
    }

    boolean isApart(int row) {
        return apart[row];
    }

    /** Something of ours threw about this row, which is not computed any further. */
    void fail(int row, Throwable bug) {
        failures.putIfAbsent(row, bug);
    }

    Throwable failure(int row) {
        return failures.get(row);
    }

    boolean failed(int row) {
        return !failures.isEmpty() && failures.containsKey(row);
    }
}
