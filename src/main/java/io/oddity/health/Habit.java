package io.oddity.health;

/**
 * How large something is at most when all is well, in one word: the largest ever, and the last one that was too large and reported.
 *
 * <p>What was reported does not become usual by having been there once, or an outage would excuse all shorter ones to come. When it comes
 * a second time it does, and then just so, without the generous margin that others have.
 */
final class Habit {
    /**
     * Beyond so many times the largest is too large. For gaps without memory (exponential ones, as of independent events) the chance that
     * the next one is that long is n! 4! / (n + 4)! after n of them, so one sensor in 9,000 ever has one after its 40th reading.
     */
    private static final float TIMES = 4;

    /** How far beyond a reported size, once it came again, the limit is. */
    private static final float MARGIN = 4f / 3;

    private Habit() {}

    /** What is larger is too large. */
    static float limit(long habit, float least) {
        return Math.max(least, TIMES * Pair.first(habit));
    }

    /** The habit after one more. */
    static long learn(long habit, float size, boolean wasReported) {
        float largest = Pair.first(habit);
        float reported = Pair.second(habit);
        if (!wasReported) {
            return size > largest ? Pair.of(size, reported) : habit;
        }
        if (reported == 0) {
            return Pair.of(largest, size);
        }
        return Pair.of(Math.max(largest, Math.min(size, reported) * MARGIN / TIMES), 0f);
    }
}
