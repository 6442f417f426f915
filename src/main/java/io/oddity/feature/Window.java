package io.oddity.feature;

/**
 * A sensor's recent readings of one channel, the reading itself included.
 *
 * @param rows how many readings; 0 when the window is one of time
 * @param micros how much event time, microseconds; 0 when the window is one of readings
 */
public record Window(int rows, long micros) {
    /** A window of time holds at most so many readings; of more, the oldest go. */
    public static final int MOST_ROWS = 10_000;

    /** The last so many readings, in the order in which they arrived. */
    public static Window ofRows(int rows) {
        return new Window(rows, 0);
    }

    /** The readings measured within so much time before the reading. */
    public static Window ofMicros(long micros) {
        return new Window(0, micros);
    }

    boolean isOfTime() {
        return micros > 0;
    }
}
