package io.oddity.backtest.metrics;

import java.util.List;

/**
 * How good the verdicts on one sensor are, in short.
 *
 * @param alarms flagged readings that are news
 * @param falseAlarms those outside labelled ranges
 * @param falsePerWeek NaN when all readings are of one moment
 */
public record SensorQuality(
        Series series, Confusion points, RangeScores ranges, long alarms, long falseAlarms, double falsePerWeek) {
    /** Counts at a threshold. */
    public static SensorQuality of(Series series, double threshold) {
        long hits = 0;
        long falseFlags = 0;
        long misses = 0;
        long calm = 0;
        long alarms = 0;
        for (int i = 0; i < series.size(); i++) {
            boolean isFlagged = series.isFlagged(i, threshold);
            boolean isLabelled = series.isLabelled(i);
            hits += isFlagged && isLabelled ? 1 : 0;
            falseFlags += isFlagged && !isLabelled ? 1 : 0;
            misses += !isFlagged && isLabelled ? 1 : 0;
            calm += isFlagged || isLabelled || series.isTraining(i) ? 0 : 1;
            alarms += series.isAlarm(i, threshold) ? 1 : 0;
        }
        List<Series> alone = List.of(series);
        Alarms outside = Alarms.of(alone);
        return new SensorQuality(
                series,
                new Confusion(hits, falseFlags, misses, calm),
                RangeScores.of(alone, threshold),
                alarms,
                outside.falseAt(threshold),
                outside.falsePerWeekAt(threshold));
    }

    /** How many readings are flagged. */
    public long anomalies() {
        return points.hits() + points.falsePositives();
    }
}
