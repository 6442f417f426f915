package io.oddity.testing;

import io.oddity.config.Config;
import io.oddity.config.ConfigLoader;
import io.oddity.config.Pipeline;
import java.util.Map;

/** Configurations as an operator writes them. */
public final class Configs {
    private Configs() {}

    /** A configuration of one pipeline, with these lines in it. */
    public static Config of(String... pipelineLines) {
        return withRoot("", pipelineLines);
    }

    /** A configuration of one pipeline, with more lines at the top. */
    public static Config withRoot(String rootLines, String... pipelineLines) {
        String yaml =
                """
                node: here
                kafka: {bootstrap.servers: "localhost:9092"}
                %s
                pipelines:
                  - name: plant
                    topic: sensors
                    detector: {type: half-space-trees, params: {trees: 5, height: 3, window: 30, seed: 42}}
                    threshold: 0.7
                    %s
                """
                        .formatted(rootLines, String.join("\n    ", pipelineLines));
        return ConfigLoader.load(yaml, "test", Map.of());
    }

    /** The pipeline of a configuration that has one. */
    public static Pipeline pipeline(String... pipelineLines) {
        return of(pipelineLines).pipelines().get(0);
    }
}
