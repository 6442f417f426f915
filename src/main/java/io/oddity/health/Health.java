package io.oddity.health;

import io.oddity.detect.SlabState;
import io.oddity.health.HealthSpec.Limits;
import io.oddity.model.Finding;
import io.oddity.model.Kind;
import io.oddity.model.Missing;
import io.oddity.model.Readings;
import java.nio.ByteBuffer;

/**
 * Looks after the health of the sensors of one pipeline that one shard owns. No allocation for a healthy reading. Single-threaded.
 *
 * <p>State that was saved without it is read, too: health then starts anew.
 */
public final class Health extends SlabState {
    /** Of the layout, saved with each sensor. */
    private static final byte VERSION = 1;

    /** No time at all. */
    public static final long NEVER = Gaps.NEVER;

    private static final int READINGS = 0;
    private static final int TIMES = 1;
    private static final int RATE = TIMES + EventTimes.WORDS;
    private static final int DUPLICATES = RATE + Rate.WORDS;
    private static final int GAPS = DUPLICATES + Duplicates.WORDS;
    private static final int CHANNELS = GAPS + Gaps.WORDS;

    private final HealthSpec spec;
    private final Limits[] limits;
    private final float[] limit = new float[1];

    /** Starts without sensors. */
    public Health(HealthSpec spec) {
        super(CHANNELS + spec.limits().size() * FlatRun.WORDS);
        this.spec = spec;
        limits = spec.limits().toArray(Limits[]::new);
    }

    /**
     * Takes a reading.
     *
     * @param wasSilent whether it was noticed that it did not come
     * @return what is wrong; null when nothing is
     */
    public Finding check(int slot, Readings readings, int row, boolean wasSilent) {
        long[] s = slab.chunk(slot);
        int at = slab.start(slot);
        long known = s[at + READINGS]++;
        long time = readings.eventTimeMicros(row);
        long before = EventTimes.before(s, at + TIMES);

        Finding found = null;
        long channels = 0;
        boolean isEqual = true;
        for (int channel = 0; channel < limits.length; channel++) {
            double value = readings.value(row, channel);
            if (Missing.is(value)) {
                continue;
            }
            int flat = at + CHANNELS + channel * FlatRun.WORDS;
            channels |= 1L << channel;
            isEqual &= value == FlatRun.last(s, flat);
            found = first(found, range(channel, value));
            float most = FlatRun.limit(s, flat);
            int run = FlatRun.add(s, flat, value);
            found = run == 0 ? found : first(found, told(Kind.STUCK, channel, run, most));
        }
        float skew = EventTimes.add(
                s, at + TIMES, time, readings.recordTimeMillis(row), known, Rate.usualSeconds(s, at + RATE), limit);
        found = skew == 0 ? found : first(found, told(Kind.CLOCK, -1, millis(skew), millis(limit[0])));
        if (Duplicates.add(s, at + DUPLICATES, channels, known > 0 && time == before, isEqual, known)) {
            found = first(found, told(Kind.DUPLICATE, -1, Double.NaN, Double.NaN));
        }
        float interval = known == 0 ? 0 : (time - before) / 1e6f;
        boolean isNewRate = Rate.add(s, at + RATE, interval, known);
        float silence = Gaps.limit(s, at + GAPS);
        float gap = Gaps.heard(s, at + GAPS, readings.runningMillis(row), known, wasSilent);
        if (isNewRate) {
            float former = Rate.formerSeconds(s, at + RATE);
            if (interval < former) {
                Gaps.forget(s, at + GAPS);
            }
            found = first(found, told(Kind.RATE, -1, millis(interval), millis(former)));
        }
        return wasSilent ? first(found, told(Kind.SILENT, -1, millis(gap), millis(silence))) : found;
    }

    private static Finding first(Finding found, Finding other) {
        return found == null || (other != null && other.kind().compareTo(found.kind()) < 0) ? other : found;
    }

    private Finding range(int channel, double value) {
        Limits of = limits[channel];
        if (value < of.low()) {
            return told(Kind.RANGE, channel, value, of.low());
        }
        return value > of.high() ? told(Kind.RANGE, channel, value, of.high()) : null;
    }

    /** Seconds to the millisecond, as people read them. */
    private static double millis(float seconds) {
        return Math.round(seconds * 1e3) / 1e3;
    }

    private Finding told(Kind kind, int channel, double measured, double passed) {
        return spec.kinds().contains(kind) ? new Finding(kind, channel, measured, passed) : null;
    }

    /** The partition's running time from which on a sensor is silent, if nothing is heard of it before; {@link #NEVER} while that is not known. */
    public long silentAtMillis(int slot) {
        if (!spec.kinds().contains(Kind.SILENT)) {
            return NEVER;
        }
        long[] s = slab.chunk(slot);
        int at = slab.start(slot);
        return Gaps.silentAtMillis(s, at + GAPS, s[at + READINGS]);
    }

    /** What is wrong with a sensor that is silent at a running time. */
    public Finding silent(int slot, long runningMillis) {
        long[] s = slab.chunk(slot);
        int gaps = slab.start(slot) + GAPS;
        return told(Kind.SILENT, -1, millis(Gaps.secondsSince(s, gaps, runningMillis)), millis(Gaps.limit(s, gaps)));
    }

    /** How often a steady sensor speaks, seconds; 0 of others. */
    public double steadySeconds(int slot) {
        return millis(Rate.steadySeconds(slab.chunk(slot), slab.start(slot) + RATE));
    }

    /** When a sensor's last reading was measured, microseconds since the epoch. */
    public long lastTimeMicros(int slot) {
        return EventTimes.before(slab.chunk(slot), slab.start(slot) + TIMES);
    }

    @Override
    public int snapshotBytes(int slot) {
        return 1 + slab.bytes();
    }

    @Override
    public void save(int slot, ByteBuffer to) {
        slab.save(slot, to.put(VERSION));
    }

    /** Leaves a new slot as it is when nothing was saved, or by another release. */
    @Override
    public void load(int slot, ByteBuffer from) {
        if (from.remaining() == snapshotBytes(slot) && from.get() == VERSION) {
            slab.load(slot, from);
        }
    }
}
