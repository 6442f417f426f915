package io.oddity.detect.auto;

import static io.oddity.detect.auto.Layout.number;
import static io.oddity.detect.auto.Layout.set;

/**
 * How new a reading of one channel is: its distance from all that was seen before, not its surprise.
 *
 * <p>Statistics of what is usual are drowned by the noise, bursts and seasons that real sensors have; a value, a value at this
 * time of day, or a peak or dip of the last hours or the last day that was never there is rare in all of them. What is new is
 * told to the memories a little later, so it does not excuse itself, and after that it is not new any more. Two things stay odd
 * although they were seen: values isolated from all others, which count just enough to be an anomaly, and lines that went flat.
 *
 * <p>A distance of {@link #ALARM} units is where anomalies begin. Needs {@link #WARM_UP} readings first. Values beyond ±1e100
 * count as that. About 3 KB a channel, no allocation.
 */
final class Novelty {
    /** The novelty from which a reading is an anomaly. */
    static final double ALARM = 0.04;

    /** Readings before the first score. */
    static final int WARM_UP = 40;

    private static final int BITS = 512;
    private static final int DELAY = 2;
    private static final long SHORT_BLOCK = 20 * 60_000_000L;
    private static final long LONG_BLOCK = 2 * 3_600_000_000L;

    // A window's extreme is rarer news than a value, so it takes a greater distance.
    private static final double SHORT_EDGE = 0.15;
    private static final double LONG_EDGE = 0.075;
    private static final double RANGE = 0.175;

    /** What is odd but known: an anomaly, but too little above the alarm level to be news, see {@link Onsets}. */
    private static final double KNOWN = 1.05 * ALARM;

    /** A flat line: news once. */
    private static final double FLAT = 1.1 * ALARM;

    private static final double LARGEST = 1e100;

    private final int readings;
    private final int waiting;
    private final Scale scale;
    private final Seen values;
    private final TimeOfDay timeOfDay;
    private final Extremes hours;
    private final Extremes day;
    private final Isolation isolation;
    private final FlatLine flatLine;

    /** Whether the last reading is isolated from all others. */
    boolean isApart;

    Novelty(Layout layout) {
        readings = layout.take(1);
        waiting = layout.take(DELAY);
        scale = new Scale(layout);
        values = new Seen(layout, BITS, 1);
        timeOfDay = new TimeOfDay(layout);
        hours = new Extremes(layout, SHORT_BLOCK);
        day = new Extremes(layout, LONG_BLOCK);
        isolation = new Isolation(layout);
        flatLine = new FlatLine(layout);
    }

    /** A finite value that may be squared. */
    static double bounded(double value) {
        return Math.max(-LARGEST, Math.min(LARGEST, value));
    }

    /** The novelty of a reading, at least 0, which is then remembered. */
    double add(long[] s, int at, double value, long timeMicros) {
        long reading = s[at + readings]++;
        double x = bounded(value);

        double unit = scale.with(s, at, x);
        int oldest = at + waiting + (int) (reading % DELAY);
        if (reading >= DELAY) {
            values.tell(s, at, 0, number(s, oldest));
        }
        set(s, oldest, x);
        double novelty = values.distance(s, at, 0, x) / unit;
        novelty = Math.max(novelty, timeOfDay.add(s, at, timeMicros, reading, x, unit));
        hours.add(s, at, timeMicros, x);
        day.add(s, at, timeMicros, x);
        novelty = Math.max(novelty, SHORT_EDGE * hours.edge);
        novelty = Math.max(novelty, LONG_EDGE * day.edge);
        novelty = Math.max(novelty, RANGE * day.range);
        double isolated = isolation.add(s, at, reading, x);
        isApart = reading >= WARM_UP && isolated > 1;
        novelty = Math.max(novelty, Math.min(KNOWN, ALARM * isolated));
        novelty = Math.max(novelty, Math.min(FLAT, ALARM * flatLine.add(s, at, reading, x)));
        return reading < WARM_UP ? 0 : novelty;
    }
}
