package io.oddity.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.oddity.config.Pipeline.ModelOutput;
import io.oddity.detect.BatchModel;
import io.oddity.detect.TrainedModel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An ONNX model that takes a detector's features and gives its outputs. Immutable, shared by all threads. */
final class OnnxModel implements TrainedModel {
    private final OnnxSession session;
    private final List<String> features;
    private final List<ModelOutput> outputs;
    private final String input;
    private final TensorInfo inputType;
    private final Map<String, TensorInfo> outputTypes;

    private OnnxModel(OnnxSession session, List<String> features, List<ModelOutput> outputs) throws WrongModel {
        this.session = session;
        this.features = List.copyOf(features);
        this.outputs = List.copyOf(outputs);
        input = String.join(", ", session.inputs().keySet());
        inputType = inputType();
        outputTypes = outputTypes();
    }

    /** @throws WrongModel unless it loads, takes the features, and gives the outputs when it is tried */
    static OnnxModel of(byte[] model, List<String> features, List<ModelOutput> outputs) throws WrongModel {
        OnnxSession session = OnnxSession.open(model);
        try {
            return new OnnxModel(session, features, outputs);
        } catch (WrongModel e) {
            session.close();
            throw e;
        }
    }

    private TensorInfo inputType() throws WrongModel {
        NodeInfo node = session.inputs().get(input);
        if (node != null
                && node.getInfo() instanceof TensorInfo tensor
                && Cells.TYPES.contains(tensor.type)
                && tensor.getShape().length == 2
                && (tensor.getShape()[0] == -1 || tensor.getShape()[0] == 1)
                && tensor.getShape()[1] == features.size()) {
            return tensor;
        }
        throw new WrongModel(
                "takes " + shown(session.inputs()) + "; must take one tensor of float, double or int64, [N, "
                        + features.size() + "], for the features " + features);
    }

    /** The tensors that something is made of. */
    private Map<String, TensorInfo> outputTypes() throws WrongModel {
        Map<String, TensorInfo> tried = session.tried(input, row());
        Map<String, TensorInfo> used = new TreeMap<>();
        for (ModelOutput output : outputs) {
            TensorInfo tensor = tried.get(output.tensor());
            if (tensor == null || !Cells.TYPES.contains(tensor.type)) {
                throw new WrongModel("gives " + shown(session.outputs()) + "; output " + output.tensor()
                        + " must be among them, a tensor of float, double or int64");
            }
            OutputNumber.requireFit(output, features.size(), tensor.getNumElements());
            used.put(output.tensor(), tensor);
        }
        return used;
    }

    private static String shown(Map<String, NodeInfo> nodes) {
        return nodes.values().stream().map(OnnxModel::shown).collect(Collectors.joining(" and "));
    }

    private static String shown(NodeInfo node) {
        return node.getInfo() instanceof TensorInfo tensor
                ? node.getName() + " (" + tensor.type.name().toLowerCase(Locale.ROOT)
                        + Arrays.toString(tensor.getShape()).replace("-1", "N") + ")"
                : node.getName() + " (no tensor)";
    }

    /** The tensor that takes a row. */
    String input() {
        return input;
    }

    /** The names of what it takes, in order. */
    List<String> features() {
        return features;
    }

    /** What is made of what it gives. */
    List<ModelOutput> outputs() {
        return outputs;
    }

    /** Memory for a row. */
    Cells row() {
        return new Cells(inputType.type, new long[] {1, features.size()});
    }

    /** Memory for what it gives for a row, by tensor; only for those that something is made of. */
    Map<String, Cells> given() {
        Map<String, Cells> cells = new TreeMap<>();
        outputTypes.forEach((name, type) -> cells.put(name, new Cells(type.type, type.getShape())));
        return cells;
    }

    /** Takes one row through. */
    void run(Map<String, OnnxTensor> row, Map<String, OnnxTensor> given) throws OrtException {
        session.run(row, given);
    }

    @Override
    public BatchModel scorer() {
        return new OnnxScorer(this);
    }

    @Override
    public void close() {
        session.close();
    }
}
