package io.oddity.backtest;

/** A backtest cannot begin or go on. The message is for the person at the keyboard: what, where, and what to do next. */
public final class BacktestException extends Exception {
    private final boolean isUsage;

    private BacktestException(boolean isUsage, String message, Throwable cause) {
        super(message, cause);
        this.isUsage = isUsage;
    }

    /** The command line asks for something that is not there. */
    public static BacktestException usage(String message) {
        return new BacktestException(true, message, null);
    }

    /** Something went wrong on the way. */
    public static BacktestException failed(String message, Throwable cause) {
        return new BacktestException(false, message, cause);
    }

    /** Whether another command line would help. */
    public boolean isUsage() {
        return isUsage;
    }
}
