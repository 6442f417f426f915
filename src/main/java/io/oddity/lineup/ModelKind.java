package io.oddity.lineup;

import io.oddity.config.Pipeline;
import io.oddity.detect.IsolationForest;
import io.oddity.detect.TrainedModel;
import io.oddity.modelfile.ForestReader;
import io.oddity.modelfile.ModelFileException;
import io.oddity.onnx.OnnxReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of trained models: what their files are called and how one is read. */
enum ModelKind {
    ISOLATION_FOREST("isolation-forest", "json", "`java -jar oddity.jar train` makes one") {
        @Override
        TrainedModel read(Path file, Pipeline.Detector detector) throws ModelFileException {
            IsolationForest forest = ForestReader.read(file).forest();
            if (!forest.features().equals(detector.features())) {
                throw new ModelFileException(
                        file,
                        "was trained on the features " + forest.features() + ", but detector " + detector.name()
                                + " reads " + detector.features(),
                        null);
            }
            return forest::scorer;
        }
    },
    ONNX("onnx", "onnx", "docs/onnx.md tells how to make one") {
        @Override
        Optional<String> obstacle() {
            return OnnxReader.obstacle();
        }

        @Override
        TrainedModel read(Path file, Pipeline.Detector detector) throws ModelFileException {
            return OnnxReader.read(file, detector.features(), detector.outputs());
        }
    };

    private final String type;
    private final String extension;
    private final String advice;

    ModelKind(String type, String extension, String advice) {
        this.type = type;
        this.extension = extension;
        this.advice = advice;
    }

    /** The kind that a detector of a trained model names. */
    static ModelKind of(Pipeline.Detector detector) {
        return Stream.of(values())
                .filter(kind -> kind.type.equals(detector.type()))
                .findFirst()
                .orElseThrow();
    }

    /** What its files end in, after the dot. */
    String extension() {
        return extension;
    }

    /** For who has no file. */
    String advice() {
        return advice;
    }

    /** Why no model of this kind can be used by this process. */
    Optional<String> obstacle() {
        return Optional.empty();
    }

    /** @throws ModelFileException when the file is not there, holds no such model, or does not fit the detector */
    abstract TrainedModel read(Path file, Pipeline.Detector detector) throws ModelFileException;
}
