package io.oddity.backtest.metrics;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How good the verdicts on some sensors are. Where nothing is labelled, only {@code flagged}, {@code alarms} and {@code falseAlarms} say
 * something.
 *
 * @param threshold the pipeline's
 * @param readings how many count
 * @param labelled how many of them are known to be odd
 * @param points readings counted one by one
 * @param ranges the same by ranges
 * @param found each labelled range, and when it was noticed
 * @param alarms at the threshold, inside labelled ranges or not
 * @param falseAlarms those outside, at any threshold
 * @param sweep what other thresholds would give, ascending
 */
public record Quality(
        double threshold,
        long readings,
        long labelled,
        Confusion points,
        RangeScores ranges,
        List<Found> found,
        double rocAuc,
        double prAuc,
        long alarms,
        Alarms falseAlarms,
        List<Step> sweep,
        Ranking.Cut best,
        List<Ranking.Cut> curve) {
    private static final int CURVE_POINTS = 200;

    /**
     * One threshold of the sweep.
     *
     * @param rangesFound how many labelled ranges have a flagged reading
     */
    public record Step(double threshold, Confusion points, int rangesFound, long falseAlarms, double falsePerWeek) {}

    /** Judges the judge. */
    public static Quality of(List<Series> all, double threshold) {
        Ranking ranking = Ranking.of(all);
        Alarms falseAlarms = Alarms.of(all);
        return new Quality(
                threshold,
                ranking.readings(),
                ranking.labelled(),
                ranking.at(threshold),
                RangeScores.of(all, threshold),
                Found.of(all, threshold),
                ranking.rocAuc(),
                ranking.prAuc(),
                all.stream().mapToLong(series -> alarms(series, threshold)).sum(),
                falseAlarms,
                sweep(all, threshold, ranking, falseAlarms),
                ranking.best(),
                ranking.curve(CURVE_POINTS));
    }

    private static long alarms(Series series, double threshold) {
        return IntStream.range(0, series.size())
                .filter(i -> series.isAlarm(i, threshold))
                .count();
    }

    private static List<Step> sweep(List<Series> all, double threshold, Ranking ranking, Alarms falseAlarms) {
        double[] peaks = all.stream()
                .flatMapToDouble(series -> series.labelled().stream().mapToDouble(range -> peak(series, range)))
                .toArray();
        return DoubleStream.concat(IntStream.range(1, 20).mapToDouble(i -> i / 20.0), DoubleStream.of(threshold))
                .sorted()
                .distinct()
                .mapToObj(at -> new Step(
                        at,
                        ranking.at(at),
                        (int) DoubleStream.of(peaks).filter(peak -> peak > at).count(),
                        falseAlarms.falseAt(at),
                        falseAlarms.falsePerWeekAt(at)))
                .toList();
    }

    private static double peak(Series series, Range range) {
        return IntStream.rangeClosed(range.from(), range.to())
                .mapToDouble(series::score)
                .max()
                .orElse(0);
    }

    /** Whether anything is known to be odd. */
    public boolean isLabelled() {
        return labelled > 0;
    }

    /** Of the labelled ranges that were noticed, the delay that half of them have at most; of an even number, the lower middle one. */
    public OptionalLong medianDelayMicros() {
        long[] delays = delays();
        return delays.length == 0 ? OptionalLong.empty() : OptionalLong.of(delays[(delays.length - 1) / 2]);
    }

    /** The longest delay of a labelled range that was noticed. */
    public OptionalLong maxDelayMicros() {
        long[] delays = delays();
        return delays.length == 0 ? OptionalLong.empty() : OptionalLong.of(delays[delays.length - 1]);
    }

    private long[] delays() {
        return found.stream()
                .filter(one -> one.delayMicros().isPresent())
                .mapToLong(one -> one.delayMicros().getAsLong())
                .sorted()
                .toArray();
    }
}
