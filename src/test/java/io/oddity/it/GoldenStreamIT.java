package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.testing.Article;
import io.oddity.testing.Expected;
import io.oddity.testing.Kafka;
import io.oddity.testing.RunningServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The article's stream through a real broker, compared with what River says; see {@code golden/hst/README.md}. */
class GoldenStreamIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Kafka KAFKA = Kafka.shared();
    private static final Article ARTICLE = Article.named("golden", KAFKA.bootstrapServers());
    private static final int PARTITIONS = 4;

    private static List<List<ConsumerRecord<byte[], byte[]>>> input;

    /** By sensor, in order. */
    private static final Map<String, List<JsonNode>> GOLDEN = new HashMap<>();

    @BeforeAll
    static void sendTheArticlesStream() throws IOException {
        KAFKA.create(ARTICLE.input(), PARTITIONS);
        // Of the last hour, because Oddity's topics forget what is older than their retention.
        long time = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
        for (JsonNode line : golden()) {
            String sensor = line.get("key").asText();
            GOLDEN.computeIfAbsent(sensor, id -> new ArrayList<>()).add(line);
            KAFKA.send(ARTICLE.record(time++, sensor, line.get("message").asText()));
        }
        KAFKA.flush();
        input = KAFKA.read(ARTICLE.input());
    }

    private static List<JsonNode> golden() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        try (InputStream in = new GZIPInputStream(
                GoldenStreamIT.class.getResourceAsStream("/golden/hst/a3_seed1_kafka_e2e.jsonl.gz"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }

    private static void judge(Article application) {
        RunningServer.whileRunning(
                application.config(),
                () -> KAFKA.awaitCaughtUp(application.application(), application.input(), Duration.ofSeconds(60)));
    }

    private static JsonNode json(ConsumerRecord<byte[], byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0} ingest, {1} scoring")
    @CsvSource({"1, 1", "1, 4", "2, 1", "2, 4"})
    void everyScoreOfTheArticleComesOutAsRiverComputesIt(int ingest, int scoring) {
        Article application = ARTICLE.again(ingest, scoring);

        judge(application);

        List<List<ConsumerRecord<byte[], byte[]>>> scored = KAFKA.read(application.scored());
        Map<String, Integer> seen = new HashMap<>();
        List<String> flagged = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : Kafka.flat(scored)) {
            JsonNode verdict = json(record);
            String sensor = verdict.get("sensor_id").asText();
            int n = seen.merge(sensor, 1, Integer::sum) - 1;
            JsonNode golden = GOLDEN.get(sensor).get(n);
            assertThat(Expected.text(record.key())).isEqualTo(sensor);
            assertThat(verdict.get("score").asDouble() == golden.get("score").asDouble())
                    .as("sensor %s, reading %d: %s, River: %s", sensor, n, verdict, golden)
                    .isTrue();
            assertThat(verdict.get("anomaly").asBoolean())
                    .isEqualTo(golden.get("anom").asBoolean());
            if (golden.get("anom").asBoolean()) {
                flagged.add(Expected.text(record.value()));
            }
        }
        assertThat(seen.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(3_000);
        assertThat(flagged).isNotEmpty();
        assertThat(Kafka.flat(KAFKA.read(application.anomalies())))
                .extracting(record -> Expected.text(record.value()))
                .containsExactlyInAnyOrderElementsOf(flagged);
    }

    @ParameterizedTest(name = "{0} ingest, {1} scoring")
    @CsvSource({"1, 1", "2, 4"})
    void verdictsStandInTheOrderOfTheirRecordsWithTheirKeysAndTimes(int ingest, int scoring) {
        Article application = ARTICLE.again(ingest, scoring);

        judge(application);

        List<List<ConsumerRecord<byte[], byte[]>>> scored = KAFKA.read(application.scored());
        assertThat(scored).hasSize(PARTITIONS);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(scored.get(partition))
                    .extracting(
                            record -> position(record) + " " + Expected.text(record.key()) + " " + record.timestamp())
                    .containsExactlyElementsOf(input.get(partition).stream()
                            .map(record -> record.partition() + ":" + record.offset() + " "
                                    + Expected.text(record.key()) + " " + record.timestamp())
                            .toList());
        }
    }

    private static String position(ConsumerRecord<byte[], byte[]> record) {
        JsonNode verdict = json(record);
        return verdict.get("partition").asInt() + ":" + verdict.get("offset").asLong();
    }

    @Test
    void theNumberOfInstancesChangesNoByte() {
        Article narrow = ARTICLE.again(1, 1);
        Article wide = ARTICLE.again(2, 4);

        judge(narrow);
        judge(wide);

        assertThat(texts(wide)).containsExactlyElementsOf(texts(narrow)).hasSize(3_000);
    }

    /** Partition by partition. */
    private static List<String> texts(Article application) {
        return Kafka.flat(KAFKA.read(application.scored())).stream()
                .map(record -> Expected.text(record.value()))
                .toList();
    }
}
