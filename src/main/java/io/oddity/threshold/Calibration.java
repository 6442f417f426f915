package io.oddity.threshold;

import io.oddity.detect.SlabState;
import io.oddity.model.Missing;

/**
 * What a score means for its sensor: how rare it is there, and from which score on alarms keep within a budget.
 *
 * <p>Scores are looked at as odds, score / (1 - score). Up to a level, shares of readings are counted; beyond it, the peaks of stretches
 * that are over it are a {@link Tail}. A stretch ends after {@link Episodes#CALM} readings below, so odd neighbours count once, as an
 * episode is one alarm; and the level follows the sensor so that one reading in {@link #SPAN} begins a stretch. {@code p} is the share of
 * readings that begin a stretch at least this odd.
 *
 * <p>The budget becomes a {@code p} by the sensor's own pace in event time; where that stands still, nothing is an alarm. What alarms there
 * really were is kept in an account: a sensor that gave more than its budget gets a stricter limit for as long, and the other way round.
 * So errors of the model do not add up.
 *
 * <p>A fault must not teach that it is normal. Odds above {@link #HALF} are not learned unless a share of {@link #TOO_MANY} of all readings
 * have them: so how long a fault may last before it is believed grows with what is known of the sensor, up to thousands of readings.
 *
 * <p>88 bytes a sensor, no allocation. Deterministic, transcendental functions included. Single-threaded. Why it is as it is stands in
 * {@code docs/decisions/0012-calibration.md}.
 */
public final class Calibration extends SlabState {
    /** Readings before anything is known. */
    public static final int WARM_UP = 24;

    /** The least {@code p} that is said: beyond it, no number of readings of any sensor tells one rarity from another. */
    static final double LEAST = 1e-12;

    /** One reading in so many begins a stretch over the level: often enough to learn from, and rare beside what is usual. */
    private static final double SPAN = 200;

    /** The level moves by this share with each stretch; faster while there were few. */
    private static final double STEP = 0.05;

    private static final double LOWEST_LEVEL = 1e-3;

    /** A stretch of so many readings counts again, or one that never ends would let the level fall for ever. */
    private static final int LONGEST = 100;

    /** So many readings back counts and shares reach. */
    private static final int MEMORY = 20_000;

    /** So many stretches back the tail reaches; between 50 and 200 budgets are kept, see the decision. */
    private static final int PEAKS = 150;

    /** The tail begins with a belief as strong as so many peaks: that they reach half the level beyond it. */
    private static final int BELIEVED = 5;

    /** Odds of a score of 0.5: half the scale is what a detector calls odd. */
    private static final double HALF = 1;

    /** Where so many of all readings are above {@link #HALF}, that is how the sensor or the detector is. */
    private static final double TOO_MANY = 0.25;

    /** By how much an alarm too many makes the limit of {@code p} stricter: e^-0.4, a third. */
    private static final double STRICTER = 0.4;

    /** An account is between so many alarms too many and too few: a factor of 5 and 2.2. */
    private static final double MOST_OVERDRAWN = -4;

    private static final double MOST_SAVED = 2;

    /** What an account begins with, as the first extrapolations are the least certain. */
    private static final double AT_FIRST = -2;

    /** The pace is that of so many readings, and a gap counts as no more than so many intervals. */
    private static final int PACE_MEMORY = 1_000;

    private static final int LONGEST_GAP = 20;

    /** The limit changes with the account, a little with each reading, and is worked out only every so many. */
    private static final int REFRESH = 32;

    /** Odds of what cannot be told from 1. */
    private static final double LARGEST_ODDS = 9_999;

    private static final int TIME = 0;
    private static final int COUNTS = 1;
    private static final int PACE = 2;
    private static final int ACCOUNT = 3;
    private static final int LEVEL_AND_PEAK = 4;
    private static final int RATE_AND_PEAKS = 5;
    private static final int MOMENTS = 6;
    private static final int LIMIT_AND_HIGH = 7;
    private static final int BODY = 8;
    private static final int WORDS = BODY + Body.WORDS;

    private final double perMicro;
    private final Tail tail = new Tail();

    // Of the sensor at hand.
    private long[] s;
    private int at;
    private int readings;
    private double pace;
    private double account;
    private double level;
    private double peak;
    private double rate;
    private double peaks;
    private double mean;
    private double squares;
    private double limit;
    /** The share of readings above {@link #HALF}. */
    private double high;

    /** Readings since the last one over the level. */
    private int calm;

