package io.oddity.health;

/**
 * Knows for how long a sensor is never heard of, in the partition's running time, and so from when on it is silent.
 *
 * <p>What is measured is the time at which readings arrive, because that is how silence is noticed: a sensor whose readings come in
 * batches, in the order of other sensors, is not silent between them.
 */
final class Gaps {
    static final int WORDS = 3;

    static final long NEVER = Long.MAX_VALUE;

    /** More than two of the longest pauses, after which all sensors need a moment to be heard of again. */
    private static final float SHORTEST = 12;

    /** A sensor has to be known for so many times as long as it is to be silent: whoever rests at night has been seen to. */
    private static final int KNOWN = 20;

    private static final int READINGS = 40;

    private static final int HEARD = 0;
    private static final int SINCE = 1;
    private static final int HABIT = 2;

    private Gaps() {}

    /**
     * Takes a reading.
     *
     * @param wasSilent whether its coming too late was noticed
     * @return for how many seconds it was not heard of
     */
    static float heard(long[] s, int at, long runningMillis, long readings, boolean wasSilent) {
        float seconds = secondsSince(s, at, runningMillis);
        s[at + HEARD] = runningMillis;
        if (readings == 0) {
            s[at + SINCE] = runningMillis;
            return 0;
        }
        s[at + HABIT] = Habit.learn(s[at + HABIT], seconds, wasSilent);
        return seconds;
    }

    /** What was known does not hold any more. */
    static void forget(long[] s, int at) {
        s[at + SINCE] = s[at + HEARD];
        s[at + HABIT] = 0;
    }

    static float secondsSince(long[] s, int at, long runningMillis) {
        return (runningMillis - s[at + HEARD]) / 1_000f;
    }

    static float limit(long[] s, int at) {
        return Habit.limit(s[at + HABIT], SHORTEST);
    }

    /** The running time from which on it is silent when nothing is heard before, in full seconds; {@link #NEVER} while it is not known. */
    static long silentAtMillis(long[] s, int at, long readings) {
        long limit = (long) (limit(s, at) * 1_000);
        long known = s[at + HEARD] - s[at + SINCE];
        if (readings < READINGS || known < KNOWN * limit) {
            return NEVER;
        }
        long due = s[at + HEARD] + limit;
        // Rounded up to a power of two in seconds, and 6 % of the limit at most: so few times are different.
        long step = Math.max(1, Long.highestOneBit(limit / 16_000));
        long seconds = Math.floorDiv(due + 999, 1_000);
        return ((seconds + step - 1) & -step) * 1_000;
    }
}
