package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.app.Main;
import io.oddity.config.Config;
import io.oddity.config.ConfigLoader;
import io.oddity.testing.Await;
import io.oddity.testing.JavaProcess;
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
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people say of anomalies over a real broker: followed, kept through restarts and kills, taken back, read again. */
class FeedbackIT {
    private static final Kafka KAFKA = Kafka.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final double FAULT = 80;

    private final String name = "feedback-" + COUNT.incrementAndGet();
    private final SplittableRandom random = new SplittableRandom(7);
    private final HttpClient http = HttpClient.newHttpClient();
    /** Of the last hours, because Oddity's topics forget what is older than their retention. */
    private final long began = System.currentTimeMillis() - Duration.ofHours(2).toMillis();

    private int sent;

    @TempDir
    private Path folder;

    private String yaml(String judging) {
        return """
                application: %1$s
                kafka: { bootstrap.servers: '%2$s' }
                kafka_consumer: { session.timeout.ms: '6000', heartbeat.interval.ms: '1000' }
                topics:
                  scored: { name: %1$s-scored }
                  anomalies: { name: %1$s-anomalies }
                  pulse: { name: %1$s-pulse }
                  dead_letters: { name: .%1$s-dlq }
                pipelines:
                  - name: plant
                    topic: %1$s-in
                    sensor_id: id
                    channels: [{ name: temp, unit: "°C", range: [21, 85] }]
                    health: []
                %3$s
                """
                .formatted(name, KAFKA.bootstrapServers(), judging.indent(4).stripTrailing());
    }

    private static final String TREES =
            """
            detector: { type: half-space-trees, params: { trees: 5, height: 3, window: 30, seed: 42 } }
            threshold: 0.7""";

    private Config config(String judging) {
        return ConfigLoader.load(yaml(judging), "test", Map.of("ODDITY_HTTP_PORT", "0", "ODDITY_NODE", "here"));
    }

    private void send(int partition, double temp) {
        KAFKA.send(new ProducerRecord<>(
                name + "-in",
                partition,
                began + 1_000L * sent++,
                ("s" + partition).getBytes(StandardCharsets.UTF_8),
                ("{\"id\":\"s" + partition + "\",\"temp\":" + temp + "}").getBytes(StandardCharsets.UTF_8)));
    }

    private void sendUsual(int partition, int readings) {
        for (int i = 0; i < readings; i++) {
            send(partition, random.nextDouble(21, 28));
        }
    }

    /** The verdict on a reading that is sent now, some usual ones before it. */
    private JsonNode fault(int partition) {
        sendUsual(partition, 40);
        send(partition, FAULT);
        awaitJudged();
        List<ConsumerRecord<byte[], byte[]>> scored =
                KAFKA.read(name + "-scored").get(partition);
        return json(new String(scored.get(scored.size() - 1).value(), StandardCharsets.UTF_8));
    }

