package io.oddity.pipeline;

import io.oddity.detect.BatchModel;
import io.oddity.model.Missing;
import io.oddity.model.SlotState;
import io.oddity.model.Versions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A trained model: gathers its columns of many rows into one contiguous array, computes once, and scatters what it gets back by
 * row. Rows that lack one of its columns are left out.
 */
final class TrainedStep implements Step {
    private final String name;
    private final Function<String, BatchModel> models;
    private final Map<String, BatchModel> loaded = new HashMap<>();
    private final int[] inputs;
    private final int output;
    private final int outputs;
    private final double[] matrix;
    private final double[] out;
    private final int[] rowOf;
    private BatchModel model;

    /** Wraps a model whose outputs begin at column {@code output}. */
    TrainedStep(DetectorSpec spec, int output) {
        name = spec.name();
        models = spec.trained();
        inputs = spec.inputs().stream().mapToInt(Integer::intValue).toArray();
        this.output = output;
        outputs = spec.outputs().size();
        matrix = new double[spec.batchRows() * inputs.length];
        out = new double[spec.batchRows() * outputs];
        rowOf = new int[spec.batchRows()];
    }

    @Override
    public void compute(Rows rows, Versions versions) {
        model = loaded.computeIfAbsent(versions.byDetector().get(name), models);
        int n = 0;
        for (int row = 0; row < rows.size(); row++) {
            if (rows.slot(row) >= 0 && !rows.failed(row) && gather(rows.values(), rows.at(row), n)) {
                rowOf[n++] = row;
            }
            if (n == rowOf.length || row == rows.size() - 1) {
                compute(rows, n);
                n = 0;
            }
        }
    }

    /** Takes a row as the {@code n}th; says whether it is complete. */
    private boolean gather(double[] values, int row, int n) {
        int at = n * inputs.length;
        for (int input : inputs) {
            double value = values[row + input];
            if (Double.isNaN(value)) {
                return false;
            }
            matrix[at++] = value;
        }
        return true;
    }

    private void compute(Rows rows, int n) {
        try {
            model.score(matrix, n, out);
            scatter(rows, 0, n);
        } catch (RuntimeException bug) {
            oneByOne(rows, n);
        }
    }

    private void scatter(Rows rows, int from, int n) {
        for (int i = 0; i < n; i++) {
            System.arraycopy(out, i * outputs, rows.values(), rows.at(rowOf[from + i]) + output, outputs);
        }
    }

    /** So that one bad row does not take the others with it. */
    private void oneByOne(Rows rows, int n) {
        double[] all = matrix.clone();
        for (int i = 0; i < n; i++) {
            System.arraycopy(all, i * inputs.length, matrix, 0, inputs.length);
            try {
                model.score(matrix, 1, out);
                scatter(rows, i, 1);
            } catch (RuntimeException bug) {
                rows.fail(rowOf[i], bug);
            }
        }
    }

    @Override
    public boolean computeInstead(Rows rows, int row, double[] trial) {
        if (rows.isSame(row, inputs, trial)) {
            return true;
        }
        if (!gather(trial, 0, 0)) {
            Arrays.fill(trial, output, output + outputs, Missing.VALUE);
            return true;
        }
        try {
            model.score(matrix, 1, out);
        } catch (RuntimeException bug) {
            return false; // it is none about the reading
        }
        System.arraycopy(out, 0, trial, output, outputs);
        return true;
    }

    @Override
    public SlotState state() {
        return null;
    }
}
