package io.oddity.app;

import io.oddity.config.Config;
import io.oddity.config.ConfigLoader;
import io.oddity.ingest.PlainLoop;
import java.nio.file.Path;
import java.util.Map;

/** Oddity without verticles, event bus and gateway: {@link PlainLoop} in the only thread of ours. */
public final class PlainMain {
    private PlainMain() {}

    /** Argument: the configuration, as Oddity's. Its topics must be there. Runs until it is killed. */
    public static void main(String[] args) {
        Config config = ConfigLoader.load(Path.of(args[0]), Map.of());
        PlainLoop.run(
                config,
                PipelineSpecs.of(config, (detector, version) -> {
                    throw new IllegalArgumentException("no trained models here: " + detector);
                }));
    }
}
