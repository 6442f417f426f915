package io.oddity.backtest;

/** What is judged. Used once, by one thread. */
public interface Data {
    /** Hands all records to a replay, in an order that is the same each time. */
    void read(Replay replay) throws BacktestException;

    /** For people. */
    String description();
}
