package io.oddity.backtest.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Alarms outside labelled ranges at any threshold, and over how much time. Where nothing is labelled, all are outside.
 */
public final class Alarms {
    private static final double MICROS_PER_WEEK = 7 * 86_400e6;

    /** Of readings outside that are news, ascending. */
    private final double[] scores;

    private final double sensorWeeks;

    private Alarms(double[] scores, double sensorWeeks) {
        this.scores = scores;
        this.sensorWeeks = sensorWeeks;
    }

    /** Collects the readings that can be false alarms. */
    static Alarms of(List<Series> all) {
        double[] scores = all.stream().flatMapToDouble(Alarms::outside).sorted().toArray();
        long micros = all.stream().mapToLong(Alarms::microsOutside).sum();
        return new Alarms(scores, micros / MICROS_PER_WEEK);
    }

    private static DoubleStream outside(Series series) {
        return IntStream.range(0, series.size())
                .filter(i -> series.isAlarm(i, 0) && !series.isLabelled(i))
                .mapToDouble(series::score);
    }

    /** From its earliest to its latest reading that counts, without the labelled ranges. */
    private static long microsOutside(Series series) {
        LongSummaryStatistics times = IntStream.range(0, series.size())
                .filter(i -> !series.isTraining(i))
                .mapToLong(series::timeMicros)
                .summaryStatistics();
        long outside = times.getCount() == 0 ? 0 : times.getMax() - times.getMin();
        for (Range range : series.labelled()) {
            outside -= series.timeMicros(range.to()) - series.timeMicros(range.from());
        }
        return Math.max(0, outside);
    }

    /** How many there are at a threshold. */
    public long falseAt(double threshold) {
        return Arrays.stream(scores).filter(score -> score > threshold).count();
    }

    /** The same by sensor and week; NaN when all readings are of one moment. */
    public double falsePerWeekAt(double threshold) {
        return falseAt(threshold) / sensorWeeks;
    }

    /** The time outside labelled ranges, of all sensors together, in weeks. */
    public double sensorWeeks() {
        return sensorWeeks;
    }
}
