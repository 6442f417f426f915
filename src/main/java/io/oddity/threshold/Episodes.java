package io.oddity.threshold;

import io.oddity.detect.SlabState;
import io.oddity.model.Episode;
import io.oddity.model.Episode.State;

/**
 * Which anomalies belong together: an anomaly opens an episode, and it stays open until {@link #CALM} judged readings in a row were
 * calm. 24 bytes a sensor. Single-threaded.
 */
public final class Episodes extends SlabState {
    /**
     * Calm readings that end an episode. A number of readings and not a time, so that it is the same at every pace and needs no clock;
     * half an hour at a reading a minute.
     */
    public static final int CALM = 30;

    /** The offset of the first anomaly, plus one; 0 when no episode is open. */
    private static final int FIRST = 0;

    private static final int SINCE = 1;

    /** How many anomalies, and how many calm readings since the last one, in the lowest byte. */
    private static final int COUNTS = 2;

    private static final int CALM_BITS = 8;

    private static final int WORDS = 3;

    /** Starts without sensors. */
    public Episodes() {
        super(WORDS);
    }

    /**
     * Takes in a judged reading.
     *
     * @return the episode it belongs to; null when it belongs to none
     */
    public Episode add(int slot, boolean isAnomaly, long offset, long timeMicros) {
        long[] s = slab.chunk(slot);
        int at = slab.start(slot);
        boolean opens = isAnomaly && s[at + FIRST] == 0;
        if (opens) {
            s[at + FIRST] = offset + 1;
            s[at + SINCE] = timeMicros;
            s[at + COUNTS] = 0;
        }
        if (s[at + FIRST] == 0) {
            return null;
        }
        long anomalies = (s[at + COUNTS] >>> CALM_BITS) + (isAnomaly ? 1 : 0);
        long calm = isAnomaly ? 0 : (s[at + COUNTS] & (1 << CALM_BITS) - 1) + 1;
        s[at + COUNTS] = anomalies << CALM_BITS | calm;
        boolean closes = calm == CALM;
        State state = opens ? State.OPENED : closes ? State.CLOSED : State.OPEN;
        Episode episode = new Episode(s[at + FIRST] - 1, state, s[at + SINCE], anomalies);
        if (closes) {
            s[at + FIRST] = 0;
        }
        return episode;
    }
}
