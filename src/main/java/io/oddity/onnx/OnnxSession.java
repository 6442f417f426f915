package io.oddity.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model in the ONNX runtime, which computes on the thread that asks, in the same order every time. Immutable, shared by all threads.
 */
final class OnnxSession implements AutoCloseable {
    private final SessionOptions options;
    private final OrtSession session;
    private final Map<String, NodeInfo> inputs;
    private final Map<String, NodeInfo> outputs;

    /** The options must stay open as long as the session. */
    private OnnxSession(SessionOptions options, OrtSession session) throws OrtException {
        this.options = options;
        this.session = session;
        inputs = session.getInputInfo();
        outputs = session.getOutputInfo();
    }

    /**
     * Loads a model.
     *
     * @param model was walked through by {@link ModelWalk} before
     */
    static OnnxSession open(byte[] model) throws WrongModel {
        SessionOptions options = new SessionOptions();
        try {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setDeterministicCompute(true);
            // The runtime has a second format, which was not walked through.
            options.addConfigEntry("session.load_model_format", "ONNX");
            return new OnnxSession(
                    options,
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "oddity")
                            .createSession(model, options));
        } catch (OrtException e) {
            options.close();
            throw new WrongModel("cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** What it takes, by name. */
    Map<String, NodeInfo> inputs() {
        return inputs;
    }

    /** What it gives, by name. */
    Map<String, NodeInfo> outputs() {
        return outputs;
    }

    /** From the memory under one tensor to that under the others, by name. */
    void run(Map<String, OnnxTensor> input, Map<String, OnnxTensor> output) throws OrtException {
        session.run(input, output).close();
    }

    /** The tensors it gives for a row, by name. */
    Map<String, TensorInfo> tried(String input, Cells row) throws WrongModel {
        Map<String, TensorInfo> given = new TreeMap<>();
        try (OnnxTensor tensor = row.tensor();
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            result.forEach(output -> {
                if (output.getValue().getInfo() instanceof TensorInfo info) {
                    given.put(output.getKey(), info);
                }
            });
        } catch (OrtException e) {
            throw new WrongModel("cannot judge a row of zeros: " + e.getMessage(), e);
        }
        return given;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the ONNX runtime cannot close a session", e);
        } finally {
            options.close();
        }
    }
}
