package io.oddity.detect.auto;

import io.oddity.detect.LongSlab;
import io.oddity.detect.OnlineDetector;
import java.nio.ByteBuffer;

/**
 * The detector that needs to be told nothing: each channel's {@link Novelty}, and with several channels how they fit together,
 * {@link Joint}.
 *
 * <p>Input: any doubles, in any unit. A channel that is missing or NaN says nothing and learns nothing about itself, and is
 * left out beside the others. Output: a score in [0, 1), the same in all sensors and forever: {@link #THRESHOLD} is where
 * anomalies begin, for single readings as for faults that last. It is {@code odds / (1 + odds)}: the odds are 1 there, the
 * square root of a novelty in alarm levels, and the square of a joint score in alarm levels. Scores are 0 for the first 40
 * readings. Memory: 3 KB a channel, for several some more, see {@link #snapshotBytes}. No allocation for a reading.
 * Single-threaded.
 */
final class AutoDetector implements OnlineDetector {
    /** Scores above it are anomalies. */
    static final double THRESHOLD = 0.5;

    private final int channels;
    private final int channelWords;
    private final Novelty novelty;
    private final Joint joint;
    private final int readings;
    private final LongSlab slab;
    private boolean isApart;

    /** Makes a detector without sensors for rows of {@code channels} features. */
    AutoDetector(int channels) {
        this.channels = channels;
        Layout channel = new Layout();
        novelty = new Novelty(channel);
        channelWords = channel.words();
        Layout all = new Layout();
        all.take(channels * channelWords);
        readings = all.take(1);
        joint = channels > 1 ? new Joint(all, channels) : null;
        slab = new LongSlab(all.words());
    }

    @Override
    public int open() {
        return slab.open();
    }

    @Override
    public void close(int slot) {
        slab.close(slot);
    }

    @Override
    public boolean isWarm(int slot) {
        return slab.chunk(slot)[slab.start(slot) + readings] >= Novelty.WARM_UP;
    }

    @Override
    public double scoreAndLearn(int slot, double[] rows, int at, long timeMicros) {
        long[] state = slab.chunk(slot);
        int start = slab.start(slot);
        state[start + readings]++;
        double newest = 0;
        isApart = false;
        for (int i = 0; i < channels; i++) {
            if (!Double.isNaN(rows[at + i])) {
                newest = Math.max(newest, novelty.add(state, start + i * channelWords, rows[at + i], timeMicros));
                isApart |= novelty.isApart;
            }
        }
        double odds = Math.sqrt(newest / Novelty.ALARM);
        if (joint != null) {
            double unfit = joint.add(state, start, rows, at);
            odds = Math.max(odds, unfit * unfit);
        }
        return odds / (1 + odds);
    }

    @Override
    public boolean isApart() {
        return isApart;
    }

    @Override
    public int snapshotBytes(int slot) {
        return slab.bytes();
    }

    @Override
    public void save(int slot, ByteBuffer to) {
        slab.save(slot, to);
    }

    @Override
    public void load(int slot, ByteBuffer from) {
        slab.load(slot, from);
    }
}
