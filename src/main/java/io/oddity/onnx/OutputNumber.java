package io.oddity.onnx;

import io.oddity.config.Pipeline.ModelOutput;
import io.oddity.model.Missing;

/** Makes one number of what a model said about a row. Immutable. */
final class OutputNumber {
    private final ModelOutput source;
    private final boolean isScore;

    OutputNumber(ModelOutput source) {
        this.source = source;
        isScore = source.name().equals("score");
    }

    /**
     * Checks that a tensor has what a number is made of.
     *
     * @param inputs how many numbers the model takes for a row
     * @param numbers how many the tensor has for a row
     */
    static void requireFit(ModelOutput source, int inputs, long numbers) throws WrongModel {
        String gives = "output " + source.tensor() + " gives " + numbers + " numbers a row, ";
        if (source.error() != null && numbers != inputs) {
            throw new WrongModel(gives + "must give " + inputs + " as the input has, to be compared with it");
        }
        if (source.error() == null && source.column() >= numbers) {
            throw new WrongModel(gives + "column " + source.column() + " is none of them (the first is 0)");
        }
    }

    /** Of the memory of both, after a run. What is not finite counts as missing; a score is cut to [0, 1]. */
    double of(Cells input, Cells output) {
        double value = source.error() == null ? output.get(source.column()) : error(input, output);
        if (source.scale() != null) {
            double zero = source.scale().get(0);
            value = (value - zero) / (source.scale().get(1) - zero);
        }
        if (!Double.isFinite(value)) {
            return Missing.VALUE;
        }
        return isScore ? Math.min(Math.max(value, 0), 1) : value;
    }

    private double error(Cells input, Cells output) {
        double sum = 0;
        for (int i = 0; i < input.size(); i++) {
            double error = output.get(i) - input.get(i);
            sum += source.error().equals("mse") ? error * error : Math.abs(error);
        }
        return sum / input.size();
    }
}
