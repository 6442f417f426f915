package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.testing.Article;
import io.oddity.testing.Await;
import io.oddity.testing.Expected;
import io.oddity.testing.JavaProcess;
import io.oddity.testing.Kafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code oddity run} says and does when something is in its way, and when another one is there. */
class StartMessagesIT {
    private static final Kafka KAFKA = Kafka.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Article application = Article.named("start", KAFKA.bootstrapServers());

    @TempDir
    private Path folder;

    private String file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("oddity.yaml"), yaml).toString();
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                JavaProcess server = JavaProcess.oddity(
                        "run",
                        "--config",
                        file(application.yaml()),
                        "--http-port",
                        Integer.toString(taken.getLocalPort()))) {
            assertThat(server.exitCode(PATIENCE)).isEqualTo(4);
            assertThat(server.err())
                    .contains("127.0.0.1:" + taken.getLocalPort() + " cannot be listened on", "--http-port")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void everyMistakeOfAConfigurationIsListedWithItsPath() throws IOException {
        String file = file(application
                .yaml()
                .replace("threshold: 0.7", "threshold: high\n    treshold: 1")
                .replace("window: 30", "window: 0"));

        try (JavaProcess server = JavaProcess.oddity("run", "--config", file)) {
            assertThat(server.exitCode(PATIENCE)).isEqualTo(3);
            assertThat(server.err())
                    .contains(file)
                    .contains("pipelines[0].threshold: ", "'high'")
                    .contains("pipelines[0].treshold: ", "threshold")
                    .contains("pipelines[0].detector.params.window: ")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        String file = folder.resolve("none.yaml").toString();

        try (JavaProcess server = JavaProcess.oddity("run", "--config", file)) {
            assertThat(server.exitCode(PATIENCE)).isEqualTo(3);
            assertThat(server.err()).contains(file, "no such file").doesNotContain("\tat ");
        }
    }

    @Test
    void aMissingInputTopicIsWaitedFor() throws IOException {
        try (JavaProcess server = JavaProcess.oddity("run", "--config", file(application.yaml()), "--http-port", "0")) {
            server.awaitText("input topic " + application.input() + " does not exist", PATIENCE);
            JavaProcess.Answer notReady = server.get("/readyz");
            assertThat(notReady.status()).isEqualTo(503);
            assertThat(notReady.body()).contains("input topic " + application.input() + " does not exist");

            KAFKA.create(application.input(), 2);
            send(0, 500);

            server.awaitReady(200, PATIENCE);
            KAFKA.awaitCaughtUp(application.application(), application.input(), PATIENCE);
            assertRight(500);
        }
    }

    @Test
    void aSecondProcessSharesThePartitions() throws IOException {
        KAFKA.create(application.input(), 4);
        String file = file(application.yaml());

        try (JavaProcess one = JavaProcess.oddity("run", "--config", file, "--http-port", port())) {
            one.awaitReady(200, PATIENCE);
            send(0, 5_000);
            try (JavaProcess other = JavaProcess.oddity("run", "--config", file, "--http-port", port())) {
                other.awaitReady(200, PATIENCE);
                send(5_000, 10_000);
                Await.until(
                        "two partitions each",
                        PATIENCE,
                        () -> partitions(one) == 2 && partitions(other) == 2,
                        () -> partitions(one) + " and " + partitions(other));
                send(10_000, 15_000);
                KAFKA.awaitCaughtUp(application.application(), application.input(), PATIENCE);
                assertThat(restarts(one) + restarts(other)).isZero();

                other.terminate();
                other.exitCode(PATIENCE);
            }
            send(15_000, 20_000);
            KAFKA.awaitCaughtUp(application.application(), application.input(), PATIENCE);
            Await.until("all partitions again", PATIENCE, () -> partitions(one) == 4);
            assertRight(20_000);
        }
    }

    private static String port() {
        return Integer.toString(JavaProcess.freePort());
    }

    private static JsonNode ingest(JavaProcess server) {
        try {
            return new ObjectMapper()
                    .readTree(server.get("/api/v1/stats").body())
                    .get("ingest");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int partitions(JavaProcess server) {
        return StreamSupport.stream(ingest(server).spliterator(), false)
                .mapToInt(loop -> loop.get("partitions").size())
                .sum();
    }

    private static int restarts(JavaProcess server) {
        return StreamSupport.stream(ingest(server).spliterator(), false)
                .mapToInt(loop -> loop.get("restarts").asInt())
                .sum();
    }

    private void assertRight(int readings) {
        assertThat(Kafka.flat(KAFKA.read(application.scored()))).hasSize(readings);
        assertThat(Expected.difference(
                        application.config(), KAFKA.read(application.input()), KAFKA.read(application.scored())))
                .isEqualTo(Expected.Difference.NONE);
    }

    private void send(int from, int to) {
        SplittableRandom random = new SplittableRandom(from);
        for (int i = from; i < to; i++) {
            String sensor = "sensor-" + random.nextInt(50);
            String temp = Double.toString(random.nextDouble(21, 85));
            KAFKA.send(application.record(
                    System.currentTimeMillis(),
                    sensor,
                    "{\"sensor_id\":\"" + sensor + "\",\"temp\":" + temp + ",\"ts\":\"2023-09-01 12:00:00\"}"));
        }
        KAFKA.flush();
    }
}