    private void awaitJudged() {
        KAFKA.flush();
        KAFKA.awaitCaughtUp(name, name + "-in", PATIENCE);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String id(JsonNode verdict) {
        return "plant:" + verdict.get("partition").asInt() + ":"
                + verdict.get("offset").asLong();
    }

    private JsonNode say(int port, String id, String body, int status) throws IOException, InterruptedException {
        return answer(
                HttpRequest.newBuilder(feedback(port, id))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                status,
                "Kept");
    }

    private JsonNode get(URI uri, String schema) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(uri).build(), 200, schema);
    }

    private JsonNode answer(HttpRequest request, int status, String schema) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode json = json(response.body());
        assertThat(new OpenApi().faults(status < 400 ? schema : "Problem", json))
                .isEmpty();
        return json;
    }

    private static URI feedback(int port, String id) {
        return URI.create("http://127.0.0.1:" + port + "/api/v1/anomalies/" + id + "/feedback");
    }

    private static void assertNone(JsonNode verdict, JsonNode kept, int word) {
        assertThat(verdict.get("status").asText()).as(verdict.toString()).isEqualTo("NORMAL");
        assertThat(verdict.get("threshold").asDouble())
                .isGreaterThanOrEqualTo(kept.get("passes").asDouble());
        assertThat(verdict.get("corrected_by").asInt()).isEqualTo(word);
    }

    private static void assertAnomaly(JsonNode verdict) {
        assertThat(verdict.get("status").asText()).as(verdict.toString()).isEqualTo("ANOMALY");
    }

    /** With a threshold for all, and with one of each sensor's own. */
    @ParameterizedTest
    @ValueSource(strings = {TREES, "false_alarms: 1 per sensor per week"})
    void isFollowedAndKeptAndTakenBack(String judging) throws Exception {
        KAFKA.create(name + "-in", 2);
        Config config = config(judging);
        JsonNode first;
        JsonNode kept;
        try (RunningServer server = RunningServer.start(config)) {
            sendUsual(1, 400);
            first = fault(1);
            assertAnomaly(first);

            kept = say(
                    server.port(),
                    id(first),
                    "{\"verdict\":\"false_alarm\",\"by\":\"eva\",\"note\":\"a \\\"test\\\"\"}",
                    202);

            assertThat(kept.get("sensor_id").asText()).isEqualTo("s1");
            assertThat(kept.get("score")).isEqualTo(first.get("score"));
            assertThat(kept.get("threshold")).isEqualTo(first.get("threshold"));
            assertThat(kept.get("effect").asText())
                    .contains("s1", kept.get("passes").asText());
            assertNone(fault(1), kept, 0);
        }
        try (RunningServer server = RunningServer.start(config)) {
            assertNone(fault(1), kept, 0);
            say(server.port(), id(first), "{\"verdict\":\"none\"}", 202);
            JsonNode again = fault(1);
            assertAnomaly(again);
            assertThat(again.get("corrected_by").asInt()).isEqualTo(1);
            say(server.port(), id(first), "{\"verdict\":\"true\",\"by\":\"max\"}", 202);

            JsonNode rows = json(http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()
                                            + "/api/v1/tables/plant.anomalies?columns=offset,feedback&filter="
                                            + "feedback==%22true%22"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
            assertThat(rows.get("rows").findValuesAsText("offset"))
                    .containsExactly(first.get("offset").asText());
            JsonNode of = get(feedback(server.port(), id(first)), "AnomalyFeedback");
            assertThat(of.get("verdict").asText()).isEqualTo("true");
            assertThat(of.get("feedback").findValuesAsText("verdict")).containsExactly("false_alarm", "none", "true");
            JsonNode all = get(
                    URI.create("http://127.0.0.1:" + server.port() + "/api/v1/feedback?sensor=s1&limit=2"), "Feedback");
            assertThat(all.get("feedback").findValuesAsText("by")).containsExactly("max", "null");
            assertThat(all.get("next").asInt()).isEqualTo(1);
            JsonNode rest =
                    get(URI.create("http://127.0.0.1:" + server.port() + "/api/v1/feedback?before=1"), "Feedback");
            assertThat(rest.at("/feedback/0/note").asText()).isEqualTo("a \"test\"");
            assertThat(rest.get("next").isNull()).isTrue();
        }
    }

    @Test
    void whatIsNoAnomalyOrMakesNoSenseIsRefusedWithWords() throws Exception {
        KAFKA.create(name + "-in", 2);
        try (RunningServer server = RunningServer.start(config(TREES))) {
            sendUsual(0, 200);
            String id = id(fault(0));
            int port = server.port();

            for (String none : List.of("plant:0:3", "plant:0:99999", "plant:7:3", "mill:0:3", id + ":silent")) {
                assertThat(say(port, none, "{\"verdict\":\"true\"}", 404)
                                .get("error")
                                .asText())
                        .contains(none);
            }
            assertThat(say(port, "plant", "{\"verdict\":\"true\"}", 400)
                            .get("error")
                            .asText())
                    .startsWith("id: must be PIPELINE:PARTITION:OFFSET");
            assertThat(say(port, id, "{\"verdict\":\"maybe\"}", 400)
                            .get("error")
                            .asText())
                    .isEqualTo("verdict: must be one of false_alarm, true, none, was 'maybe'");
            assertThat(say(port, id, "{\"verdict\":true}", 400).get("error").asText())
                    .isEqualTo("verdict: must be text");
            say(port, id, "[]", 400);
            say(port, id, "?", 400);
            say(port, id, "{\"verdict\":\"true\",\"whom\":\"eva\"}", 400);
            assertThat(say(port, id, "{\"verdict\":\"true\",\"by\":\"" + "x".repeat(101) + "\"}", 400)
                            .get("error")
                            .asText())
                    .startsWith("by: must have at most 100 characters");
            HttpRequest form = HttpRequest.newBuilder(feedback(port, id))
                    .header("Content-Type", "text/plain")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"verdict\":\"true\"}"))
                    .build();
            assertThat(http.send(form, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(415);
            assertThat(get(feedback(port, id), "AnomalyFeedback").get("verdict").asText())
                    .isEqualTo("none");
        }
    }

    /** Rules are not part of what state means: without them the sensors go on as they are. */
    @Test
    void whatARuleIgnoresIsNormalAndSaysWhyUntilTheRuleIsGone() throws Exception {
        KAFKA.create(name + "-in", 2);
        String rules =
                """
                tags: { calm: ["*1"] }
                rules: [{ ignore: temp > 60, tag: calm }]
                """;
        try (RunningServer server = RunningServer.start(config(rules + TREES))) {
            assertThat(server.port()).isPositive();
            sendUsual(0, 200);
            sendUsual(1, 200);
            JsonNode ignored = fault(1);
            assertThat(ignored.get("status").asText()).isEqualTo("NORMAL");
            assertThat(ignored.get("ignored").asText()).isEqualTo("temp > 60");
            assertThat(ignored.get("score").asDouble()).isGreaterThan(0.7);
            assertAnomaly(fault(0));
        }
        try (RunningServer server = RunningServer.start(config(TREES))) {
            assertThat(server.port()).isPositive();
            assertAnomaly(fault(1));
        }
    }

    private JavaProcess process(String node) throws IOException {
        Path file = folder.resolve(node + ".yaml");
        Files.writeString(file, "node: " + node + "\n" + yaml(TREES));
        return JavaProcess.main(Main.class, "run", "--config", file.toString(), "--http-port", "0");
    }

    /** One of the two has the other partition; and both words are there although nobody had time to follow the second. */
    @Test
    void anyProcessTakesItAndAKillRightAfterwardsLosesNothing() throws Exception {
        KAFKA.create(name + "-in", 2);
        try (JavaProcess a = process("a");
                JavaProcess b = process("b")) {
            a.awaitReady(200, PATIENCE);
            b.awaitReady(200, PATIENCE);
            sendUsual(0, 200);
            sendUsual(1, 200);
            List<JsonNode> faults = List.of(fault(0), fault(1));
            faults.forEach(FeedbackIT::assertAnomaly);

            JsonNode first = say(a.port(), id(faults.get(0)), "{\"verdict\":\"false_alarm\"}", 202);
            JsonNode second = say(a.port(), id(faults.get(1)), "{\"verdict\":\"false_alarm\"}", 202);
            a.kill();

            assertNone(fault(0), first, 0);
            assertNone(fault(1), second, 1);
            Await.until("the list of both", PATIENCE, () -> {
                JsonNode all = json(b.get("/api/v1/feedback").body());
                return all.path("feedback").size() == 2;
            });
        }
    }
}
