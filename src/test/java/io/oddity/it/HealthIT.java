package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.testing.Article;
import io.oddity.testing.Await;
import io.oddity.testing.Expected;
import io.oddity.testing.Kafka;
import io.oddity.testing.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** A sensor falls silent, the server is started again, the sensor comes back: told once, wherever one looks. */
class HealthIT {
    private static final Kafka KAFKA = Kafka.shared();
    private static final Article ARTICLE = Article.named("health", KAFKA.bootstrapServers());
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final SplittableRandom random = new SplittableRandom(1);
    private final long start = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
    private int sent;

    private void speak(String sensor, int second, double temp) {
        long time = start + second * 1_000L;
        String ts = TIME.format(Instant.ofEpochMilli(time));
        KAFKA.send(ARTICLE.record(
                time, sensor, "{\"sensor_id\":\"" + sensor + "\",\"temp\":" + temp + ",\"ts\":\"" + ts + "\"}"));
        sent++;
    }

    private void speak(List<String> sensors, int from, int to) {
        for (int second = from; second < to; second++) {
            for (String sensor : sensors) {
                speak(sensor, second, 21 + 7 * random.nextDouble());
            }
        }
        KAFKA.flush();
    }

    private static void caughtUp() {
        KAFKA.awaitCaughtUp(ARTICLE.application(), ARTICLE.input(), Duration.ofSeconds(60));
    }

    private static List<JsonNode> verdicts(String topic) {
        return Kafka.flat(KAFKA.read(topic)).stream().map(HealthIT::json).toList();
    }

    private static JsonNode json(ConsumerRecord<byte[], byte[]> record) {
        try {
            return JSON.readTree(Expected.text(record.value()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode get(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        try {
            return JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(path, e);
        }
    }

    @Test
    void aSilenceIsToldOnceAndEndsWithTheNextReading() throws IOException {
        KAFKA.create(ARTICLE.input(), 1);
        speak(List.of("a", "b"), 0, 300);
        speak(List.of("a"), 300, 330);
        RunningServer.whileRunning(ARTICLE.config(), HealthIT::caughtUp);
        speak(List.of("a"), 330, 400);
        speak("a", 400, -40);
        speak(List.of("b"), 400, 401);

        try (RunningServer server = RunningServer.start(ARTICLE.config())) {
            caughtUp();

            List<JsonNode> scored = verdicts(ARTICLE.scored());
            assertThat(scored).hasSize(sent);
            assertThat(scored)
                    .extracting(verdict -> verdict.path("kind").asText())
                    .doesNotContain("silent");
            JsonNode below = scored.get(sent - 2);
            assertThat(below.path("kind").asText()).isEqualTo("range");
            assertThat(below.path("anomaly").asBoolean()).isTrue();
            assertThat(scored.get(sent - 1).path("health").toString())
                    .isEqualTo("{\"ended\":\"silent\",\"measured\":101.0,\"limit\":12.0}");
            List<JsonNode> silences = verdicts(ARTICLE.anomalies()).stream()
                    .filter(verdict -> verdict.path("kind").asText().equals("silent"))
                    .toList();
            assertThat(silences).hasSize(1);
            assertThat(silences.get(0).path("sensor_id").asText()).isEqualTo("b");
            assertThat(silences.get(0).path("ts")).isEqualTo(scored.get(599).path("ts"));
            assertThat(silences.get(0).path("offset")).isEqualTo(scored.get(599).path("offset"));

            Await.until("the gateway has it", Duration.ofSeconds(30), () -> get(server.port(), "/api/v1/anomalies")
                    .path("anomalies")
                    .findValuesAsText("kind")
                    .contains("range"));
            JsonNode answer = get(server.port(), "/api/v1/anomalies?sensor=b");
            assertThat(new OpenApi().faults("Anomalies", answer)).isEmpty();
            assertThat(answer.path("anomalies").findValuesAsText("kind")).contains("silent");
            String filter = "filter=kind%20==%20%22silent%22&columns=sensor_id,kind,score";
            assertThat(get(server.port(), "/api/v1/tables/temperature.anomalies?" + filter)
                            .path("rows")
                            .toString())
                    .isEqualTo("[{\"sensor_id\":\"b\",\"kind\":\"silent\",\"score\":null}]");
        }
    }
}
