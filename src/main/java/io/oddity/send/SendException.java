package io.oddity.send;

/** Sending cannot start or go on. The message is for the person at the keyboard: what, where, and what to do next. */
public final class SendException extends RuntimeException {
    private final int exitCode;

    private SendException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The command line asks for something that is not there; exit code 2. */
    public static SendException usage(String message) {
        return new SendException(2, message, null);
    }

    /** Something went wrong on the way; exit code 1. */
    public static SendException failed(String message, Throwable cause) {
        return new SendException(1, message, cause);
    }

    public int exitCode() {
        return exitCode;
    }
}
