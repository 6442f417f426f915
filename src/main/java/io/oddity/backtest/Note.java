package io.oddity.backtest;

/**
 * What a file says about a row beside its reading.
 *
 * @param time as it is written there; null where it is not known
 * @param isLabelled whether it is marked as odd
 */
record Note(String time, boolean isLabelled) {
    /** Of a record of a topic. */
    static final Note NONE = new Note(null, false);
}
