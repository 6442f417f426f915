package io.oddity.pipeline;

import io.oddity.detect.OnlineDetector;
import io.oddity.model.SlotState;
import io.oddity.model.Versions;

/** A detector that learns: it takes the rows one after the other. */
final class OnlineStep implements Step {
    private final OnlineDetector detector;
    private final int[] inputs;
    private final int output;
    private final boolean explains;
    private final long bit;
    private final double[] row;

    /**
     * Wraps a detector.
     *
     * @param output the column of its score
     * @param bit tells it from the others in {@link Rows#cold}
     */
    OnlineStep(DetectorSpec spec, int output, long bit) {
        detector = spec.online().get();
        inputs = spec.inputs().stream().mapToInt(Integer::intValue).toArray();
        this.output = output;
        explains = spec.outputs().size() > 1;
        this.bit = bit;
        row = new double[inputs.length];
    }

    @Override
    public void compute(Rows rows, Versions versions) {
        for (int i = 0; i < rows.size(); i++) {
            compute(rows, i);
        }
    }

    /** Scores one row and learns it. */
    void compute(Rows rows, int i) {
        if (rows.failed(i) || rows.slot(i) < 0) {
            return;
        }
        for (int input = 0; input < inputs.length; input++) {
            row[input] = rows.get(i, inputs[input]);
        }
        try {
            if (!detector.isWarm(rows.slot(i))) {
                rows.cold(i, bit);
            }
            rows.set(i, output, detector.scoreAndLearn(rows.slot(i), row, 0, rows.time(i)));
            if (detector.isApart()) {
                rows.apart(i);
            }
            if (explains) {
                detector.explain(rows.values(), rows.at(i) + output + 1);
            }
        } catch (RuntimeException bug) {
            rows.fail(i, bug);
        }
    }

    /** Says that the next row is worth being asked about with other values. */
    void remember(Rows rows, int i) {
        detector.remember(rows.slot(i));
    }

    @Override
    public boolean computeInstead(Rows rows, int i, double[] trial) {
        if (rows.isSame(i, inputs, trial)) {
            return true;
        }
        for (int input = 0; input < inputs.length; input++) {
            row[input] = trial[inputs[input]];
        }
        try {
            trial[output] = detector.scoreInstead(rows.slot(i), row, rows.time(i));
            return !explains && !Double.isNaN(trial[output]);
        } catch (RuntimeException bug) {
            return false; // it is none about the reading
        }
    }

    /** Which share each input has in the score of the last row, by column; whether it knows. */
    boolean attribute(double[] byColumn) {
        if (!detector.attribute(row)) {
            return false;
        }
        for (int input = 0; input < inputs.length; input++) {
            byColumn[inputs[input]] += row[input];
        }
        return true;
    }

    @Override
    public SlotState state() {
        return detector;
    }
}
