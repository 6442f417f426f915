package io.oddity.backtest.report;

import io.oddity.backtest.metrics.Series;
import java.util.Arrays;

/** A series as wide as a picture: of each pixel column the lowest and the highest value of each channel, and the highest score. */
final class Pixels {
    final float[][] low;
    final float[][] high;
    final float[] score;
    final boolean[] isFlagged;

    Pixels(Series series, TimeScale time, double threshold) {
        low = columns(series.channels(), time.width());
        high = columns(series.channels(), time.width());
        score = columns(1, time.width())[0];
        isFlagged = new boolean[time.width()];
        for (int i = 0; i < series.size(); i++) {
            int column = time.column(series.timeMicros(i));
            score[column] = highest(score[column], (float) series.score(i));
            isFlagged[column] |= series.isFlagged(i, threshold);
            for (int channel = 0; channel < series.channels(); channel++) {
                float value = series.value(i, channel);
                low[channel][column] = -highest(-low[channel][column], -value);
                high[channel][column] = highest(high[channel][column], value);
            }
        }
    }

    private static float[][] columns(int rows, int width) {
        float[][] columns = new float[rows][width];
        for (float[] row : columns) {
            Arrays.fill(row, Float.NaN);
        }
        return columns;
    }

    /** Nothing, NaN, is lower than all. */
    private static float highest(float a, float b) {
        return Float.isNaN(a) ? b : Float.isNaN(b) ? a : Math.max(a, b);
    }

    /** The lowest of a channel; NaN when it has no value. */
    float lowest(int channel) {
        float lowest = Float.NaN;
        for (float value : low[channel]) {
            lowest = -highest(-lowest, -value);
        }
        return lowest;
    }

    /** The highest of a channel; NaN when it has no value. */
    float highest(int channel) {
        float highest = Float.NaN;
        for (float value : high[channel]) {
            highest = highest(highest, value);
        }
        return highest;
    }
}
