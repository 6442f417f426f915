package io.oddity.app;

import io.oddity.config.Config;
import io.oddity.config.ConfigException;
import io.oddity.config.ConfigLoader;
import io.oddity.demo.DemoTopic;
import io.oddity.demo.EmbeddedBroker;
import io.oddity.demo.SimulatorVerticle;
import io.oddity.demo.TemperaturePlant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code oddity demo}: broker, sensors and server in one process, with nothing to prepare. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs a broker, simulated sensors and Oddity in this process.")
final class DemoCommand implements Callable<Integer> {
    private static final Duration HISTORY = Duration.ofMinutes(15);
    private static final String CONFIG = "conf/oddity.yaml";

    @Option(
            names = "--http-port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "0 for a free one (${DEFAULT-VALUE}).")
    private int httpPort;

    @Option(
            names = "--kafka-port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Where the broker listens; 0 for a free one (default).")
    private int kafkaPort;

    @Option(
            names = "--data-dir",
            paramLabel = "D",
            description = "Where the broker keeps its data, to be used again. Default: a temporary folder.")
    private Path dataDir;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "10",
            description = "Readings per second and sensor (${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the simulation (${DEFAULT-VALUE}).")
    private long seed;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (!(rate > 0 && rate <= 1_000)) {
            throw new ParameterException(spec.commandLine(), "--rate: must be above 0 and at most 1000, was " + rate);
        }
        boolean isTemporary = dataDir == null;
        Path directory = null;
        EmbeddedBroker broker = null;
        try {
            directory = isTemporary ? Files.createTempDirectory("oddity-demo-") : dataDir;
            broker = EmbeddedBroker.start(directory, kafkaPort);
            serve(broker, isTemporary, directory);
            return Exit.OK;
        } catch (ConfigException e) {
            return ended(Running.explain(e, CONFIG, spec.commandLine().getErr()), broker, isTemporary, directory);
        } catch (Running.StartFailed e) {
            spec.commandLine().getErr().println(e.getMessage());
            return ended(e.exitCode, broker, isTemporary, directory);
        } catch (IOException | RuntimeException e) {
            spec.commandLine()
                    .getErr()
                    .println("the demo's broker cannot be started in " + directory + ": " + e.getMessage()
                            + "; is another one running there? Choose another folder with --data-dir");
            return ended(Exit.FAILED, broker, isTemporary, directory);
        }
    }

    private void serve(EmbeddedBroker broker, boolean isTemporary, Path directory)
            throws IOException, InterruptedException, Running.StartFailed {
        Config config = config(broker);
        String topic = config.pipelines().get(0).topic();
        long newestMillis = DemoTopic.open(broker.bootstrapServers(), topic);
        Server server = Running.start(config);
        long firstMillis = Math.max(newestMillis + 1, System.currentTimeMillis() - HISTORY.toMillis());
        server.vertx()
                .deployVerticle(new SimulatorVerticle(
                        new TemperaturePlant(seed), broker.bootstrapServers(), topic, rate, firstMillis));
        spec.commandLine().getOut().println(Banner.of(config, server.port(), broker.bootstrapServers()));
        spec.commandLine().getOut().flush();
        Running.untilTold(server, () -> end(broker, isTemporary, directory));
    }

    private Config config(EmbeddedBroker broker) throws IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("ODDITY_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        environment.put("ODDITY_HTTP_PORT", Integer.toString(httpPort));
        try (InputStream yaml = DemoCommand.class.getClassLoader().getResourceAsStream(CONFIG)) {
            return ConfigLoader.load(new String(yaml.readAllBytes(), StandardCharsets.UTF_8), CONFIG, environment);
        }
    }

    private static int ended(int exitCode, EmbeddedBroker broker, boolean isTemporary, Path directory) {
        end(broker, isTemporary, directory);
        return exitCode;
    }

    private static void end(EmbeddedBroker broker, boolean isTemporary, Path directory) {
        if (broker != null) {
            broker.close();
        }
        if (isTemporary && directory != null) {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException | UncheckedIOException e) {
            System.err.println("could not delete " + directory + ": " + e.getMessage());
        }
    }
}
