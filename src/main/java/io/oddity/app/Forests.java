package io.oddity.app;

import io.oddity.detect.IsolationForest;
import io.oddity.detect.IsolationForestTrainer;
import io.oddity.modelfile.ForestFile;
import io.oddity.modelfile.Training;
import io.oddity.train.TrainingRows;
import io.oddity.train.TrainingSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.IntConsumer;

/** From rows to an isolation forest that says where it comes from. */
final class Forests {
    private Forests() {}

    /**
     * Trains one; it is not written yet.
     *
     * @param rows read from {@code source}, at least 2
     * @param at when
     * @param grown told how many trees there are, after each
     */
    static ForestFile train(
            String name,
            int version,
            TrainingSource source,
            TrainingRows rows,
            IsolationForestTrainer.Settings settings,
            Instant at,
            IntConsumer grown) {
        IsolationForest forest =
                IsolationForestTrainer.train(rows.features(), rows.values(), rows.size(), settings, grown);
        Training training = new Training(
                source.description(),
                rows.size(),
                rows.skipped(),
                settings.contamination(),
                settings.seed(),
                at.truncatedTo(ChronoUnit.SECONDS));
        return ForestFile.of(name, version, training, forest);
    }
}
