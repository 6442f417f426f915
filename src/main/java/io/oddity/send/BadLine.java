package io.oddity.send;

/** A line that makes no reading; the lines behind it may be fine. */
public final class BadLine extends Exception {
    private final long line;

    /**
     * @param line from 1
     * @param reason for the person at the keyboard, without the line
     */
    BadLine(long line, String reason) {
        super(reason);
        this.line = line;
    }

    /** The file's line, from 1. */
    public long line() {
        return line;
    }
}
