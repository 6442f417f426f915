package io.oddity.feature;

import io.oddity.model.Missing;

/** What is taken from a window. Missing where the window does not hold enough readings for it. */
public enum Take {
    MEAN {
        @Override
        double of(long[] times, double[] values, int from, int to) {
            return mean(values, from, to);
        }
    },
    /** The sample standard deviation, over n - 1; of two readings or more. */
    STD {
        @Override
        double of(long[] times, double[] values, int from, int to) {
            if (to - from < 2) {
                return Missing.VALUE;
            }
            double mean = mean(values, from, to);
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += (values[i] - mean) * (values[i] - mean);
            }
            return Math.sqrt(sum / (to - from - 1));
        }
    },
    MIN {
        @Override
        double of(long[] times, double[] values, int from, int to) {
            double min = values[from];
            for (int i = from + 1; i < to; i++) {
                min = Math.min(min, values[i]);
            }
            return min;
        }
    },
    MAX {
        @Override
        double of(long[] times, double[] values, int from, int to) {
            double max = values[from];
            for (int i = from + 1; i < to; i++) {
                max = Math.max(max, values[i]);
            }
            return max;
        }
    },
    /** The slope of the straight line that fits best by least squares, units a second. */
    SLOPE {
        @Override
        double of(long[] times, double[] values, int from, int to) {
            double meanSeconds = 0;
            for (int i = from; i < to; i++) {
                meanSeconds += seconds(times, from, i);
            }
            meanSeconds /= to - from;
            double mean = mean(values, from, to);
            double rise = 0;
            double run = 0;
            for (int i = from; i < to; i++) {
                double away = seconds(times, from, i) - meanSeconds;
                rise += away * (values[i] - mean);
                run += away * away;
            }
            return run == 0 ? Missing.VALUE : rise / run;
        }
    },
    /** The change from the window's first to its last reading, units a second. */
    RATE {
        @Override
        double of(long[] times, double[] values, int from, int to) {
            double seconds = seconds(times, from, to - 1);
            return seconds == 0 ? Missing.VALUE : (values[to - 1] - values[from]) / seconds;
        }
    },
    /** The value of the window's first reading: in a window of n + 1 readings the one n readings ago. */
    FIRST {
        @Override
        double of(long[] times, double[] values, int from, int to) {
            return values[from];
        }
    };

    /**
     * Computes it.
     *
     * @param times microseconds; of {@code values}, index by index
     * @param from index of the first reading of the window, below {@code to}
     * @param to index behind the last one
     */
    abstract double of(long[] times, double[] values, int from, int to);

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }

    /** Differences first, as seconds since the epoch have no digits left for microseconds. */
    private static double seconds(long[] times, int from, int i) {
        return (times[i] - times[from]) / 1e6;
    }
}
