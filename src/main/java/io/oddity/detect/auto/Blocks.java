package io.oddity.detect.auto;

/**
 * Cuts a sensor's time into blocks, of which windows are made.
 *
 * <p>A block lasts its time, with at least one reading and not more than many: so windows are windows of event time, even with irregular
 * sampling, gaps and bursts, for sensors of about the usual rate and slower ones as far as a block is longer than their interval; for
 * faster ones they are a number of readings.
 */
final class Blocks {
    /** How many times the usual number of readings a block may hold: twice the rate, and some irregularity. */
    private static final int FREEDOM = 3;

    /** The rate for which a block's time is meant: a reading every five minutes. */
    private static final long USUAL_INTERVAL = 5 * 60_000_000L;

    private static final int WORDS = 3;

    private final long micros;
    private final long most;
    private final int count;
    private final int last;
    private final int age;

    Blocks(Layout layout, long micros) {
        this.micros = micros;
        most = micros / USUAL_INTERVAL * FREEDOM;
        count = layout.take(WORDS);
        last = count + 1;
        age = count + 2;
    }

    /** Counts a reading and says whether it is the first of a block. Time that steps back stands still for a reading. */
    boolean opens(long[] s, int at, long timeMicros) {
        long readings = s[at + count]++;
        if (readings > 0) {
            s[at + age] += Math.max(0, Math.min(2 * micros, timeMicros - s[at + last]));
        }
        s[at + last] = timeMicros;
        boolean isFull = readings >= most;
        if (readings > 0 && !isFull && s[at + age] < micros) {
            return false;
        }
        s[at + age] = isFull || s[at + age] >= 2 * micros ? 0 : Math.max(0, s[at + age] - micros);
        s[at + count] = 1;
        return true;
    }
}
