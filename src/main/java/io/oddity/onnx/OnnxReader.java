package io.oddity.onnx;

import io.oddity.config.Pipeline.ModelOutput;
import io.oddity.detect.TrainedModel;
import io.oddity.modelfile.ModelFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads ONNX models. The runtime gets to see only bytes that were checked before, never a file. */
public final class OnnxReader {
    private static final int MAX_BYTES = 512 << 20;

    private OnnxReader() {}

    /** Why this process can run no ONNX model, and what to do about it; empty if it can. */
    public static Optional<String> obstacle() {
        try {
            Class.forName("ai.onnxruntime.OrtEnvironment", true, OnnxReader.class.getClassLoader());
            return Optional.empty();
        } catch (ClassNotFoundException e) {
            return Optional.of(
                    "the ONNX runtime is not there: put its jar beside oddity.jar as plugins/onnxruntime.jar,"
                            + " or build oddity.jar with -Ponnx; docs/onnx.md has the commands");
        } catch (LinkageError e) {
            return Optional.of("the ONNX runtime is there but cannot be loaded on this machine: " + e);
        }
    }

    /**
     * Reads a file.
     *
     * @param features one for each number of a row of the model's input, in order
     * @param outputs what is made of the model's outputs
     * @throws ModelFileException if it is not there, is no ONNX model whole in itself, or gives or takes something else
     */
    public static TrainedModel read(Path file, List<String> features, List<ModelOutput> outputs)
            throws ModelFileException {
        try {
            byte[] bytes = bytes(file);
            ModelWalk.requireWhole(bytes);
            Optional<String> obstacle = obstacle();
            if (obstacle.isPresent()) {
                throw new WrongModel(obstacle.get());
            }
            return OnnxModel.of(bytes, features, outputs);
        } catch (WrongModel e) {
            throw new ModelFileException(file, e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new ModelFileException(file, "no such file (looked for " + file.toAbsolutePath() + ")", e);
        } catch (IOException e) {
            throw new ModelFileException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** A file that grows meanwhile is cut off, which is found when it is walked through. */
    private static byte[] bytes(Path file) throws IOException, WrongModel {
        Path real = file.toRealPath();
        if (!real.startsWith(file.toAbsolutePath().getParent().toRealPath())) {
            throw new WrongModel("must not be a link out of its folder, leads to " + real);
        }
        if (!Files.isRegularFile(real)) {
            throw new WrongModel("must be a regular file");
        }
        if (Files.size(real) > MAX_BYTES) {
            throw new WrongModel("must have at most " + MAX_BYTES + " bytes, has " + Files.size(real));
        }
        try (InputStream in = Files.newInputStream(real)) {
            return in.readNBytes(MAX_BYTES);
        }
    }
}
