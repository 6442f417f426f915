package io.oddity.sim;

/** How a simulated Kafka breaks its word, to see that somebody notices. */
public enum Lie {
    /** Producers that were fenced may go on. */
    FENCES_NOBODY,
    /** Positions are taken from members that are in the group no more. */
    TAKES_POSITIONS_FROM_ANYBODY,
    /** A position is told although a transaction is about to change it. */
    TELLS_UNSTABLE_POSITIONS,
    /** A position counts before its transaction is committed. */
    COMMITS_POSITIONS_AT_ONCE,
    /** A position loses what was noted with it. */
    FORGETS_NOTES,
    /** Records of the state topic are visible whatever becomes of their transaction. */
    LEAVES_STATE_OUT_OF_TRANSACTIONS,
    /** The end of a partition is told without open transactions. */
    ENDS_AT_THE_LAST_STABLE_RECORD,
    /** Compaction may lose a key's last record. */
    COMPACTS_TOO_MUCH,
    /** A partition is given away before its owner has let go of it. */
    GIVES_AWAY_WHAT_IS_OWNED,
    /** What a transaction wrote is lost from the topic of verdicts, now and then. */
    LOSES_RECORDS
}
