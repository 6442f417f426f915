package io.oddity.health;

/**
 * Sees clocks that are wrong: readings measured after they were sent, and times that jump back. Both are held against how far that goes
 * by habit, since zones are mistaken and readings come late in healthy plants, too.
 */
final class EventTimes {
    static final int WORDS = 4;

    /** Clocks that are looked after agree better; the rest is what zones, buffers and hands do. */
    private static final float LEAST_AHEAD = 10;

    private static final float LEAST_BACK = 60;
    /** A reading or two that overtake each other are no fault of the clock. */
    private static final float INTERVALS_BACK = 10;

    private static final int KNOWN = 100;

    private static final int NEWEST = 0;
    private static final int AHEAD = 1;
    private static final int BACK = 2;
    /** Of a clock that is ahead: by how many seconds at most, and for how many readings. */
    private static final int LASTING = 3;

    private EventTimes() {}

    /** When the reading before was measured. */
    static long before(long[] s, int at) {
        return s[at + NEWEST];
    }

    /**
     * Takes the time of a reading.
     *
     * @param readings how many there were before
     * @param intervalSeconds what usually lies between two
     * @return seconds ahead of the record; less than 0 for back behind the reading before; 0 when all is well
     */
    static float add(
            long[] s,
            int at,
            long eventMicros,
            long recordMillis,
            long readings,
            float intervalSeconds,
            float[] limit) {
        float back = readings == 0 ? 0 : (s[at + NEWEST] - eventMicros) / 1e6f;
        s[at + NEWEST] = eventMicros;
        float ahead = ahead(s, at, (eventMicros - recordMillis * 1_000) / 1e6f, readings);
        limit[0] = Habit.limit(s[at + AHEAD], LEAST_AHEAD);
        if (back > 0) {
            float most = Habit.limit(s[at + BACK], Math.max(LEAST_BACK, INTERVALS_BACK * intervalSeconds));
            boolean isJump = back > most && readings >= KNOWN;
            s[at + BACK] = Habit.learn(s[at + BACK], back, isJump);
            if (isJump && ahead == 0) {
                limit[0] = -most;
                return -back;
            }
        }
        return ahead;
    }

    /** A clock that is ahead is wrong for as long as it was known to be right before; then it is how it is. */
    private static float ahead(long[] s, int at, float ahead, long readings) {
        float most = Pair.first(s[at + LASTING]);
        int lasting = (int) s[at + LASTING];
        if (readings >= KNOWN && ahead > Habit.limit(s[at + AHEAD], LEAST_AHEAD)) {
            most = Math.max(most, ahead);
            if (++lasting <= readings - lasting) {
                s[at + LASTING] = Pair.of(Float.floatToRawIntBits(most), lasting);
                return ahead;
            }
            s[at + AHEAD] = Habit.learn(s[at + AHEAD], most, false);
            s[at + LASTING] = 0;
            return 0;
        }
        if (lasting > 0) {
            s[at + AHEAD] = Habit.learn(s[at + AHEAD], most, true);
            s[at + LASTING] = 0;
        }
        s[at + AHEAD] = Habit.learn(s[at + AHEAD], ahead, false);
        return 0;
    }
}
