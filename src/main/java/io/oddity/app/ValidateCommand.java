package io.oddity.app;

import io.oddity.config.Config;
import io.oddity.config.ConfigException;
import io.oddity.config.ConfigLoader;
import io.oddity.config.Pipeline;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oddity validate}: every mistake of a configuration at once. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = "Checks a configuration, with the environment's overrides; starts nothing.")
final class ValidateCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "See conf/oddity.yaml.")
    private Path file;

    @Spec
    private CommandSpec spec;

    private static String judging(Pipeline.Variant variant) {
        String detectors = variant.detectors().stream()
                .map(detector -> detector.type() + " "
                        + (detector.model() == null ? detector.params() : "model " + detector.model()))
                .collect(Collectors.joining(" and "));
        String limit = variant.threshold() == null
                ? variant.falseAlarms() + " false alarms"
                : "threshold " + variant.threshold();
        return variant.features().size() + " feature(s), " + detectors + ", " + limit;
    }

    @Override
    public Integer call() {
        try {
            Config config = ConfigLoader.load(file, System.getenv());
            spec.commandLine().getOut().println(file + ": fine");
            config.pipelines().forEach(pipeline -> spec.commandLine()
                    .getOut()
                    .println("  pipeline " + pipeline.name() + ": topic " + pipeline.topic() + ", "
                            + judging(pipeline.main())));
            return Exit.OK;
        } catch (ConfigException e) {
            return Running.explain(e, file.toString(), spec.commandLine().getErr());
        }
    }
}
