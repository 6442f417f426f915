package io.oddity.detect.auto;

import static io.oddity.detect.auto.Layout.number;
import static io.oddity.detect.auto.Layout.set;

/**
 * How new a value is for its time of day (UTC): the distance to what was seen at this half hour, or near it, which costs a
 * little for each half hour. Half hours are told four hours later, so that what is odd now cannot explain itself.
 *
 * <p>Not every sensor has a day. Now and then the same is asked for a wrong half hour; as far as the right one explains values no
 * better than the wrong one, the answer counts for nothing. Silent until a whole day was told.
 */
final class TimeOfDay {
    private static final long SLOT_MICROS = 30 * 60_000_000L;
    private static final int SLOTS = 48;
    private static final int WAITING = 8;
    private static final int BITS = 128;

    /** What a value costs that was seen at another time, in units: so much for a whole day, its share for a half hour. */
    private static final double DAY = 0.6;

    private static final int ASK_EVERY = 4;

    /** One odd reading must not decide whether there is a day: distances count at most so much. */
    private static final double LARGEST = 0.2;

    private static final int MEMORY = 500;
    private static final double NOTHING = 1e-6;

    private final Seen seen;
    private final int firstSlot;
    private final int lastSlot;
    private final int right;
    private final int wrong;
    private final int asked;

    TimeOfDay(Layout layout) {
        seen = new Seen(layout, BITS, SLOTS + WAITING);
        firstSlot = layout.take(1);
        lastSlot = layout.take(1);
        right = layout.take(1);
        wrong = layout.take(1);
        asked = layout.take(1);
    }

    /** How new {@code x} is at {@code timeMicros}, in the given unit; then remembers it. {@code reading} counts from 0. */
    double add(long[] s, int at, long timeMicros, long reading, double x, double unit) {
        long slot = Math.floorDiv(timeMicros, SLOT_MICROS);
        if (reading == 0) {
            s[at + firstSlot] = slot;
            s[at + lastSlot] = slot;
        }
        remember(s, at, slot);
        int ofDay = Math.floorMod(slot, SLOTS);
        seen.tell(s, at, SLOTS + Math.floorMod(slot, WAITING), x);
        double distance = distance(s, at, ofDay, x, unit);
        if (reading >= Novelty.WARM_UP && reading % ASK_EVERY == 0) {
            int other = (int) ((ofDay + SLOTS / 4 + 7 * reading % 25) % SLOTS);
            compare(s, at, distance, distance(s, at, other, x, unit));
        }
        return slot - s[at + firstSlot] < SLOTS + WAITING
                ? 0
                : distance * Math.max(0, 1 - (number(s, at + right) + NOTHING) / (number(s, at + wrong) + NOTHING));
    }

    /** Moves the half hours that have waited long enough into the memory; all of them when time steps far back. */
    private void remember(long[] s, int at, long slot) {
        long last = s[at + lastSlot];
        boolean isFarBack = slot <= last - WAITING;
        long upTo = isFarBack ? last : Math.min(last, slot - WAITING);
        for (long old = last - WAITING + 1; old <= upTo; old++) {
            seen.pour(s, at, SLOTS + Math.floorMod(old, WAITING), Math.floorMod(old, SLOTS));
        }
        s[at + lastSlot] = isFarBack ? slot : Math.max(last, slot);
    }

    private double distance(long[] s, int at, int slot, double x, double unit) {
        double best = Double.POSITIVE_INFINITY;
        for (int away = 0; away <= SLOTS / 2 && DAY * away / SLOTS < best; away++) {
            double d = Math.min(
                    seen.distance(s, at, (slot + away) % SLOTS, x),
                    seen.distance(s, at, (slot - away + SLOTS) % SLOTS, x));
            double cost = DAY * away / SLOTS;
            best = Math.min(best, Math.sqrt(d / unit * (d / unit) + cost * cost));
        }
        return best == Double.POSITIVE_INFINITY ? 0 : best;
    }

    private void compare(long[] s, int at, double here, double there) {
        double step = 1.0 / Math.min(++s[at + asked], MEMORY);
        drift(s, at + right, here, step);
        drift(s, at + wrong, there, step);
    }

    private static void drift(long[] s, int word, double distance, double step) {
        double mean = number(s, word);
        set(s, word, mean + step * (Math.min(LARGEST, distance) - mean));
    }
}
