package io.oddity.app;

import io.oddity.config.Config;
import io.oddity.config.ConfigException;
import io.oddity.config.ConfigLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code oddity run}: judges the topics of a Kafka or Redpanda that is there. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Judges the readings of a Kafka or Redpanda, as a configuration says.")
final class RunCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "See conf/oddity.yaml.")
    private Path file;

    @Option(names = "--http-port", paramLabel = "N", description = "Overrides http.port; 0 for a free one.")
    private Optional<Integer> httpPort = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        httpPort.ifPresent(port -> environment.put("ODDITY_HTTP_PORT", Integer.toString(port)));
        try {
            Config config = ConfigLoader.load(file, environment);
            Server server = Running.start(config);
            spec.commandLine()
                    .getOut()
                    .println(Banner.of(config, server.port(), config.kafka().get("bootstrap.servers")));
            spec.commandLine().getOut().flush();
            Running.untilTold(server, () -> {});
            return Exit.OK;
        } catch (ConfigException e) {
            return Running.explain(e, file.toString(), spec.commandLine().getErr());
        } catch (Running.StartFailed e) {
            spec.commandLine().getErr().println(e.getMessage());
            return e.exitCode;
        }
    }
}
