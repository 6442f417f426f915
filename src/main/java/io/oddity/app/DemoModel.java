package io.oddity.app;

import io.oddity.demo.MachinePlant;
import io.oddity.detect.IsolationForestTrainer;
import io.oddity.modelfile.ModelFolder;
import io.oddity.train.TrainingException;
import io.oddity.train.TrainingRows;
import io.oddity.train.TrainingSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** The isolation forest that judges the demo's machines. */
final class DemoModel {
    /** The plant, its pipeline and its model. */
    static final String MACHINES = "machines";

    private static final int MOST_ROWS = 100_000;

    private DemoModel() {}

    /** Trains it on an hour in which all was well, unless an earlier demo left one or someone put one there. */
    static void train(Path models, long seed) throws IOException, TrainingException {
        ModelFolder folder = new ModelFolder(models);
        if (!folder.versions(MACHINES).isEmpty()) {
            return;
        }
        TrainingSource source = Simulators.named(MACHINES, seed);
        TrainingRows rows = new TrainingRows(MOST_ROWS, seed);
        source.read(MachinePlant.CHANNELS, rows);
        IsolationForestTrainer.Settings settings =
                new IsolationForestTrainer.Settings(100, 256, Integer.MAX_VALUE, false, 0, seed);
        folder.write(Forests.train(MACHINES, 1, source, rows, settings, Instant.now(), grown -> {}));
    }
}
