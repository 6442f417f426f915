package io.oddity.model;

/**
 * Anomalies of a sensor that belong together, as one of its readings sees them.
 *
 * @param offset of its first anomaly; with pipeline and partition it names the episode for ever
 * @param state what the reading does to it
 * @param sinceMicros when its first anomaly was measured, microseconds since the epoch
 * @param anomalies how many there were so far
 */
public record Episode(long offset, State state, long sinceMicros, long anomalies) {
    /** What a reading does to an episode. */
    public enum State {
        /** It is the first anomaly. */
        OPENED,
        /** It is one more anomaly, or calm, but not for long enough to say that it is over. */
        OPEN,
        /** It has been calm for long enough. */
        CLOSED
    }
}