    /** Readings in this stretch. */
    private int age;

    /** Readings since the last one above the limit, as far as it matters. */
    private int quiet;

    private double p;
    private double elapsedMicros;

    /** Starts without sensors. */
    public Calibration(FalseAlarms budget) {
        super(WORDS);
        perMicro = budget.perMicro();
    }

    /**
     * The score above which this sensor's next reading is an anomaly; 1 as long as that is not known. For {@link Episodes#CALM} readings
     * after one that the budget allows as an alarm it is that of anything odd: an alarm is where an episode opens, so what else belongs to
     * it costs nothing.
     */
    public double threshold(int slot) {
        double limit = limit(slot);
        long[] state = slab.chunk(slot);
        int start = slab.start(slot);
        boolean isAlarmed = (state[start + COUNTS] & 0xFF) < Episodes.CALM;
        double odd = Math.max(HALF, Floats.high(state[start + LEVEL_AND_PEAK]));
        return isAlarmed && isKnown(slot) ? Math.min(limit, score(odd)) : limit;
    }

    /** The score from which the budget allows an alarm. */
    private double limit(int slot) {
        return isKnown(slot) ? score(Floats.high(slab.word(slot, LIMIT_AND_HIGH))) : 1;
    }

    private boolean isKnown(int slot) {
        return (int) (slab.word(slot, COUNTS) >>> 32) >= WARM_UP;
    }

    /**
     * The same as if some alarms had not been charged.
     *
     * @param forgiven how many
     */
    public double threshold(int slot, double forgiven) {
        if (forgiven == 0) {
            return threshold(slot);
        }
        read(slot);
        return readings < WARM_UP ? 1 : score(limit(Math.min(MOST_SAVED, account + forgiven)));
    }

    /** How many alarms its account could still take before it is full. */
    public double room(int slot) {
        return MOST_SAVED - Double.longBitsToDouble(slab.word(slot, ACCOUNT));
    }

    /** Four digits, so that records stay short. */
    private static double score(double odds) {
        return Math.rint(odds / (1 + odds) * 1e4) / 1e4;
    }

    /**
     * Takes in a score, and sets {@link #p} and {@link #elapsedMicros}.
     *
     * @param score in [0, 1]
     * @param isApart whether it is odd however often it comes, so that nothing is to be learned of it
     * @return whether enough was known to decide about it
     */
    public boolean add(int slot, double score, boolean isApart, long timeMicros) {
        double before = limit(slot);
        read(slot);
        double odds = score < 1 ? Math.max(0, score / (1 - score)) : LARGEST_ODDS;
        if (readings == 0) {
            begin(odds);
        }
        pass(timeMicros);
        boolean isKnown = readings >= WARM_UP;
        p = isKnown ? rounded(Math.max(LEAST, rarity(odds))) : Missing.VALUE;
        if (!isApart) {
            charge(score > before);
            readings++;
            if (!isGuarded(odds)) {
                learn(odds);
            }
            if (readings % REFRESH == 0 || readings == WARM_UP) {
                setLimit();
            }
        }
        write(timeMicros);
        return isKnown;
    }

    /** How rare the score was that was added last; {@link Missing#VALUE} as long as that is not known. */
    public double p() {
        return p;
    }

    /** How much of the sensor's time that reading stands for. */
    public double elapsedMicros() {
        return elapsedMicros;
    }

    private void begin(double odds) {
        level = Math.max(0.05, Math.min(HALF, odds));
        mean = level / 2;
        squares = 2 * mean * mean;
        rate = 1 / SPAN;
        account = AT_FIRST;
        quiet = Episodes.CALM;
    }

    private void pass(long timeMicros) {
        elapsedMicros = readings == 0 ? 0 : Math.max(0, timeMicros - s[at + TIME]);
        if (readings > LONGEST_GAP) {
            elapsedMicros = Math.min(elapsedMicros, LONGEST_GAP * pace);
        }
        pace += readings == 0 ? 0 : (elapsedMicros - pace) / Math.min(readings, PACE_MEMORY);
        account = Math.min(MOST_SAVED, account + elapsedMicros * perMicro);
    }

    private double rarity(double odds) {
        if (odds <= level) {
            return Body.share(s, at + BODY, odds / level);
        }
        // Just over the level, where many equal scores may be, p begins with the share of readings, and soon is that of
        // stretches.
        tail.fit(mean, squares, peaks + BELIEVED);
        double share = tail.share(odds - level);
        return rate * share + Math.max(0, Body.over(s, at + BODY) - rate) * share * share * share;
    }

