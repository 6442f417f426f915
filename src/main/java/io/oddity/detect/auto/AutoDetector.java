package io.oddity.detect.auto;

import io.oddity.detect.OnlineDetector;
import io.oddity.detect.SlabState;

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
final class AutoDetector extends SlabState implements OnlineDetector {
    /** Scores above it are anomalies. */
    static final double THRESHOLD = 0.5;

    private final int channels;
    private final int channelWords;
    private final Novelty novelty;
    private final Joint joint;
    private final int readings;
    private boolean isApart;

    /** By channel, how new the last row was. */
    private final double[] novelties;

    /** Whether the last row was odd for how its channels fit together rather than for one of them. */
    private boolean isUnfit;

    /** The state of the sensor of the last row before that row, when it was asked to remember that. */
    private final long[] before;

    private boolean remembersNext;
    private boolean remembers;

    /** To try rows with; null until it is needed. */
    private AutoDetector twin;

    /** What works on a sensor's state of {@code words} words, and where in it the readings are counted. */
    private record Parts(Novelty novelty, int channelWords, int readings, Joint joint, int words) {
        static Parts of(int channels) {
            Layout channel = new Layout();
            Novelty novelty = new Novelty(channel);
            Layout all = new Layout();
            all.take(channels * channel.words());
            int readings = all.take(1);
            Joint joint = channels > 1 ? new Joint(all, channels) : null;
            return new Parts(novelty, channel.words(), readings, joint, all.words());
        }
    }

    /** Makes a detector without sensors for rows of {@code channels} features. */
    AutoDetector(int channels) {
        this(channels, Parts.of(channels));
    }

    private AutoDetector(int channels, Parts parts) {
        super(parts.words);
        this.channels = channels;
        channelWords = parts.channelWords;
        novelty = parts.novelty;
        joint = parts.joint;
        readings = parts.readings;
        novelties = new double[channels];
        before = new long[parts.words];
    }

    @Override
    public boolean isWarm(int slot) {
        return slab.word(slot, readings) >= Novelty.WARM_UP;
    }

    @Override
    public double scoreAndLearn(int slot, double[] rows, int at, long timeMicros) {
        long[] state = slab.chunk(slot);
        int start = slab.start(slot);
        remembers = remembersNext;
        remembersNext = false;
        state[start + readings]++;
        double newest = 0;
        isApart = false;
        for (int i = 0; i < channels; i++) {
            novelties[i] = 0;
            if (!Double.isNaN(rows[at + i])) {
                novelties[i] = novelty.add(state, start + i * channelWords, rows[at + i], timeMicros);
                newest = Math.max(newest, novelties[i]);
                isApart |= novelty.isApart;
            }
        }
        double odds = Math.sqrt(newest / Novelty.ALARM);
        isUnfit = false;
        if (joint != null) {
            double unfit = joint.add(state, start, rows, at);
            isUnfit = unfit * unfit > odds;
            odds = Math.max(odds, unfit * unfit);
        }
        return odds / (1 + odds);
    }

    /** By how new each channel is, squared so that what always is a little new has hardly a part; or by how badly each fits. */
    @Override
    public boolean attribute(double[] shares) {
        if (isUnfit) {
            return joint.attribute(shares);
        }
        double sum = 0;
        for (double n : novelties) {
            sum += n * n;
        }
        for (int i = 0; i < channels && sum > 0; i++) {
            shares[i] = novelties[i] * novelties[i] / sum;
        }
        return sum > 0;
    }

    @Override
    public void remember(int slot) {
        System.arraycopy(slab.chunk(slot), slab.start(slot), before, 0, before.length);
        remembersNext = true;
    }

    @Override
    public double scoreInstead(int slot, double[] row, long timeMicros) {
        if (!remembers) {
            return Double.NaN;
        }
        if (twin == null) {
            twin = new AutoDetector(channels);
            twin.open();
        }
        System.arraycopy(before, 0, twin.slab.chunk(0), twin.slab.start(0), before.length);
        return twin.scoreAndLearn(0, row, 0, timeMicros);
    }

    @Override
    public boolean isApart() {
        return isApart;
    }
}
