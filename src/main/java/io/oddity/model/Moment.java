package io.oddity.model;

/**
 * A place in time as the records of one input partition tell it, in order. It never goes back, and stands still while the partition
 * does: where nobody speaks nobody is silent. A record that is ahead by mistake holds it up until the others are there, too; brokers
 * refuse those that are ahead by more than an hour.
 *
 * @param newestMillis the latest timestamp of all records so far, ms since the epoch; -1 before the first one
 * @param runningMillis how long the partition has been running, pauses left out
 */
public record Moment(long newestMillis, long runningMillis) {
    /** Before the first record. */
    public static final Moment START = new Moment(-1, 0);

    /** A longer time without a record is a pause and counts only so much: less than any sensor has to be silent to be noticed. */
    private static final long LONGEST_MILLIS = 5_000;

    /** After one more record. */
    public Moment after(long recordMillis) {
        if (recordMillis <= newestMillis) {
            return this;
        }
        long passed = newestMillis < 0 ? 0 : Math.min(LONGEST_MILLIS, recordMillis - newestMillis);
        return new Moment(recordMillis, runningMillis + passed);
    }

    /** How many full seconds the partition has been running. */
    public long seconds() {
        return runningMillis / 1_000;
    }
}
