package io.oddity.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.app.Server;
import io.oddity.config.Config;
import io.oddity.config.ConfigLoader;
import io.oddity.demo.EmbeddedBroker;
import io.oddity.testing.Plant;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker, servers of one application, and a plant that sends readings: all real, on free ports, in this process. */
final class Site implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    /** Generous: the machine may be busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String YAML =
            """
            application: it
            http: { port: 0 }
            instances: { ingest: 1, scoring: 2, gateway: 2 }
            topics:
              anomalies: { name: anomalies, partitions: 3, retention: 1h }
            pipelines:
              - name: temperature
                topic: readings
                sensor_id: sensor_id
                time: { field: ts, format: epoch_ms }
                channels: [ { name: temp, range: [21, 85], unit: "°C" } ]
                detector: { type: half-space-trees, params: { trees: 5, height: 3, window: 30, seed: 42 } }
                threshold: 0.7
            """;

    /** A second pipeline, of sensors with three channels, for {@link #open(Path, String)}. */
    static final String MACHINES =
            """
              - name: machines
                topic: machines
                sensor_id: machine
                channels:
                  - { name: temperature, range: [60, 120], unit: "°C" }
                  - { name: vibration, range: [0, 3], unit: "mm/s" }
                  - { name: pressure, range: [80, 160], unit: "kPa" }
                detector: { type: half-space-trees, params: { trees: 10, height: 4, window: 60, seed: 42 } }
                threshold: 0.7
            """;

    private final EmbeddedBroker broker;
    private final String yaml;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final KafkaProducer<String, String> producer;
    private final Deque<Server> servers = new ArrayDeque<>();

    private Site(EmbeddedBroker broker, String yaml) {
        this.broker = broker;
        this.yaml = yaml;
        producer = new KafkaProducer<>(kafka(), new StringSerializer(), new StringSerializer());
    }

    static Site open(Path directory) throws IOException, InterruptedException, ExecutionException {
        return open(directory, "");
    }

    /** With more pipelines. */
    static Site open(Path directory, String pipelines) throws IOException, InterruptedException, ExecutionException {
        Site site = new Site(EmbeddedBroker.start(directory, 0), YAML + pipelines);
        try (Admin admin = site.admin()) {
            admin.createTopics(List.of(
                            new NewTopic("readings", 4, (short) 1),
                            new NewTopic("machines", 4, (short) 1),
                            new NewTopic("plant", 4, (short) 1)))
                    .all()
                    .get();
        }
        return site;
    }

    private Map<String, Object> kafka() {
        return new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "5"));
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    /** Starts a server and waits until it judges readings; says where it is. */
    URI serve(String node) throws IOException, InterruptedException, ExecutionException {
        return serve(node, 0);
    }

    /** The same, on a port. */
    URI serve(String node, int port) throws IOException, InterruptedException, ExecutionException {
        Config config = ConfigLoader.load(
                yaml,
                "test",
                Map.of(
                        "ODDITY_KAFKA_BOOTSTRAP_SERVERS",
                        broker.bootstrapServers(),
                        "ODDITY_NODE",
                        node,
                        "ODDITY_HTTP_PORT",
                        Integer.toString(port)));
        Server server =
                Server.start(config).toCompletionStage().toCompletableFuture().get();
        servers.push(server);
        URI uri = URI.create("http://127.0.0.1:" + server.port());
        await("ready", () -> get(uri, "/readyz").statusCode() == 200);
        return uri;
    }

    /** Lets a plant measure on a thread of its own, until that is interrupted. */
    Thread run(Plant plant, long everyMillis) {
        Thread thread = new Thread(
                () -> plant.run(broker.bootstrapServers(), System.currentTimeMillis(), everyMillis), "plant");
        thread.start();
        return thread;
    }

    /** Stops the server that was started last. */
    void stop() {
        servers.pop().stop().toCompletionStage().toCompletableFuture().join();
    }

    HttpResponse<String> get(URI server, String path) {
        return send(HttpRequest.newBuilder(server.resolve(path)).build());
    }

    /** Sends a request whose answer may have no end. */
    HttpResponse<InputStream> open(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(request.uri().toString(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode json(URI server, String path) {
        return parse(get(server, path).body());
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(json, e);
        }
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** Sends one reading, measured now. */
    void send(String sensor, double temperature) {
        send(sensor, temperature, null);
    }

    void send(String sensor, double temperature, Long recordMillis) {
        send(sensor, temperature, recordMillis, null);
    }

    /** Into a partition, where it would else be the sensor's. */
    @SuppressWarnings("FutureReturnValueIgnored") // a reading that was not taken is missed by who waits for its verdict
    void send(String sensor, double temperature, Long recordMillis, Integer partition) {
        String value = JSON.createObjectNode()
                .put("sensor_id", sensor)
                .put("temp", temperature)
                .put("ts", System.currentTimeMillis())
                .toString();
        producer.send(new ProducerRecord<>("readings", partition, recordMillis, sensor, value));
    }

    /** Sends one record of a machine, measured then. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void sendMachine(String machine, long millis, double temperature, double vibration, double pressure) {
        String value = JSON.createObjectNode()
                .put("machine", machine)
                .put("temperature", temperature)
                .put("vibration", vibration)
                .put("pressure", pressure)
                .toString();
        producer.send(new ProducerRecord<>("machines", null, millis, machine, value));
    }

    /** Sends any record. */
    void sendRaw(String topic, int partition, long millis, byte[] key, byte[] value)
            throws ExecutionException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> raw =
                new KafkaProducer<>(kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            raw.send(new ProducerRecord<>(topic, partition, millis, key, value)).get();
        }
    }

    /** Waits until the broker has all that was sent. */
    void flush() {
        producer.flush();
    }

    /** Sends so many readings, three in a millisecond; after the detector has warmed up, every tenth or so is far off. */
    void send(String sensor, int readings, RandomGenerator random) {
        long now = System.currentTimeMillis();
        for (int i = 0; i < readings; i++) {
            boolean isOff = i > 70 && random.nextInt(10) == 0;
            send(sensor, isOff ? random.nextDouble(70, 84) : random.nextDouble(21, 28), now + i / 3);
        }
        producer.flush();
    }

    /** Waits until so many readings of sensors whose id begins so were judged; gives the verdicts. */
    List<JsonNode> judged(String prefix, int readings) {
        List<JsonNode> verdicts = new ArrayList<>();
        Map<String, Object> settings = kafka();
        settings.remove("linger.ms");
        settings.put("isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("scored").stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await(readings + " verdicts on " + prefix, () -> {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    if (record.key().startsWith(prefix)) {
                        verdicts.add(parse(record.value()));
                    }
                }
                return verdicts.size() >= readings;
            });
        }
        return verdicts;
    }

    /** What names a reading: its pipeline, partition and offset. */
    static String place(JsonNode verdict) {
        return verdict.path("partition").asText() + ":" + verdict.path("offset").asText();
    }

    @Override
    public void close() {
        producer.close();
        while (!servers.isEmpty()) {
            servers.pop().stop().toCompletionStage().toCompletableFuture().join();
        }
        broker.close();
    }
}
