package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.testing.Await;
import io.oddity.testing.Expected;
import io.oddity.testing.JavaProcess;
import io.oddity.testing.Kafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar oddity.jar}: from nothing to an anomaly on screen, and to where it was after an end. */
class DemoIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BROKER = Pattern.compile("Kafka +(127\\.0\\.0\\.1:\\d+)");

    @TempDir
    private Path folder;

    @Test
    @Timeout(150)
    void showsAnAnomalySoonAndGoesOnWhereItWas() throws IOException, InterruptedException {
        String data = folder.resolve("data").toString();
        long newestBefore;
        int readingsBefore;
        Instant started = Instant.now();
        try (JavaProcess demo = JavaProcess.oddity("demo", "--http-port", "0", "--data-dir", data)) {
            int port = demo.port();
            System.out.println("demo: banner after " + millisSince(started));
            assertThat(demo.out())
                    .contains("Oddity is running: temperature, machines", "http://127.0.0.1:" + port, "/api/v1/stream");

            Instant measured = firstLiveAnomaly(port, started);

            System.out.println("demo: first live anomaly after " + millisSince(started) + ", measured "
                    + Duration.between(started, measured).toMillis() + " ms after the start");
            assertThat(Duration.between(started, Instant.now())).isLessThan(Duration.ofSeconds(60));
            Instant told = Instant.now();
            demo.terminate();
            demo.exitCode(Duration.ofSeconds(20));
            System.out.println("demo: ended " + millisSince(told) + " after SIGTERM");
            assertThat(demo.err())
                    .contains("finishing what was begun", "stopped")
                    .doesNotContain("not everything");
        }

        try (JavaProcess demo = JavaProcess.oddity("demo", "--http-port", "0", "--data-dir", data)) {
            Instant again = Instant.now();
            demo.awaitReady(200, Duration.ofSeconds(60));
            System.out.println("demo: ready " + millisSince(again) + " after the second start");
            // The past of the sensors is still being read when judging begins.
            Await.until(
                    "all sensors", Duration.ofSeconds(30), () -> sensors(demo).size() >= 10);
            assertThat(sensors(demo))
                    .contains("1234", "2345", "3456", "4567", "5678")
                    .contains("machine-1", "machine-2", "machine-3", "machine-4", "machine-5")
                    .hasSize(10);
            try (Kafka kafka = new Kafka(broker(demo))) {
                kafka.awaitCaughtUp("oddity", "sensors", Duration.ofSeconds(30));
                List<List<ConsumerRecord<byte[], byte[]>>> readings = kafka.read("sensors");
                newestBefore = readings.stream().mapToLong(DemoIT::newest).max().orElse(-1);
                readingsBefore = Kafka.flat(readings).size();
                assertThat(Kafka.flat(readings))
                        .extracting(record -> Expected.text(record.key()) + "@" + record.timestamp())
                        .doesNotHaveDuplicates();
                readings.forEach(DemoIT::assertOrdered);
                assertThat(Kafka.flat(kafka.read("scored")))
                        .extracting(DemoIT::place)
                        .doesNotHaveDuplicates()
                        .hasSizeGreaterThanOrEqualTo(readingsBefore);
            }
            // 15 minutes of history and what was measured since; a second history would be 45,000 more.
            long sinceStart = newestBefore - started.toEpochMilli();
            assertThat(readingsBefore).isBetween(45_000, 45_000 + (int) (sinceStart / 20) + 500);
        }
    }

    /** When it was measured; waits for it. */
    private static Instant firstLiveAnomaly(int port, Instant started) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/stream?anomalies=true");
        HttpClient client = HttpClient.newHttpClient();
        HttpResponse<Stream<String>> response =
                client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        boolean isFirst = true;
        Iterator<String> lines = response.body().iterator();
        while (lines.hasNext()) {
            String line = lines.next();
            if (!line.startsWith("data:")) {
                continue;
            }
            if (isFirst) {
                System.out.println("demo: first anomaly of any time after " + millisSince(started));
                isFirst = false;
            }
            JsonNode anomaly = JSON.readTree(line.substring("data:".length()));
            Instant measured = Instant.parse(anomaly.get("ts").asText());
            if (measured.isAfter(started)) {
                assertThat(anomaly.get("sensor_id").asText()).isNotEmpty();
                assertThat(anomaly.get("anomaly").asBoolean()).isTrue();
                return measured;
            }
        }
        throw new AssertionError("the stream ended");
    }

    /** Of the record that a verdict is about. */
    private static String place(ConsumerRecord<byte[], byte[]> verdict) {
        String text = Expected.text(verdict.value());
        String pipeline = text.contains("\"pipeline\":\"machines\"") ? "machines" : "temperature";
        return pipeline + ":" + verdict.partition() + ":" + Expected.offset(text);
    }

    private static List<String> sensors(JavaProcess demo) {
        try {
            return JSON.readTree(demo.get("/api/v1/sensors").body())
                    .get("sensors")
                    .findValuesAsText("sensor_id");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String broker(JavaProcess demo) {
        Matcher broker = BROKER.matcher(demo.out());
        assertThat(broker.find()).as(demo.out()).isTrue();
        return broker.group(1);
    }

    private static long newest(List<ConsumerRecord<byte[], byte[]>> readings) {
        return readings.stream().mapToLong(ConsumerRecord::timestamp).max().orElse(-1);
    }

    private static void assertOrdered(List<ConsumerRecord<byte[], byte[]>> readings) {
        assertThat(readings.stream().map(ConsumerRecord::timestamp)).isSorted();
    }

    private static String millisSince(Instant then) {
        return Duration.between(then, Instant.now()).toMillis() + " ms";
    }

    @Test
    @Timeout(90)
    void leavesNothingBehindWithoutADataFolder() throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        try (JavaProcess demo =
                JavaProcess.oddityWith(List.of("-Djava.io.tmpdir=" + temporary), "demo", "--http-port", "0")) {
            demo.port();
            assertThat(demoFolders(temporary)).hasSize(1);

            Instant told = Instant.now();
            demo.terminate();
            demo.exitCode(Duration.ofSeconds(20));
            System.out.println("demo: ended " + millisSince(told) + " after SIGTERM at once");

            assertThat(demoFolders(temporary)).isEmpty();
        }
    }

    private static List<Path> demoFolders(Path temporary) throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("oddity-demo"))
                    .toList();
        }
    }
}
