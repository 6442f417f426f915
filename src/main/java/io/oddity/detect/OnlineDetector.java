package io.oddity.detect;

import io.oddity.model.SlotState;

/**
 * A detector that learns from every row it has scored, for all the sensors that one shard owns.
 *
 * <p>Single-threaded: owned by one shard. Deterministic: the same rows in the same slot give the same scores, bit by bit, also
 * when the slot was saved and loaded in between.
 */
public interface OnlineDetector extends SlotState {
    /** Says whether the next score of this slot means something yet; until then scores are 0. */
    boolean isWarm(int slot);

    /**
     * Scores a row, then learns it: the row never influences its own score.
     *
     * @param rows row-major features; a feature may be {@link io.oddity.model.Missing#VALUE}
     * @param at index in {@code rows} of the row's first feature
     * @param timeMicros when it was measured, microseconds since the epoch; may be earlier than that of the row before
     * @return the raw score in the detector's own unit, higher is odder
     */
    double scoreAndLearn(int slot, double[] rows, int at, long timeMicros);

    /**
     * Whether the row that was scored last is odd however often such rows come, so that its score must not become usual for the sensor
     * where thresholds follow scores. Its score is then above 0.5.
     */
    default boolean isApart() {
        return false;
    }

    /**
     * Says more about the row that was scored last; only asked of a kind with {@linkplain DetectorFactory#outputs more} to say than
     * a score.
     *
     * @param out gets those outputs that come after the score, from {@code at} on; {@link io.oddity.model.Missing#VALUE} where there
     *     is nothing to say
     */
    default void explain(double[] out, int at) {}

    /**
     * Says which share each feature has in the score of the row that was scored last, of those kinds that know.
     *
     * @param shares gets one share a feature, together 1
     * @return whether it knows
     */
    default boolean attribute(double[] shares) {
        return false;
    }

    /** Prepares for {@link #scoreInstead} about the row that is scored next, where it would have to remember what that row changes. */
    default void remember(int slot) {}

    /**
     * What the row that was scored last would have got, had it been this one. Nothing is learned, and what was said of the row stays
     * said.
     *
     * @param slot that of the row scored last
     * @param timeMicros that of the row scored last
     * @return NaN where that is not known, as when it was not told to {@linkplain #remember} what it would have to
     */
    default double scoreInstead(int slot, double[] row, long timeMicros) {
        return Double.NaN;
    }
}
