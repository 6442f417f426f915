package io.oddity.pipeline;

import io.oddity.model.Finding;
import io.oddity.model.Missing;
import io.oddity.model.Readings;
import io.oddity.model.Sparse;
import java.util.Arrays;

/**
 * The rows of one micro-batch of a pipeline: of each reading its features, and behind them what the detectors say, one column
 * each. Reused from batch to batch. Single-threaded: owned by one {@link Scorer}.
 */
final class Rows {
    private final int width;
    private int size;
    private double[] values;
    private int[] slots = new int[64];
    private Readings[] sources = new Readings[64];
    private int[] indexes = new int[64];
    /** By row, one bit a detector: it is still warming up. */
    private long[] cold = new long[64];

    private boolean[] apart = new boolean[64];
    private boolean[] judged = new boolean[64];

    private final Sparse<Finding> findings = new Sparse<>();
    private final Sparse<Throwable> failures = new Sparse<>();

    Rows(int width) {
        this.width = width;
        values = new double[64 * width];
    }

    int size() {
        return size;
    }

    void clear() {
        Arrays.fill(sources, 0, size, null);
        size = 0;
        findings.clear();
        failures.clear();
    }

    /** Appends a row without values, of the {@code index}th of some readings. */
    int add(Readings readings, int index, boolean isJudged) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, 2 * size);
            sources = Arrays.copyOf(sources, 2 * size);
            indexes = Arrays.copyOf(indexes, 2 * size);
            cold = Arrays.copyOf(cold, 2 * size);
            apart = Arrays.copyOf(apart, 2 * size);
            judged = Arrays.copyOf(judged, 2 * size);
            values = Arrays.copyOf(values, 2 * size * width);
        }
        Arrays.fill(values, size * width, (size + 1) * width, Missing.VALUE);
        cold[size] = 0;
        apart[size] = false;
        judged[size] = isJudged;
        slots[size] = -1;
        sources[size] = readings;
        indexes[size] = index;
        return size++;
    }

    /** The row is complete, and is that of the sensor with this slot. */
    void of(int row, int slot) {
        slots[row] = slot;
    }

    /** The sensor's; -1 when there is nothing to compute. */
    int slot(int row) {
        return slots[row];
    }

    /** Whether there is to be a verdict. */
    boolean isJudged(int row) {
        return judged[row];
    }

    /** The readings among which is the row's. */
    Readings readings(int row) {
        return sources[row];
    }

    /** Which of {@link #readings} it is. */
    int index(int row) {
        return indexes[row];
    }

    /** When it was measured, microseconds since the epoch. */
    long time(int row) {
        return sources[row].eventTimeMicros(indexes[row]);
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

    /** Whether some columns hold the same as a copy of the row. */
    boolean isSame(int row, int[] columns, double[] copy) {
        for (int column : columns) {
            if (Double.doubleToRawLongBits(get(row, column)) != Double.doubleToRawLongBits(copy[column])) {
                return false;
            }
        }
        return true;
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
            findings.set(row, finding);
        }
    }

    Finding finding(int row) {
        return findings.at(row);
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
        if (!failed(row)) {
            failures.set(row, bug);
        }
    }

    Throwable failure(int row) {
        return failures.at(row);
    }

    boolean failed(int row) {
        return failures.at(row) != null;
    }
}
