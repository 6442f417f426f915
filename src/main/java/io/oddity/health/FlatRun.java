package io.oddity.health;

/**
 * Sees that a channel stands still although it never stood still for so long: a run of equal values.
 *
 * <p>Channels that are often flat (a valve, a counter at night) have long runs by habit, and need to be known for {@link #KNOWN} times as
 * long as a run has to be. A run that lasts longer than all that was known before it is how the channel is from then on.
 */
final class FlatRun {
    /** Words a channel. */
    static final int WORDS = 3;

    /** Of a channel that hardly ever repeats itself; once in 10^20 by chance even where each second value does. */
    private static final float SHORTEST = 20;

    private static final int KNOWN = 20;

    private static final int VALUE = 0;
    /** Readings of the channel, and how many of the last ones were equal. */
    private static final int COUNTS = 1;

    private static final int HABIT = 2;

    private FlatRun() {}

    static double last(long[] s, int at) {
        return Double.longBitsToDouble(s[at + VALUE]);
    }

    /** Takes a value; says how many equal ones in a row there are with it, 0 unless they are too many. */
    static int add(long[] s, int at, double value) {
        int readings = (int) (s[at + COUNTS] >>> 32);
        int run = (int) s[at + COUNTS];
        if (readings == 0 || value != last(s, at)) {
            s[at + HABIT] = Habit.learn(s[at + HABIT], run, isStuck(s, at, readings, run));
            s[at + VALUE] = Double.doubleToRawLongBits(value);
            run = 0;
        }
        if (readings < Integer.MAX_VALUE) {
            readings++;
            run++;
        }
        s[at + COUNTS] = Pair.of(readings, run);
        return isStuck(s, at, readings, run) ? run : 0;
    }

    static float limit(long[] s, int at) {
        return Habit.limit(s[at + HABIT], SHORTEST);
    }

    private static boolean isStuck(long[] s, int at, int readings, int run) {
        float limit = limit(s, at);
        int before = readings - run;
        return run > limit && before >= KNOWN * limit && run <= before;
    }
}
