package io.oddity.model;

/** What a verdict says about its reading. */
public enum Status {
    /** The detector has not seen enough of this sensor to judge it. */
    WARMING_UP,
    NORMAL,
    ANOMALY,
    /** A channel or feature is missing without which it cannot be judged. */
    SKIPPED
}
