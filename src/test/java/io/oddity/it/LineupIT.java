package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.config.Config;
import io.oddity.config.ConfigLoader;
import io.oddity.detect.IsolationForestTrainer;
import io.oddity.modelfile.ForestFile;
import io.oddity.modelfile.ModelFolder;
import io.oddity.modelfile.Training;
import io.oddity.testing.Await;
import io.oddity.testing.Expected;
import io.oddity.testing.GoldenOnnx;
import io.oddity.testing.Kafka;
import io.oddity.testing.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trained models, windows, chains and challengers over a real broker: changed, rolled back and promoted while all runs. */
class LineupIT {
    private static final Kafka KAFKA = Kafka.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "lineup-" + COUNT.incrementAndGet();
    private final SplittableRandom random = new SplittableRandom(7);
    private final HttpClient http = HttpClient.newHttpClient();
    /** Of the last hours, because Oddity's topics forget what is older than their retention. */
    private final long began = System.currentTimeMillis() - Duration.ofHours(2).toMillis();

    private int sent;

    @TempDir
    private Path folder;

    private Config config(String pipelineLines) {
        return config("[{ name: a }, { name: b }]", pipelineLines);
    }

    private Config config(String channels, String pipelineLines) {
        String yaml =
                """
                application: %1$s
                node: here
                kafka: { bootstrap.servers: '%2$s' }
                topics:
                  scored: { name: %1$s-scored }
                  anomalies: { name: %1$s-anomalies }
                  pulse: { name: %1$s-pulse }
                  dead_letters: { name: .%1$s-dlq }
                models: { directory: '%3$s' }
                pipelines:
                  - name: machines
                    topic: %1$s-in
                    sensor_id: id
                    channels: %4$s
                %5$s
                """
                        .formatted(
                                name,
                                KAFKA.bootstrapServers(),
                                folder.resolve("models"),
                                channels,
                                pipelineLines.indent(4).stripTrailing());
        return ConfigLoader.load(yaml, "test", Map.of("ODDITY_HTTP_PORT", "0"));
    }

    /** Trains on N(0, 1) rows, with other trees for each version. */
    private void train(int version) throws IOException {
        double[] rows = new SplittableRandom(version).doubles(400, -1, 1).toArray();
        new ModelFolder(folder.resolve("models"))
                .write(ForestFile.of(
                        "forest",
                        version,
                        new Training("test", 200, 0, 0, version, Instant.EPOCH),
                        IsolationForestTrainer.train(
                                List.of("a", "b"),
                                rows,
                                200,
                                new IsolationForestTrainer.Settings(10, 64, 2, false, 0, version),
                                grown -> {})));
    }

    private void send(int readings) {
        for (int i = 0; i < readings; i++, sent++) {
            double a = random.nextInt(20) == 0 ? 9 : random.nextDouble(-1, 1);
            send("m" + sent % 5, "\"a\":" + a + ",\"b\":" + random.nextDouble(-1, 1));
        }
        awaitJudged();
    }

    private void send(List<double[]> rows) {
        for (double[] row : rows) {
            send("m" + sent++ % 5, "\"t\":" + row[0] + ",\"v\":" + row[1] + ",\"p\":" + row[2]);
        }
        awaitJudged();
    }

    private void send(String id, String channels) {
        KAFKA.send(new ProducerRecord<>(
                name + "-in",
                null,
                began + 1_000L * sent,
                id.getBytes(StandardCharsets.UTF_8),
                ("{\"id\":\"" + id + "\"," + channels + "}").getBytes(StandardCharsets.UTF_8)));
    }

    private void awaitJudged() {
        KAFKA.flush();
        KAFKA.awaitCaughtUp(name, name + "-in", PATIENCE);
    }

    private List<JsonNode> verdicts() {
        return Kafka.flat(KAFKA.read(name + "-scored")).stream()
                .map(LineupIT::json)
                .toList();
    }

