package io.oddity.bus;

import java.util.List;

/**
 * What changed in the memory of pulses since the tick before.
 *
 * @param millis when it was made
 * @param newestMillis the start of the newest pulse known, record time; -1 when there is none
 * @param readings all readings of recent pulses, those of sensors that are not followed included
 * @param anomalies how many of them were anomalies
 * @param followed how many sensors are remembered by the second
 * @param others how many more there are, of which only the sums are known
 * @param added sensors that took a slot
 * @param cells what the sensors did, by second and pipeline
 * @param late the oldest and the newest second that changed but are too long ago for {@code cells}; null when there are none
 */
public record Tick(
        long millis,
        long newestMillis,
        long readings,
        long anomalies,
        int followed,
        int others,
        List<Slot> added,
        List<Cells> cells,
        Seconds late) {
    /** Copies the lists. */
    public Tick {
        added = List.copyOf(added);
        cells = List.copyOf(cells);
    }

    /** The same in a memory of only some sensors, with the sums of all. */
    public Tick among(Tick all) {
        return new Tick(
                millis,
                all.newestMillis,
                all.readings,
                all.anomalies,
                followed,
                Math.max(0, all.followed + all.others - followed),
                added,
                cells,
                late);
    }

    /** A sensor and its number in the memory; a sensor that is forgotten leaves its number to another. */
    public record Slot(int number, String pipeline, String sensorId) {}

    /** A span of seconds since the epoch, both included. */
    public record Seconds(long first, long last) {
        /** The shortest span that has both in it; either may be null. */
        public static Seconds join(Seconds a, Seconds b) {
            if (a == null || b == null) {
                return a == null ? b : a;
            }
            return new Seconds(Math.min(a.first, b.first), Math.max(a.last, b.last));
        }
    }

    /**
     * What sensors of one pipeline did in one second, so far.
     *
     * @param second since the epoch
     * @param slots the sensors' numbers
     * @param heat of each, see {@code Heat}
     * @param last by channel: the last value of each; NaN where it is missing
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not to be changed
    public record Cells(long second, String pipeline, int[] slots, byte[] heat, float[][] last) {}
}
