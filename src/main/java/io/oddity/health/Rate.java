package io.oddity.health;

/**
 * Sees that a steady sensor speaks at another rate from now on. Works on times of measurement, so that delays and batches on the way do
 * not matter. Sensors that are not steady have no rate that could change, and one that goes back to the rate it had before is known to
 * have two.
 */
final class Rate {
    static final int WORDS = 2;

    /** Intervals that differ by less are equal. */
    private static final float ALIKE = 1.5f;

    /** Of a steady sensor's intervals, the share that are like the usual one. */
    private static final float STEADY = 0.9f;

    /** So many intervals in a row, all longer or all shorter, are no coincidence and no outage. */
    private static final int LASTING = 20;

    private static final int KNOWN = 200;
    private static final int MEMORY = 1_000;

    /** The usual interval and the one before it, in seconds. */
    private static final int INTERVALS = 0;
    /** The share of usual intervals; how many of the last ones were longer, or less than 0, shorter. */
    private static final int STEADINESS = 1;

    private Rate() {}

    static float usualSeconds(long[] s, int at) {
        return Pair.first(s[at + INTERVALS]);
    }

    /** The usual interval of a sensor that is steady; 0 of others. */
    static float steadySeconds(long[] s, int at) {
        return Pair.first(s[at + STEADINESS]) >= STEADY ? usualSeconds(s, at) : 0;
    }

    /**
     * Takes an interval; those that are not positive, of readings out of order, say nothing.
     *
     * @param readings how many there were before
     * @return whether the rate has changed to one that is new
     */
    static boolean add(long[] s, int at, float seconds, long readings) {
        if (seconds <= 0) {
            return false;
        }
        float usual = usualSeconds(s, at);
        if (usual == 0) {
            s[at + INTERVALS] = Pair.of(seconds, 0f);
            return false;
        }
        float steady = Pair.first(s[at + STEADINESS]);
        int run = (int) s[at + STEADINESS];
        float step = 1f / Math.min(readings, MEMORY);
        int side = isAlike(seconds, usual) ? 0 : seconds > usual ? 1 : -1;
        if (side == 0) {
            s[at + INTERVALS] = Pair.of(usual + (seconds - usual) / LASTING, Pair.second(s[at + INTERVALS]));
            steady += step * (1 - steady);
        }
        if (side != Integer.signum(run)) {
            // Intervals of a run that goes on count neither way: they may be those of a new rate.
            steady *= Math.max(0, 1 - step * Math.abs(run));
            run = 0;
        }
        run += side;
        boolean isChange = Math.abs(run) == LASTING;
        s[at + STEADINESS] = Pair.of(Float.floatToRawIntBits(steady), isChange ? 0 : run);
        if (!isChange) {
            return false;
        }
        boolean isKnown = isAlike(seconds, Pair.second(s[at + INTERVALS]));
        s[at + INTERVALS] = Pair.of(seconds, usual);
        return !isKnown && steady >= STEADY && readings >= KNOWN;
    }

    /** The rate before the last change. */
    static float formerSeconds(long[] s, int at) {
        return Pair.second(s[at + INTERVALS]);
    }

    private static boolean isAlike(float a, float b) {
        return a < ALIKE * b && b < ALIKE * a;
    }
}
