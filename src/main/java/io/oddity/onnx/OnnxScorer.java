package io.oddity.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.oddity.config.Pipeline.ModelOutput;
import io.oddity.detect.BatchModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes a batch through an ONNX model row by row, as the runtime's arithmetic depends on how many rows a tensor has; see
 * docs/decisions/0009. Owns the rows' memory, hence single-threaded. The runtime itself allocates some small objects a row.
 */
final class OnnxScorer implements BatchModel {
    private final OnnxModel model;
    private final Cells input;
    private final Map<String, Cells> given;
    private final OutputNumber[] numbers;
    /** By number, what it is made of. */
    private final Cells[] sources;

    OnnxScorer(OnnxModel model) {
        this.model = model;
        input = model.row();
        given = model.given();
        numbers = model.outputs().stream().map(OutputNumber::new).toArray(OutputNumber[]::new);
        sources = model.outputs().stream()
                .map(output -> given.get(output.tensor()))
                .toArray(Cells[]::new);
    }

    @Override
    public List<String> features() {
        return model.features();
    }

    @Override
    public List<String> outputs() {
        return model.outputs().stream().map(ModelOutput::name).toList();
    }

    @Override
    public void score(double[] rows, int n, double[] out) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try (OnnxTensor row = input.tensor()) {
            Map<String, OnnxTensor> taken = Map.of(model.input(), row);
            for (Map.Entry<String, Cells> output : given.entrySet()) {
                tensors.put(output.getKey(), output.getValue().tensor());
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < input.size(); j++) {
                    input.set(j, rows[i * input.size() + j]);
                }
                model.run(taken, tensors);
                for (int j = 0; j < numbers.length; j++) {
                    out[i * numbers.length + j] = numbers[j].of(input, sources[j]);
                }
            }
        } catch (OrtException e) {
            throw new IllegalStateException("the ONNX runtime: " + e.getMessage(), e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }
}