    /** Three digits, so that records stay short: a whole number over a power of ten is the double nearest to those digits. */
    private static double rounded(double p) {
        double scale = 1e3;
        while (p * scale < 100) {
            scale *= 10;
        }
        return Math.rint(p * scale) / scale;
    }

    private void charge(boolean isAlarm) {
        if (isAlarm && quiet >= Episodes.CALM) {
            account = Math.max(MOST_OVERDRAWN, account - 1);
            setLimit();
        }
        quiet = isAlarm ? 0 : Math.min(Episodes.CALM, quiet + 1);
    }

    /** Whether odds are too high to be learned. */
    private boolean isGuarded(double odds) {
        boolean isHigh = odds > HALF;
        high += ((isHigh ? 1 : 0) - high) / Math.min(readings, MEMORY);
        return isHigh && high < TOO_MANY;
    }

    private void learn(double odds) {
        boolean isOver = odds > level;
        boolean opens = isOver && peak == 0;
        double weight = 1.0 / Math.min(readings, MEMORY);
        Body.learn(s, at + BODY, isOver, odds / level, weight);
        // The first readings are too few for a rate of one in so many, which is why that many are believed in twice
        // over.
        rate += ((opens ? 1 : 0) - rate) / Math.min(readings + 2 * SPAN, MEMORY);
        calm = isOver ? 0 : Math.min(Episodes.CALM, calm + 1);
        age = opens ? 1 : Math.min(LONGEST, age + 1);
        peak = isOver ? Math.max(peak, odds) : peak;
        double step = Math.max(STEP, 1 / (1 + peaks));
        level = Math.max(LOWEST_LEVEL, level * (1 - step / SPAN));
        if (peak > 0 && (calm >= Episodes.CALM || age >= LONGEST)) {
            double excess = Math.max(0, peak - level);
            peaks = Math.min(PEAKS, peaks + 1);
            mean += (excess - mean) / (peaks + BELIEVED);
            squares += (excess * excess - squares) / (peaks + BELIEVED);
            level *= 1 + step;
            peak = 0;
            setLimit();
        }
    }

    private void setLimit() {
        limit = limit(account);
    }

    /** Never below the level: what one reading in {@link #SPAN} is, is no alarm, however large the budget. */
    private double limit(double account) {
        tail.fit(mean, squares, peaks + BELIEVED);
        double allowed = perMicro * pace * StrictMath.exp(STRICTER * account);
        return Math.min(LARGEST_ODDS, level + tail.excess(Math.max(1e-15, Math.min(1, allowed / rate))));
    }

    private void read(int slot) {
        s = slab.chunk(slot);
        at = slab.start(slot);
        readings = (int) (s[at + COUNTS] >>> 32);
        calm = (int) (s[at + COUNTS] >>> 16) & 0xFF;
        age = (int) (s[at + COUNTS] >>> 8) & 0xFF;
        quiet = (int) s[at + COUNTS] & 0xFF;
        pace = Double.longBitsToDouble(s[at + PACE]);
        account = Double.longBitsToDouble(s[at + ACCOUNT]);
        level = Floats.high(s[at + LEVEL_AND_PEAK]);
        peak = Floats.low(s[at + LEVEL_AND_PEAK]);
        rate = Floats.high(s[at + RATE_AND_PEAKS]);
        peaks = Floats.low(s[at + RATE_AND_PEAKS]);
        mean = Floats.high(s[at + MOMENTS]);
        squares = Floats.low(s[at + MOMENTS]);
        limit = Floats.high(s[at + LIMIT_AND_HIGH]);
        high = Floats.low(s[at + LIMIT_AND_HIGH]);
    }

    private void write(long timeMicros) {
        s[at + TIME] = timeMicros;
        s[at + COUNTS] = (long) readings << 32 | (long) calm << 16 | (long) age << 8 | quiet;
        s[at + PACE] = Double.doubleToRawLongBits(pace);
        s[at + ACCOUNT] = Double.doubleToRawLongBits(account);
        s[at + LEVEL_AND_PEAK] = Floats.pack(level, peak);
        s[at + RATE_AND_PEAKS] = Floats.pack(rate, peaks);
        s[at + MOMENTS] = Floats.pack(mean, squares);
        s[at + LIMIT_AND_HIGH] = Floats.pack(limit, high);
    }
}
