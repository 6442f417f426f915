package io.oddity.lineup;

import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.detect.BatchModel;
import io.oddity.detect.IsolationForest;
import io.oddity.modelfile.ForestReader;
import io.oddity.modelfile.ModelFileException;
import io.oddity.modelfile.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The trained models of a process, read from their files when they are needed first. Thread-safe. */
public final class TrainedModels {
    private final ModelFolder folder;
    private final Map<Key, IsolationForest> forests = new ConcurrentHashMap<>();

    private record Key(String model, String version) {}

    /** A model cannot be used; the message says why. */
    public static final class Unusable extends RuntimeException {
        Unusable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Reads from the folder that the configuration names. */
    public TrainedModels(Config config) {
        folder = new ModelFolder(Path.of(config.models().directory()));
    }

    /** The versions that there are files of, the newest first. */
    List<String> versions(Pipeline.Detector detector) {
        try {
            return folder.versions(detector.model()).stream()
                    .map(version -> Integer.toString(version))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes a model for one thread.
     *
     * @throws Unusable when its file is not there, is no model, or does not fit the detector
     */
    public BatchModel model(Pipeline.Detector detector, String version) {
        if (version == null) {
            throw new Unusable("detector " + detector.name() + " has no version of model " + detector.model(), null);
        }
        IsolationForest forest =
                forests.computeIfAbsent(new Key(detector.model(), version), key -> read(detector, version));
        if (!forest.features().equals(detector.features())) {
            throw new Unusable(
                    folder.file(detector.model(), Integer.parseInt(version)) + ": was trained on the features "
                            + forest.features() + ", but detector " + detector.name() + " reads " + detector.features(),
                    null);
        }
        return forest.scorer();
    }

    private IsolationForest read(Pipeline.Detector detector, String version) {
        try {
            return ForestReader.read(folder.file(detector.model(), Integer.parseInt(version)))
                    .forest();
        } catch (ModelFileException e) {
            throw new Unusable(e.getMessage(), e);
        }
    }

    /**
     * Makes sure that there is a version of each model that a configuration names.
     *
     * @throws Unusable naming the key of the first that has none
     */
    public void requireAll(Config config) {
        for (Pipeline pipeline : config.pipelines()) {
            for (Pipeline.Variant variant : pipeline.variants()) {
                for (Pipeline.Detector detector : variant.detectors()) {
                    if (detector.model() != null
                            && newest(detector, problem -> {}).isEmpty()) {
                        throw new Unusable(
                                "pipeline " + pipeline.name() + ", detector " + detector.name()
                                        + ": no usable version of model " + detector.model() + " in "
                                        + config.models().directory() + "/" + detector.model() + " (" + why(detector)
                                        + "); `java -jar oddity.jar train` makes one",
                                null);
                    }
                }
            }
        }
    }

    private String why(Pipeline.Detector detector) {
        StringBuilder text = new StringBuilder();
        newest(detector, problem -> text.append(text.isEmpty() ? "" : "; ").append(problem));
        return text.isEmpty() ? "there is none" : text.toString();
    }

    /** The newest version that can be used; tells {@code problems} about newer ones that cannot. */
    Optional<String> newest(Pipeline.Detector detector, Consumer<String> problems) {
        for (String version : versions(detector)) {
            try {
                model(detector, version);
                return Optional.of(version);
            } catch (Unusable e) {
                problems.accept(e.getMessage());
            }
        }
        return Optional.empty();
    }
}
