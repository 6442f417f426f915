package io.oddity.train;

/** There is nothing to train on. The message is for the person at the keyboard: what, where, and what to do next. */
public final class TrainingException extends Exception {
    private final boolean isUsage;

    private TrainingException(boolean isUsage, String message, Throwable cause) {
        super(message, cause);
        this.isUsage = isUsage;
    }

    /** The command line asks for something that is not there. */
    public static TrainingException usage(String message) {
        return new TrainingException(true, message, null);
    }

    /** Something went wrong on the way. */
    public static TrainingException failed(String message, Throwable cause) {
        return new TrainingException(false, message, cause);
    }

    /** Whether another command line would help. */
    public boolean isUsage() {
        return isUsage;
    }
}
