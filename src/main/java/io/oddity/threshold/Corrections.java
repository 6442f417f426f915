package io.oddity.threshold;

import io.oddity.model.Correction;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What people said of sensors' alarms, laid over their thresholds: nothing that is learned of scores depends on it, so when it is taken back
 * all is as if it had never been said.
 *
 * <p>What was called a false alarm lets scores up to its own pass, and a little beyond. What was called a fault is forgiven: its alarm
 * counts as not charged until the sensor's account would be full without it.
 *
 * <p>A reference a sensor once there is a correction, nothing before; 25 bytes more saved of a sensor that has one, and 16 for each fault.
 * Single-threaded.
 */
public final class Corrections {
    /** So many faults are forgiven at once; an account is overdrawn by four at most and saves two, so more would change nothing. */
    public static final int MOST_CONFIRMED = 6;

    /** By how much the odds of what passes are higher than those of what was called a false alarm: its like rarely scores the very same. */
    private static final double MARGIN = 1.1;

    private static final double DIGITS = 1e4;

    private static final int BYTES = 8 + 8 + 8 + 1;
    private static final int BYTES_EACH = 8 + 8;

    private One[] ones = new One[0];

    /** Of one sensor. */
    private static final class One {
        long upTo;
        double passes;
        double passesApart;
        long[] confirmed;
        double[] forgiven;
    }

    /** Starts without any. */
    public Corrections() {}

    /** The score up to which readings are no anomalies when one of this score was none; rounded up to four digits. */
    public static double passing(double score) {
        double odds = MARGIN * score / (1 - score);
        return score < 1 ? Math.min(1, Math.ceil(odds / (1 + odds) * DIGITS) / DIGITS) : 1;
    }

    private One of(int slot) {
        return slot < ones.length ? ones[slot] : null;
    }

    /**
     * Takes over what is said now; what is older than what is known changes nothing.
     *
     * @param room of the sensor's account
     */
    public void take(int slot, Correction said, double room) {
        One before = of(slot);
        if (before != null && said.upTo() <= before.upTo) {
            return;
        }
        One now = new One();
        now.upTo = said.upTo();
        now.passes = said.passes();
        now.passesApart = said.passesApart();
        now.confirmed = said.confirmed().stream().mapToLong(Long::longValue).toArray();
        now.forgiven = new double[now.confirmed.length];
        for (int i = 0; i < now.confirmed.length; i++) {
            now.forgiven[i] = forgiven(before, now.confirmed[i], Math.min(1, room));
        }
        put(slot, now);
    }

    private static double forgiven(One before, long episode, double anew) {
        for (int i = 0; before != null && i < before.confirmed.length; i++) {
            if (before.confirmed[i] == episode) {
                return before.forgiven[i];
            }
        }
        return anew;
    }

    private void put(int slot, One one) {
        if (slot >= ones.length) {
            ones = Arrays.copyOf(ones, Math.max(slot + 1, 2 * ones.length));
        }
        ones[slot] = one;
    }

    /** Where in the feedback topic the last word about the sensor stands; -1 when nobody said anything. */
    public long upTo(int slot) {
        One one = of(slot);
        return one == null ? -1 : one.upTo;
    }

    /** The score up to which its readings are no anomalies; 0 for none. */
    public double passes(int slot, boolean isApart) {
        One one = of(slot);
        return one == null ? 0 : isApart ? one.passesApart : one.passes;
    }

    /** How many of its alarms count as not charged. */
    public double forgiven(int slot) {
        One one = of(slot);
        double sum = 0;
        for (int i = 0; one != null && i < one.forgiven.length; i++) {
            sum += one.forgiven[i];
        }
        return sum;
    }

    /**
     * A reading was judged.
     *
     * @param room of the sensor's account
     */
    public void pass(int slot, double room) {
        One one = of(slot);
        for (int i = 0; one != null && i < one.forgiven.length; i++) {
            one.forgiven[i] = Math.min(one.forgiven[i], room);
        }
    }

    /** Nothing is known of a slot any more. */
    public void close(int slot) {
        if (slot < ones.length) {
            ones[slot] = null;
        }
    }

    /** How many bytes {@link #save} writes, 0 for a sensor of which nobody said anything. */
    public int snapshotBytes(int slot) {
        One one = of(slot);
        return one == null ? 0 : BYTES + BYTES_EACH * one.confirmed.length;
    }

    /** Writes what was said of a sensor, if anything was. */
    public void save(int slot, ByteBuffer to) {
        One one = of(slot);
        if (one != null) {
            to.putLong(one.upTo).putDouble(one.passes).putDouble(one.passesApart);
            to.put((byte) one.confirmed.length);
            for (int i = 0; i < one.confirmed.length; i++) {
                to.putLong(one.confirmed[i]).putDouble(one.forgiven[i]);
            }
        }
    }

    /** Reads what {@link #save} wrote of a sensor of which something was said. */
    public void load(int slot, ByteBuffer from) {
        One one = new One();
        one.upTo = from.getLong();
        one.passes = from.getDouble();
        one.passesApart = from.getDouble();
        one.confirmed = new long[from.get()];
        one.forgiven = new double[one.confirmed.length];
        for (int i = 0; i < one.confirmed.length; i++) {
            one.confirmed[i] = from.getLong();
            one.forgiven[i] = from.getDouble();
        }
        put(slot, one);
    }
}
