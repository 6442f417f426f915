package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.testing.Article;
import io.oddity.testing.JavaProcess;
import io.oddity.testing.Kafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on what lies in a topic, with the jar as it is delivered. */
class TrainIT {
    private static final Kafka KAFKA = Kafka.shared();
    private static final Instant BEGIN = Instant.parse("2026-11-20T14:00:00Z");

    private final Article application = Article.named("train", KAFKA.bootstrapServers());

    @TempDir
    private Path folder;

    private void send(int second, String value) {
        KAFKA.send(new ProducerRecord<>(
                application.input(),
                null,
                BEGIN.plusSeconds(second).toEpochMilli(),
                null,
                value.getBytes(StandardCharsets.UTF_8)));
    }

    private JsonNode train(String... arguments) throws IOException {
        String[] all = Stream.concat(
                        Stream.of(
                                "train",
                                "--model",
                                "isolation-forest",
                                "--models",
                                folder.resolve("models").toString(),
                                "--json"),
                        Arrays.stream(arguments))
                .toArray(String[]::new);
        try (JavaProcess process = JavaProcess.oddity(all)) {
            assertThat(process.exitCode(Duration.ofSeconds(60)))
                    .as(process.err())
                    .isZero();
            return new ObjectMapper().readTree(process.out());
        }
    }

    @Test
    void aSpanOfATopicTrainsWhatTheSameRowsInAFileDo() throws IOException {
        KAFKA.create(application.input(), 1);
        SplittableRandom random = new SplittableRandom(11);
        StringBuilder csv = new StringBuilder("temp\n");
        for (int second = 0; second < 600; second++) {
            double temp = random.nextDouble(21, 85);
            String measured = "2026-11-20 14:%02d:%02d".formatted(second / 60, second % 60);
            send(second, "{\"sensor_id\":\"s%d\",\"ts\":\"%s\",\"temp\":%s}".formatted(second % 3, measured, temp));
            if (second == 300) {
                send(second, "no reading");
            }
            if (second >= 120 && second < 480) {
                csv.append((temp - 21) / (85 - 21)).append('\n'); // as the pipeline's range scales it
            }
        }
        KAFKA.flush();
        Path config = Files.writeString(folder.resolve("oddity.yaml"), application.yaml());
        Path file = Files.writeString(folder.resolve("rows.csv"), csv.toString());

        JsonNode ofTopic = train(
                "--config",
                config.toString(),
                "--pipeline",
                "temperature",
                "--from",
                BEGIN.plusSeconds(120).toString(),
                "--to",
                BEGIN.plusSeconds(480).toString());
        JsonNode ofFile = train(file.toString());

        assertThat(ofTopic.path("rows").asInt()).isEqualTo(360);
        assertThat(ofTopic.path("sha256").asText())
                .isEqualTo(ofFile.path("sha256").asText());
        assertThat(ofTopic.path("version").asInt()).isEqualTo(1);
        assertThat(ofFile.path("version").asInt()).isEqualTo(2);
    }
}
