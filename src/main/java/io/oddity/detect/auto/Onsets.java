package io.oddity.detect.auto;

import io.oddity.detect.Slab;
import java.nio.ByteBuffer;

/**
 * Says which odd readings are news: one alarm an episode.
 *
 * <p>An episode's first odd reading is its onset; a later one is an onset again only when it is clearly odder than all of the
 * last eight hours (a window as of {@link Blocks}), and not while an alarm is still rising, or a jump that takes several readings would
 * be several alarms. What is hardly above the threshold is none by itself. Works on scores of any detector, of readings that are odd or
 * not, and changes none of them. Slots as in {@link io.oddity.detect.OnlineDetector}. Single-threaded.
 */
public final class Onsets {
    private static final long BLOCK_MICROS = 40 * 60_000_000L;
    private static final int BLOCKS = 12;

    /** So many readings after an alarm belong to it: those of a block at the usual rate. */
    private static final int RISING = 8;

    /** By how much the odds of a score must grow to be clearly odder. */
    private static final double CLEARLY = 1.025;

    private final Blocks blocks;
    private final int opened;
    private final int ring;
    private final int rising;
    private final Slab slab;

    /** Starts without sensors. */
    public Onsets() {
        Layout layout = new Layout();
        blocks = new Blocks(layout, BLOCK_MICROS);
        opened = layout.take(1);
        ring = layout.take(BLOCKS);
        rising = layout.take(1);
        slab = new Slab(layout.words());
    }

    /** Takes a slot for a new sensor. */
    public int open() {
        return slab.open();
    }

    /** Gives a slot back. */
    public void close(int slot) {
        slab.close(slot);
    }

    /**
     * Says whether a reading is news, and takes it in.
     *
     * @param score in [0, 1); whether one that is not above the threshold would be news at another is said, too
     * @param threshold in (0, 1), scores above it are odd
     */
    public boolean isNews(int slot, double score, double threshold, long timeMicros) {
        long[] s = slab.chunk(slot);
        int at = slab.start(slot);
        if (blocks.opens(s, at, timeMicros)) {
            s[at + ring + (int) (s[at + opened]++ % BLOCKS)] = 0;
        }
        double highest = 0;
        for (int i = 0; i < BLOCKS; i++) {
            highest = Math.max(highest, Layout.number(s, at + ring + i));
        }
        double odds = score / (1 - score);
        int current = at + ring + (int) ((s[at + opened] - 1) % BLOCKS);
        Layout.set(s, current, Math.max(Layout.number(s, current), odds));
        boolean isNews = odds > CLEARLY * highest;
        double limit = threshold / (1 - threshold);
        if (odds <= limit) {
            s[at + rising] = Math.max(0, s[at + rising] - 1);
            return isNews;
        }
        boolean isClear = isNews && odds > CLEARLY * limit;
        boolean isRising = s[at + rising] > 0;
        s[at + rising] = isClear ? RISING : Math.max(0, s[at + rising] - 1);
        return isClear && !isRising;
    }

    /** How many bytes {@link #save} writes for one slot. */
    public int snapshotBytes() {
        return slab.bytes();
    }

    /** Writes all that is known of a slot. */
    public void save(int slot, ByteBuffer to) {
        slab.save(slot, to);
    }

    /** Takes over what {@link #save} wrote. */
    public void load(int slot, ByteBuffer from) {
        slab.load(slot, from);
    }
}
