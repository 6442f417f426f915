package io.oddity.lineup;

import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.detect.BatchModel;
import io.oddity.detect.TrainedModel;
import io.oddity.modelfile.ModelFileException;
import io.oddity.modelfile.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The trained models of a process, read from their files when they are needed first. Thread-safe. */
public final class TrainedModels implements AutoCloseable {
    private final Path directory;
    private final Map<Key, TrainedModel> loaded = new ConcurrentHashMap<>();
    private final Map<Key, Broken> broken = new ConcurrentHashMap<>();

    /** A file, and what a detector wants of it. */
    private record Key(Path file, String type, List<String> features, List<Pipeline.ModelOutput> outputs) {}

    /** Why a file could not be used, and how old it was then. */
    private record Broken(long modifiedMillis, Unusable problem) {}

    /** A model cannot be used; the message says why. */
    public static final class Unusable extends RuntimeException {
        Unusable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Reads from the folder that the configuration names. */
    public TrainedModels(Config config) {
        directory = Path.of(config.models().directory());
    }

    private ModelFolder folder(Pipeline.Detector detector) {
        return new ModelFolder(directory, ModelKind.of(detector).extension());
    }

    /** The versions that there are files of, the newest first. */
    List<String> versions(Pipeline.Detector detector) {
        try {
            return folder(detector).versions(detector.model()).stream()
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
        return require(detector, version).scorer();
    }

    /** The same without making a model. */
    TrainedModel require(Pipeline.Detector detector, String version) {
        if (version == null) {
            throw new Unusable("detector " + detector.name() + " has no version of model " + detector.model(), null);
        }
        Path file = folder(detector).file(detector.model(), number(version));
        return loaded.computeIfAbsent(
                new Key(file, detector.type(), detector.features(), detector.outputs()), key -> read(key, detector));
    }

    private static int number(String version) {
        try {
            return Integer.parseInt(version);
        } catch (NumberFormatException e) {
            throw new Unusable("version: must be a whole number, was " + version, e);
        }
    }

    /** A file that could not be used is not read again as long as it stays as it was. */
    private TrainedModel read(Key key, Pipeline.Detector detector) {
        long modifiedMillis = key.file.toFile().lastModified();
        Broken before = broken.get(key);
        if (before != null && before.modifiedMillis == modifiedMillis) {
            throw before.problem;
        }
        try {
            return ModelKind.of(detector).read(key.file, detector);
        } catch (ModelFileException e) {
            Unusable problem = new Unusable(e.getMessage(), e);
            broken.put(key, new Broken(modifiedMillis, problem));
            throw problem;
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
                    if (detector.model() != null) {
                        requireOne(detector, "pipeline " + pipeline.name() + ", detector " + detector.name() + ": ");
                    }
                }
            }
        }
    }

    private void requireOne(Pipeline.Detector detector, String where) {
        ModelKind kind = ModelKind.of(detector);
        kind.obstacle().ifPresent(obstacle -> {
            throw new Unusable(where + obstacle, null);
        });
        List<String> problems = new ArrayList<>();
        if (newest(detector, problems::add).isEmpty()) {
            throw new Unusable(
                    where + "no usable version of model " + detector.model() + " in "
                            + directory.resolve(detector.model()) + " ("
                            + (problems.isEmpty() ? "there is none" : String.join("; ", problems)) + "); "
                            + kind.advice(),
                    null);
        }
    }

    /** The newest version that can be used; tells {@code problems} about newer ones that cannot. */
    public Optional<String> newest(Pipeline.Detector detector, Consumer<String> problems) {
        for (String version : versions(detector)) {
            try {
                require(detector, version);
                return Optional.of(version);
            } catch (Unusable e) {
                problems.accept(e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** Closes what was loaded; nobody may ask a model of it any more. */
    @Override
    public void close() {
        loaded.values().forEach(TrainedModel::close);
        loaded.clear();
    }
}
