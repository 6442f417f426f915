package io.oddity.pipeline;

import io.oddity.model.Calibrated;
import io.oddity.model.Episode;
import io.oddity.model.Missing;
import io.oddity.model.SlotState;
import io.oddity.model.Status;
import io.oddity.threshold.Calibration;
import io.oddity.threshold.Episodes;
import io.oddity.threshold.Threshold;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * From scores to outcomes: what each score means for its sensor, whether the reading is an anomaly, and which episode it belongs to.
 * Single-threaded: owned by one {@link Scorer}.
 */
final class Outcomes implements SlotState {
    /** Before it is saved; what {@link io.oddity.health.Health} saves begins with another number. */
    private static final byte VERSION = 2;

    private final Threshold threshold;
    private final Calibration calibration;
    private final Episodes episodes = new Episodes();

    private double[] p;
    private double[] thresholds;
    private double[] elapsedMicros;
    private Map<Integer, Episode> episodeOf;

    Outcomes(Threshold threshold) {
        this.threshold = threshold;
        calibration = new Calibration(threshold.falseAlarms());
    }

    /** Starts with a micro-batch of {@code rows} readings. */
    void begin(int rows) {
        p = new double[rows];
        thresholds = new double[rows];
        elapsedMicros = new double[rows];
        episodeOf = new HashMap<>(0);
        Arrays.fill(p, Missing.VALUE);
        Arrays.fill(thresholds, threshold.value());
    }

    /**
     * Decides about a reading and learns its score.
     *
     * @param score {@link Missing#VALUE} where it has none
     */
    Status judge(double score, Rows rows, int row) {
        boolean isWarm = rows.isWarm(row, -1L);
        boolean isFixed = threshold.fixed().isPresent();
        int slot = rows.slot(row);
        if (!isFixed && slot >= 0) {
            thresholds[row] = calibration.threshold(slot);
        }
        if (Double.isNaN(score)) {
            return isWarm ? Status.SKIPPED : Status.WARMING_UP;
        }
        if (!isWarm) {
            return Status.WARMING_UP;
        }
        boolean isApart = rows.isApart(row) && score > Threshold.NOMINAL;
        if (!isFixed && isApart) {
            thresholds[row] = Math.min(thresholds[row], Threshold.NOMINAL);
        }
        boolean isKnown = calibration.add(slot, score, isApart, rows.time(row));
        p[row] = calibration.p();
        elapsedMicros[row] = calibration.elapsedMicros();
        Status status = Threshold.judge(score, thresholds[row], isFixed || isKnown);
        long offset = rows.readings(row).offset(rows.index(row));
        Episode episode = episodes.add(slot, status == Status.ANOMALY, offset, rows.time(row));
        if (episode != null) {
            episodeOf.put(row, episode);
        }
        return status;
    }

    /** The score above which the reading of a row was an anomaly. */
    double threshold(int row) {
        return thresholds[row];
    }

    /** What was filled in since {@link #begin} for these rows. */
    Calibrated take(int from, int to) {
        Map<Integer, Episode> taken = new HashMap<>(0);
        episodeOf.forEach((row, episode) -> {
            if (row >= from && row < to) {
                taken.put(row - from, episode);
            }
        });
        return new Calibrated(
                Arrays.copyOfRange(p, from, to),
                Arrays.copyOfRange(thresholds, from, to),
                Arrays.copyOfRange(elapsedMicros, from, to),
                taken);
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
    }

    @Override
    public int snapshotBytes(int slot) {
        return 1 + calibration.snapshotBytes(slot) + episodes.snapshotBytes(slot);
    }

    @Override
    public void save(int slot, ByteBuffer to) {
        to.put(VERSION);
        calibration.save(slot, to);
        episodes.save(slot, to);
    }

    /** State from before there were outcomes leaves them as new. */
    @Override
    public void load(int slot, ByteBuffer from) {
        if (from.remaining() >= snapshotBytes(slot) && from.get(from.position()) == VERSION) {
            from.get();
            calibration.load(slot, from);
            episodes.load(slot, from);
        }
    }
}
