package io.oddity.app;

import io.oddity.config.Config;
import io.oddity.config.ConfigException;
import io.oddity.config.ConfigLoader;
import io.oddity.demo.DemoTopic;
import io.oddity.demo.MachinePlant;
import io.oddity.demo.Plant;
import io.oddity.demo.SimulatorVerticle;
import io.oddity.demo.TemperaturePlant;
import io.oddity.train.TrainingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
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

    /** Of each machine, readings a second. */
    private static final double MACHINE_RATE = 2;

    private static final String CONFIG = "conf/demo.yaml";

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
            description = "Readings per second and temperature sensor (${DEFAULT-VALUE}).")
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
        DemoHome home;
        try {
            home = DemoHome.open(dataDir, kafkaPort);
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println("the demo's broker cannot be started in " + e.getMessage()
                            + "; is another one running there? Choose another folder with --data-dir");
            return Exit.FAILED;
        }
        int failed;
        try {
            serve(home);
            return Exit.OK;
        } catch (ConfigException e) {
            failed = Running.explain(e, CONFIG, spec.commandLine().getErr());
        } catch (Running.StartFailed e) {
            spec.commandLine().getErr().println(e.getMessage());
            failed = e.exitCode;
        } catch (IOException | TrainingException | RuntimeException e) {
            spec.commandLine().getErr().println("the demo cannot be started: " + e.getMessage());
            failed = Exit.FAILED;
        }
        home.close();
        return failed;
    }

    private void serve(DemoHome home) throws IOException, TrainingException, InterruptedException, Running.StartFailed {
        Config config = config(home);
        DemoModel.train(home.models(), seed);
        String kafka = home.bootstrapServers();
        SimulatorVerticle temperatures = simulator(new TemperaturePlant(seed), kafka, topic(config, 0), rate);
        SimulatorVerticle machines = simulator(new MachinePlant(seed), kafka, topic(config, 1), MACHINE_RATE);
        Server server = Running.start(config);
        server.vertx().deployVerticle(temperatures);
        server.vertx().deployVerticle(machines);
        spec.commandLine().getOut().println(Banner.of(config, server.port(), kafka));
        spec.commandLine().getOut().flush();
        Running.untilTold(server, home::close);
    }

    private static String topic(Config config, int pipeline) {
        return config.pipelines().get(pipeline).topic();
    }

    /** Goes on where an earlier demo in the same folder ended. */
    private static SimulatorVerticle simulator(Plant plant, String kafka, String topic, double rate)
            throws IOException {
        long newestMillis = DemoTopic.open(kafka, topic);
        if (plant.truth(plant.sensors().get(0), 0).isPresent()) {
            DemoTopic.open(kafka, topic + SimulatorVerticle.TRUTH);
        }
        long firstMillis = Math.max(newestMillis + 1, System.currentTimeMillis() - HISTORY.toMillis());
        return new SimulatorVerticle(plant, kafka, topic, rate, firstMillis);
    }

    private Config config(DemoHome home) throws IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("ODDITY_KAFKA_BOOTSTRAP_SERVERS", home.bootstrapServers());
        environment.put("ODDITY_HTTP_PORT", Integer.toString(httpPort));
        environment.put("ODDITY_MODELS_DIRECTORY", home.models().toString());
        try (InputStream yaml = DemoCommand.class.getClassLoader().getResourceAsStream(CONFIG)) {
            return ConfigLoader.load(new String(yaml.readAllBytes(), StandardCharsets.UTF_8), CONFIG, environment);
        }
    }
}
