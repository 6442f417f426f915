package io.oddity.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Oddity with the Kafka example's pipeline, or another detector in it, started as its users start it, with topics of its own. It can be killed and started
 * again.
 */
final class Oddity implements Subject {
    static final Path JAR = Path.of(System.getProperty("oddity.jar", "target/oddity.jar"));
    private static final Path PLAIN = Path.of("bench", "rivals", "plain", "target", "classes");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Broker broker;
    private final String application;
    private final int port = JavaProcess.freePort();
    private final String input;
    private final int partitions;
    private final Setting setting;
    private final List<String> command;
    private final List<JavaProcess> others = new ArrayList<>();
    private JavaProcess process;

    /** Creates its topic for verdicts, which the broker would cut short, and writes its configuration. */
    Oddity(Broker broker, String application, String input, int partitions, long scoredBytes, Setting setting) {
        this.broker = broker;
        this.application = application;
        this.input = input;
        this.partitions = partitions;
        this.setting = setting;
        broker.create(scored(), partitions, scoredBytes);
        command = command("bench", port);
    }

    private List<String> command(String node, int httpPort) {
        return words("-jar", JAR, "run", "--config", config(node), "--http-port", httpPort);
    }

    private Path config(String node) {
        Path config = broker.folder().resolve(application + "-" + node + ".yaml");
        try {
            Files.writeString(config, configuration(node));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return config;
    }

    private List<String> words(Object... words) {
        return Stream.concat(setting.javaOptions().stream(), Stream.of(words).map(Object::toString))
                .toList();
    }

    private String configuration(String node) {
        String channels = Plant.channels(setting.channels()).stream()
                .map(name -> "{ name: " + name + ", unit: \"°C\", range: [21, 85] }")
                .collect(Collectors.joining(", "));
        return """
                application: %1$s
                node: %9$s
                kafka: { bootstrap.servers: '%2$s' }
                delivery: %3$s
                state: { sensors_per_partition: %4$d }
                models: { directory: '%13$s' }
                topics:
                  scored: { name: %5$s }
                  anomalies: { name: %1$s-anomalies }
                  pulse: { name: %1$s-pulse }
                  dead_letters: { name: .%1$s-dlq }
                instances: { ingest: %11$d, scoring: %6$d, gateway: %8$d }
                pipelines:
                  - name: temperature
                    topic: %7$s
                    sensor_id: sensor_id
                    time: { field: ts, format: "yyyy-MM-dd HH:mm:ss[.SSS]", zone: UTC }
                    channels: [%10$s]
                    detector: %12$s
                    threshold: 0.7
                """
                .formatted(
                        application,
                        broker.bootstrapServers(),
                        setting.delivery(),
                        setting.sensorsPerPartition(),
                        scored(),
                        setting.scoring(),
                        input,
                        setting.gateways(),
                        node,
                        channels,
                        setting.ingest(),
                        setting.detector(),
                        models(broker));
    }

    /** Where trained models are looked for. */
    static Path models(Broker broker) {
        return broker.folder().resolve("models");
    }

    /** Starts it; it need not be ready yet. */
    void start() {
        process = JavaProcess.start(broker.folder().resolve(application + ".log"), command);
    }

    /** Starts {@code PlainMain} in its place: the same work in one loop, nothing around it. */
    void startPlain() {
        List.of(application + "-anomalies", application + "-pulse", stateTopic())
                .forEach(topic -> broker.create(topic, partitions, -1));
        process = JavaProcess.start(
                broker.folder().resolve(application + ".log"),
                words("-cp", PLAIN + ":" + JAR, "io.oddity.app.PlainMain", config("plain")));
    }

    /** Starts another process of the same application, which takes its share of the partitions. */
    void startAnother() {
        String node = "bench-" + others.size();
        others.add(JavaProcess.start(
                broker.folder().resolve(application + "-" + node + ".log"), command(node, JavaProcess.freePort())));
    }

    /** Waits until it says that it judges readings. */
    void awaitReady() {
        Poll.until(application + " to be ready", PATIENCE, process, () -> status(uri("/readyz")) == 200);
    }

    /** What a GET is answered with; 0 where nobody answers. */
    static int status(URI uri) {
        try {
            return HTTP.send(request(uri), BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The sum of a metric over all its labels that contain {@code label}. */
    double metric(String name, String label) {
        try {
            return HTTP.send(request(uri("/metrics")), BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(name) && line.contains(label))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return port;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static HttpRequest request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
    }

    /** What is left on the heap after a full collection. */
    long liveHeapBytes() {
        try {
            Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
            new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return (long) metric("jvm_memory_used_bytes", "area=\"heap\"");
    }

    @Override
    public JavaProcess process() {
        return process;
    }

    @Override
    public List<JavaProcess> processes() {
        return Stream.concat(Stream.of(process), others.stream()).toList();
    }

    @Override
    public long committed() {
        processes().forEach(JavaProcess::mustLive);
        return broker.committed(application);
    }

    @Override
    public String scored() {
        return application + "-scored";
    }

    String stateTopic() {
        return "oddity-" + application + "-state";
    }

    /** Ends it, and takes its verdicts off the disk. */
    @Override
    public void close() {
        processes().forEach(JavaProcess::close);
        broker.delete(List.of(scored(), application + "-anomalies", application + "-pulse", stateTopic()));
    }
}
