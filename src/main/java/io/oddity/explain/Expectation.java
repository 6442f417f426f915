package io.oddity.explain;

import io.oddity.detect.SlabState;
import io.oddity.model.Readings;
import java.nio.ByteBuffer;

/**
 * What each channel of a sensor is expected to read next, and how far from that its calm readings are, in the channel's unit; beside any detector.
 *
 * <p>Two guesses run side by side: the average of the last {@link #MEMORY} readings or so, which suits noise around a level, and one that follows
 * within a few readings, which suits what drifts or has a day. The one whose errors have been smaller counts, and sigma is the root mean square
 * of its errors.
 *
 * <p>What is odd does not teach: of an anomaly only those channels that are near what was expected. A lasting new level is given in to:
 * after as many far readings, near ones taken off, as the square of experience allows, as {@code auto} does it; or after {@link #LEAST_PATIENCE} when
 * they are no anomalies. Far readings that are no anomalies are learned, as if they were not so far.
 *
 * <p>24 bytes a channel, and one more a sensor when saved; no allocation. Any unit between 1e-18 and 1e18. Single-threaded.
 */
public final class Expectation extends SlabState {
    /** Before it is saved; what {@link io.oddity.model.SlotState}s before and after it save begins with other numbers. */
    private static final byte VERSION = 3;

    /** Readings before anything is expected. */
    static final int WARM_UP = 10;

    /** Readings before what is far among them is cut. */
    private static final int FEW = 3;

    /** So many readings back reach the average and the errors. */
    private static final int MEMORY = 256;

    /** How much of its error the other guess makes good with each reading. */
    private static final double FOLLOW = 0.3;

    /** The square of how many sigmas are far: what far readings teach is cut to this. */
    private static final double FAR = 4 * 4;

    /** Experience counts up to so many readings: patience then reaches 5,000. */
    private static final int MOST_EXPERIENCE = 1_000;

    private static final int PATIENCE = 200;
    private static final int LEAST_PATIENCE = 20;

    /** A sigma of so small a share of the level is a rounding error and counts as none. */
    private static final double NOTHING = 1e-9;

    private static final double LARGEST = 1e18;

    /** The guess that follows. */
    private static final int FOLLOWER = 0;
    /** What the average is beyond that; the experience; the far readings. */
    private static final int BEYOND_AND_COUNTS = 1;
    /** The mean squares of the errors, first that of the guess that follows. */
    private static final int ERRORS = 2;

    private static final int WORDS = 3;

    private final int channels;

    // Of the channel at hand.
    private double follower;
    private double average;
    private int count;
    private int far;
    private double followerError;
    private double averageError;

    /** Starts without sensors. */
    public Expectation(int channels) {
        super(channels * WORDS);
        this.channels = channels;
    }

    /** What a channel's next reading is expected to be; NaN while that is not known. */
    public double expected(int slot, int channel) {
        read(slab.chunk(slot), slab.start(slot) + channel * WORDS);
        return count < WARM_UP ? Double.NaN : expected();
    }

    /** How far calm readings are from what is expected, as their root mean square; 0 for a channel that stands still, NaN while that is not known. */
    public double sigma(int slot, int channel) {
        read(slab.chunk(slot), slab.start(slot) + channel * WORDS);
        double sigma = Math.sqrt(error());
        return count < WARM_UP ? Double.NaN : sigma <= NOTHING * Math.abs(expected()) ? 0 : sigma;
    }

    /** Whether any channel of a reading is more than so many sigmas from what is expected of it. */
    public boolean isBeyond(double sigmas, int slot, Readings readings, int row) {
        long[] s = slab.chunk(slot);
        int at = slab.start(slot);
        for (int channel = 0; channel < channels; channel++, at += WORDS) {
            double value = readings.value(row, channel);
            if (!Double.isNaN(value)) {
                read(s, at);
                double away = bounded(value) - expected();
                if (count >= WARM_UP && away * away > sigmas * sigmas * error()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Learns a reading, as far as it teaches anything. */
    public void learn(int slot, Readings readings, int row, boolean isAnomaly) {
        long[] s = slab.chunk(slot);
        int at = slab.start(slot);
        for (int channel = 0; channel < channels; channel++, at += WORDS) {
            double value = readings.value(row, channel);
            if (!Double.isNaN(value)) {
                read(s, at);
                learn(bounded(value), isAnomaly);
                write(s, at);
            }
        }
    }

    /** A value whose square is finite, also as a float. */
    private static double bounded(double value) {
        return Math.max(-LARGEST, Math.min(LARGEST, value));
    }

    private double expected() {
        return followerError < averageError ? follower : average;
    }

    private double error() {
        return Math.min(followerError, averageError);
    }

    private void learn(double x, boolean isAnomaly) {
        if (count == 0) {
            begin(x, 1);
            return;
        }
        double away = x - expected();
        if (count >= WARM_UP && away * away > FAR * error()) {
            far++;
            if (far >= (isAnomaly ? Math.max(LEAST_PATIENCE, count * count / PATIENCE) : LEAST_PATIENCE)) {
                begin(x, WARM_UP);
                return;
            }
            if (isAnomaly) {
                return;
            }
        } else if (far > 0) {
            far--;
        }
        double share = 1.0 / Math.min(count, MEMORY);
        double followerMiss = cut(x - follower, followerError);
        double averageMiss = cut(x - average, averageError);
        followerError += share * (followerMiss * followerMiss - followerError);
        averageError += share * (averageMiss * averageMiss - averageError);
        follower += Math.max(FOLLOW, share) * followerMiss;
        average += 1.0 / Math.min(count + 1, MEMORY) * averageMiss;
        count = Math.min(MOST_EXPERIENCE, count + 1);
    }

    /** What is known of the errors stays. */
    private void begin(double x, int experience) {
        follower = x;
        average = x;
        count = experience;
        far = 0;
    }

    private double cut(double miss, double error) {
        boolean isFar = count >= FEW && error > 0 && miss * miss > FAR * error;
        return isFar ? Math.copySign(Math.sqrt(FAR * error), miss) : miss;
    }

    private void read(long[] s, int at) {
        long counts = s[at + BEYOND_AND_COUNTS];
        follower = Double.longBitsToDouble(s[at + FOLLOWER]);
        average = follower + Float.intBitsToFloat((int) (counts >>> 32));
        count = (int) counts >>> 16;
        far = (int) counts & 0xffff;
        followerError = Float.intBitsToFloat((int) (s[at + ERRORS] >>> 32));
        averageError = Float.intBitsToFloat((int) s[at + ERRORS]);
    }

    private void write(long[] s, int at) {
        s[at + FOLLOWER] = Double.doubleToRawLongBits(follower);
        s[at + BEYOND_AND_COUNTS] = pair(average - follower, count << 16 | far);
        s[at + ERRORS] = pair(followerError, Float.floatToRawIntBits((float) averageError));
    }

    private static long pair(double first, int second) {
        return (long) Float.floatToRawIntBits((float) first) << 32 | (second & 0xffff_ffffL);
    }

    @Override
    public int snapshotBytes(int slot) {
        return 1 + slab.bytes();
    }

    @Override
    public void save(int slot, ByteBuffer to) {
        slab.save(slot, to.put(VERSION));
    }

    /** State from before there were expectations leaves them as new. */
    @Override
    public void load(int slot, ByteBuffer from) {
        if (from.remaining() >= snapshotBytes(slot) && from.get(from.position()) == VERSION) {
            from.get();
            slab.load(slot, from);
        }
    }
}