    private static JsonNode json(ConsumerRecord<byte[], byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new AssertionError(Expected.text(record.value()), e);
        }
    }

    private JsonNode lineup(RunningServer server, String body, int status) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + "/api/v1/pipelines/machines/lineup"));
        if (body != null) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode json = JSON.readTree(response.body());
        assertThat(new OpenApi().faults(status == 200 ? "Lineup" : "Problem", json))
                .isEmpty();
        return json;
    }

    private static String version(JsonNode lineup) {
        return lineup.at("/variants/0/detectors/0/version").asText();
    }

    private static String problems(JsonNode lineup) {
        return lineup.at("/variants/0/detectors/0/problems").toString();
    }

    private void awaitVersion(RunningServer server, String version) {
        awaitLineup(server, "version " + version, lineup -> version(lineup).equals(version));
    }

    private void awaitLineup(RunningServer server, String what, Predicate<JsonNode> condition) {
        Await.until(what, PATIENCE, () -> {
            try {
                return condition.test(lineup(server, null, 200));
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static List<String> models(List<JsonNode> verdicts) {
        return verdicts.stream()
                .map(verdict -> verdict.at("/models/isolation-forest").asText())
                .distinct()
                .toList();
    }

    @Test
    void aModelIsReplacedRolledBackAndKeptWhenTheNextOneIsBroken() throws Exception {
        KAFKA.create(name + "-in", 1);
        train(1);
        Config config = config(
                """
                detector: { type: isolation-forest, model: forest }
                threshold: 0.6""");
        try (RunningServer server = RunningServer.start(config)) {
            send(100);
            train(2);
            awaitVersion(server, "2");
            send(100);
            Files.writeString(folder.resolve("models/forest/3.json"), "{\"kind\": \"nonsense\"}");
            send(50);
            assertThat(problems(lineup(server, null, 200))).contains("3.json", "nonsense");
            assertThat(version(lineup(server, "{\"detector\":\"isolation-forest\",\"version\":\"1\"}", 200)))
                    .isEqualTo("1");
            assertThat(lineup(server, "{\"detector\":\"isolation-forest\",\"version\":\"3\"}", 400)
                            .get("error")
                            .asText())
                    .contains("3.json");
            send(100);
        }
        // What was asked for holds after a restart, too.
        try (RunningServer server = RunningServer.start(config)) {
            send(50);
            assertThat(version(lineup(server, "{\"detector\":\"isolation-forest\",\"version\":null}", 200)))
                    .isEqualTo("2");
            send(50);
        }

        List<JsonNode> verdicts = verdicts();
        assertThat(verdicts).hasSize(450);
        assertThat(models(verdicts.subList(0, 100))).containsExactly("1");
        assertThat(models(verdicts.subList(100, 250))).containsExactly("2");
        assertThat(models(verdicts.subList(250, 400))).containsExactly("1");
        assertThat(models(verdicts.subList(400, 450))).containsExactly("2");
        assertThat(verdicts)
                .anySatisfy(verdict ->
                        assertThat(verdict.get("anomaly").asBoolean()).isTrue());
    }

    @Test
    void anOnnxModelIsReplacedButNotByABrokenOne() throws Exception {
        KAFKA.create(name + "-in", 1);
        Path versions = Files.createDirectories(folder.resolve("models/exported"));
        byte[] next = GoldenOnnx.model("if100_c005");
        Files.write(versions.resolve("1.onnx"), GoldenOnnx.model("if100_auto"));
        List<double[]> auto = GoldenOnnx.expected("if100_auto").subList(0, 600);
        List<double[]> c005 = GoldenOnnx.expected("if100_c005").subList(0, 600);
        Config config = config(
                "[{ name: t }, { name: v }, { name: p }]",
                """
                detector:
                  type: onnx
                  model: exported
                  outputs:
                    - { name: score, tensor: score_samples, scale: [0, -1] }
                    - { name: label, tensor: label }
                threshold: 0.5""");
        try (RunningServer server = RunningServer.start(config)) {
            send(auto.subList(0, 200));
            Files.write(versions.resolve("2.onnx"), Arrays.copyOf(next, next.length / 2));
            awaitLineup(server, "a problem", lineup -> problems(lineup).contains("2.onnx: is cut off"));
            assertThat(version(lineup(server, null, 200))).isEqualTo("1");
            send(auto.subList(200, 400));
            Files.write(versions.resolve("3.onnx"), next);
            awaitVersion(server, "3");
            assertThat(problems(lineup(server, null, 200))).isEqualTo("[]");
            send(auto.subList(400, 600));
        }

        List<JsonNode> verdicts = verdicts();
        assertThat(verdicts).hasSize(600);
        for (int i = 0; i < 600; i++) {
            JsonNode verdict = verdicts.get(i);
            double[] expected = (i < 400 ? auto : c005).get(i);
            assertThat(verdict.at("/models/onnx").asText()).isEqualTo(i < 400 ? "1" : "3");
            assertThat(verdict.get("score").asDouble()).as("row %d", i).isCloseTo(-expected[3], within(2e-7));
            assertThat(verdict.at("/outputs/onnx.label").asDouble())
                    .as("row %d", i)
                    .isEqualTo(expected[5]);
        }
        assertThat(verdicts).anyMatch(verdict -> verdict.get("anomaly").asBoolean());
    }

    @Test
    void aChainWithWindowsGoesOnAfterARestartAsIfNothingHadHappened() throws Exception {
        KAFKA.create(name + "-in", 2);
        train(1);
        String chain =
                """
                features:
                  - { name: a, channel: a }
                  - { name: b, channel: b }
                  - { name: trend, channel: a, window: 10, take: slope }
                  - { name: spread, channel: b, window: 20s, take: std }
                detectors:
                  - { name: forest, type: isolation-forest, model: forest, features: [a, b] }
                  - name: trees
                    type: half-space-trees
                    params: { trees: 5, height: 3, window: 20, seed: 1 }
                    features: [forest.score, trend, spread]
                threshold: 0.7""";
        try (RunningServer server = RunningServer.start(config(chain))) {
            assertThat(server.port()).isPositive();
            send(300);
        }
        train(2);
        try (RunningServer server = RunningServer.start(config(chain))) {
            assertThat(server.port()).isPositive();
            send(300);
        }
        List<JsonNode> interrupted = verdicts();

        assertThat(interrupted).hasSize(600);
        assertThat(interrupted.get(599).get("outputs").properties().stream().map(Map.Entry::getKey))
                .containsExactly("forest.score", "trees.score");
        assertThat(interrupted.get(599).at("/models/forest").asText()).isEqualTo("2");
        // The trees' window is 20 readings: had the restart begun anew, sensors would have warmed up twice.
        assertThat(interrupted.stream()
                        .filter(verdict -> verdict.get("status").asText().equals("WARMING_UP"))
                        .count())
                .isEqualTo(5 * 20);
    }

    @Test
    void aChallengerJudgesInTheShadowAndIsPromoted() throws Exception {
        KAFKA.create(name + "-in", 1);
        train(1);
        Config config = config(
                """
                detector: { type: isolation-forest, model: forest }
                threshold: 0.6
                challenger:
                  variant: careful
                  detector: { type: isolation-forest, model: forest }
                  threshold: 0.9""");
        try (RunningServer server = RunningServer.start(config)) {
            send(200);
            JsonNode stats = JSON.readTree(http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1/stats"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
            assertThat(stats.at("/pipelines/0/challenger/variant").asText()).isEqualTo("careful");
            assertThat(lineup(server, "{\"variant\":\"careful\"}", 200)
                            .get("deciding")
                            .asText())
                    .isEqualTo("careful");
            lineup(server, "{\"variant\":\"unknown\"}", 400);
            send(200);
        }

        List<JsonNode> verdicts = verdicts();
        assertThat(verdicts).hasSize(400);
        assertThat(verdicts.subList(0, 200)).allSatisfy(verdict -> {
            assertThat(verdict.get("threshold").asDouble()).isEqualTo(0.6);
            assertThat(verdict.has("variant")).isFalse();
            assertThat(verdict.at("/shadow/variant").asText()).isEqualTo("careful");
            assertThat(verdict.at("/shadow/score").asDouble())
                    .isEqualTo(verdict.get("score").asDouble());
        });
        assertThat(verdicts.subList(200, 400)).allSatisfy(verdict -> {
            assertThat(verdict.get("threshold").asDouble()).isEqualTo(0.9);
            assertThat(verdict.get("variant").asText()).isEqualTo("careful");
            assertThat(verdict.at("/shadow/variant").asText()).isEqualTo("main");
        });
        assertThat(verdicts.subList(0, 200))
                .anyMatch(verdict -> verdict.get("anomaly").asBoolean());
    }
}
