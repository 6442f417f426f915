package io.oddity.table;

import java.util.Arrays;

/**
 * A fixed number of values at 254 steps between the lowest and the highest that were ever set: enough to draw them, in a byte each.
 * The range grows by at least its own size at a time, so values are rounded anew only now and then. Single-threaded.
 */
final class Coarse {
    private static final int STEPS = 254;

    /** Values beyond it are drawn as if they were it, so that no difference of two overflows. */
    private static final double LARGEST = 1e300;

    private final byte[] cells;
    private double low = Double.NaN;
    private double step;

    Coarse(int size) {
        cells = new byte[size];
    }

    /** Sets a value; one that is no number leaves the place empty. */
    void set(int index, double exact) {
        if (!Double.isFinite(exact)) {
            cells[index] = 0;
            return;
        }
        double value = Math.max(-LARGEST, Math.min(LARGEST, exact));
        if (Double.isNaN(low)) {
            low = value;
        } else if (value < low || value > low + STEPS * step) {
            widen(value);
        }
        cells[index] = (byte) (1 + (step == 0 ? 0 : Math.min(STEPS, Math.round((value - low) / step))));
    }

    private void widen(double value) {
        double high = low + STEPS * step;
        double size = high - low;
        double newLow = value < low ? Math.min(value, low - size) : low;
        double newHigh = value > high ? Math.max(value, high + size) : high;
        double newStep = (newHigh - newLow) / STEPS;
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] != 0) {
                cells[i] = (byte) (1 + Math.max(0, Math.min(STEPS, Math.round((get(i) - newLow) / newStep))));
            }
        }
        low = newLow;
        step = newStep;
    }

    /** A value, to half a step; NaN at an empty place. */
    double get(int index) {
        return cells[index] == 0 ? Double.NaN : Math.min(Double.MAX_VALUE, low + ((cells[index] & 0xFF) - 1) * step);
    }

    void clear(int index) {
        cells[index] = 0;
    }

    void clear() {
        Arrays.fill(cells, (byte) 0);
    }

    /**
     * Between which two values 98 % of those lie whose heat is calm.
     *
     * @param heat of each place
     * @param least with fewer of them there is no answer
     * @return lowest and highest, or null
     */
    double[] usual(byte[] heat, int least) {
        int[] counts = new int[STEPS + 1];
        int all = 0;
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] != 0 && Heat.isCalm(heat[i])) {
                counts[(cells[i] & 0xFF) - 1]++;
                all++;
            }
        }
        if (all < least) {
            return null;
        }
        int outside = all / 100;
        int first = 0;
        for (int left = outside; left >= counts[first]; first++) {
            left -= counts[first];
        }
        int last = STEPS;
        for (int left = outside; left >= counts[last]; last--) {
            left -= counts[last];
        }
        return new double[] {low + first * step, low + last * step};
    }
}
