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
public enum ModelKind {
    /** Of Oddity or scikit-learn. */
    ISOLATION_FOREST(
            "isolation-forest",
            "finds what few cuts part from what it was trained on",
            "json",
            "`java -jar oddity.jar train` makes one") {
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
    /** Of anybody, with a runtime that may be absent. */
    ONNX("onnx", "asks any model exported to ONNX", "onnx", "docs/onnx.md tells how to make one") {
        @Override
        public Optional<String> obstacle() {
            return OnnxReader.obstacle();
        }

        @Override
        TrainedModel read(Path file, Pipeline.Detector detector) throws ModelFileException {
            return OnnxReader.read(file, detector.features(), detector.outputs());
        }
    };

    private final String type;
    private final String summary;
    private final String extension;
    private final String advice;

    ModelKind(String type, String summary, String extension, String advice) {
        this.type = type;
        this.summary = summary;
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

    /** As a configuration names it. */
    public String type() {
        return type;
    }

    /** What such a model does, in one line. */
    public String summary() {
        return summary;
    }

    /** What its files end in, after the dot. */
    String extension() {
        return extension;
    }

    /** For who has no file. */
    public String advice() {
        return advice;
    }

    /** Why no model of this kind can be used by this process. */
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    /** @throws ModelFileException when the file is not there, holds no such model, or does not fit the detector */
    abstract TrainedModel read(Path file, Pipeline.Detector detector) throws ModelFileException;
}
