package io.oddity.pipeline;

import io.oddity.model.Calibrated;
import io.oddity.model.Correction;
import io.oddity.model.Episode;
import io.oddity.model.Missing;
import io.oddity.model.Remark;
import io.oddity.model.SlotState;
import io.oddity.model.Sparse;
import io.oddity.model.Status;
import io.oddity.threshold.Calibration;
import io.oddity.threshold.Corrections;
import io.oddity.threshold.Episodes;
import io.oddity.threshold.Threshold;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * From scores to outcomes: what each score means for its sensor, whether the reading is an anomaly, and which episode it belongs to.
 * Single-threaded: owned by one {@link Scorer}.
 */
final class Outcomes implements SlotState {
    /** Before it is saved; what {@link io.oddity.health.Health} saves begins with another number. */
    private static final byte VERSION = 2;

    /** The same, and corrections behind it. */
    private static final byte CORRECTED = 4;

    private final Threshold threshold;
    private final Calibration calibration;
    private final Episodes episodes = new Episodes();
    private final Corrections corrections = new Corrections();

    private double[] p = {};
    private double[] thresholds = {};
    private double[] elapsedMicros = {};
    private Sparse<Episode> episodeOf;
    private Sparse<Remark> remarks;

    Outcomes(Threshold threshold) {
        this.threshold = threshold;
        calibration = new Calibration(threshold.falseAlarms());
    }

    /** Starts with a micro-batch of {@code rows} readings. */
    void begin(int rows) {
        if (p.length < rows) {
            p = new double[2 * rows];
            thresholds = new double[p.length];
            elapsedMicros = new double[p.length];
        }
        Arrays.fill(elapsedMicros, 0, rows, 0);
        episodeOf = new Sparse<>();
        remarks = new Sparse<>();
        Arrays.fill(p, 0, rows, Missing.VALUE);
        Arrays.fill(thresholds, 0, rows, threshold.value());
    }

    /**
     * Decides about a reading and learns its score.
     *
     * @param score {@link Missing#VALUE} where it has none
     * @param ignored the rule for which it is no anomaly, and its score is nothing to learn from; null without one
     */
    Status judge(double score, Rows rows, int row, String ignored) {
        boolean isWarm = rows.isWarm(row, -1L);
        boolean isFixed = threshold.fixed().isPresent();
        int slot = rows.slot(row);
        boolean isApart = isWarm && rows.isApart(row) && score > Threshold.NOMINAL;
        if (slot >= 0) {
            thresholds[row] = threshold(slot, isApart);
        }
        remark(row, slot, isApart, ignored);
        if (Double.isNaN(score)) {
            return isWarm ? Status.SKIPPED : Status.WARMING_UP;
        }
        if (!isWarm) {
            return Status.WARMING_UP;
        }
        if (ignored != null) {
            return Status.NORMAL;
        }
        boolean isKnown = calibration.add(slot, score, isApart, rows.time(row));
        corrections.pass(slot, calibration.room(slot));
        p[row] = calibration.p();
        elapsedMicros[row] = calibration.elapsedMicros();
        Status status = Threshold.judge(score, thresholds[row], isFixed || isKnown);
        long offset = rows.readings(row).offset(rows.index(row));
        Episode episode = episodes.add(slot, status == Status.ANOMALY, offset, rows.time(row));
        if (episode != null) {
            episodeOf.set(row, episode);
        }
        return status;
    }

    /** The score above which the reading of a row was an anomaly. */
    double threshold(int row) {
        return thresholds[row];
    }

    /** Whether a reading would be an anomaly for its score. */
    boolean isAbove(double score, Rows rows, int row) {
        boolean isApart = rows.isApart(row) && score > Threshold.NOMINAL;
        return rows.slot(row) >= 0 && rows.isWarm(row, -1L) && score > threshold(rows.slot(row), isApart);
    }

    private double threshold(int slot, boolean isApart) {
        double own = threshold.fixed().isPresent()
                ? threshold.value()
                : calibration.threshold(slot, corrections.forgiven(slot));
        boolean isOddAnyway = isApart && threshold.fixed().isEmpty();
        return Math.max(isOddAnyway ? Math.min(own, Threshold.NOMINAL) : own, corrections.passes(slot, isApart));
    }

    private void remark(int row, int slot, boolean isApart, String ignored) {
        long correctedBy = slot < 0 ? -1 : corrections.upTo(slot);
        if (isApart || correctedBy >= 0 || ignored != null) {
            remarks.set(row, new Remark(isApart, correctedBy, ignored));
        }
    }

    /** From its next reading on, a sensor's threshold is what people's feedback makes of it. */
    void correct(int slot, Correction correction) {
        corrections.take(slot, correction, calibration.room(slot));
    }

    /** What was filled in since {@link #begin} for these rows. */
    Calibrated take(int from, int to) {
        return new Calibrated(
                Arrays.copyOfRange(p, from, to),
                Arrays.copyOfRange(thresholds, from, to),
                Arrays.copyOfRange(elapsedMicros, from, to),
                episodeOf.slice(from, to),
                remarks.slice(from, to));
    }

    @Override
    public int open() {
        episodes.open();
        return calibration.open();
    }

    @Override
    public void close(int slot) {
        calibration.close(slot);
        episodes.close(slot);
        corrections.close(slot);
    }

    @Override
    public int snapshotBytes(int slot) {
        return learnedBytes(slot) + corrections.snapshotBytes(slot);
    }

    private int learnedBytes(int slot) {
        return 1 + calibration.snapshotBytes(slot) + episodes.snapshotBytes(slot);
    }

    @Override
    public void save(int slot, ByteBuffer to) {
        to.put(corrections.snapshotBytes(slot) > 0 ? CORRECTED : VERSION);
        calibration.save(slot, to);
        episodes.save(slot, to);
        corrections.save(slot, to);
    }

    /** State from before there were outcomes leaves them as new. */
    @Override
    public void load(int slot, ByteBuffer from) {
        byte version = from.hasRemaining() ? from.get(from.position()) : 0;
        if (from.remaining() >= learnedBytes(slot) && (version == VERSION || version == CORRECTED)) {
            from.get();
            calibration.load(slot, from);
            episodes.load(slot, from);
            if (version == CORRECTED) {
                corrections.load(slot, from);
            }
        }
    }
}
