package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.testing.Article;
import io.oddity.testing.JavaProcess;
import io.oddity.testing.Kafka;
import io.oddity.testing.RunningServer;
import io.oddity.testing.Sensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was judged live is judged again from the topic's offsets: every verdict must be the same, byte by byte. */
class BacktestIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Kafka KAFKA = Kafka.shared();
    private static final Article LIVE = Article.named("backtest", KAFKA.bootstrapServers());
    private static final int PARTITIONS = 3;
    private static final int READINGS = 12_000;

    @TempDir
    private static Path folder;

    private static String config;

    @BeforeAll
    static void judgeLive() throws IOException {
        KAFKA.create(LIVE.input(), PARTITIONS);
        Sensors sensors = new Sensors(KAFKA, LIVE, 40, new SplittableRandom(42));
        // Twice, so that the second half is judged after a restart, with restored state, on other shards.
        RunningServer.whileRunning(LIVE.config(), () -> {
            sensors.sendUpTo(READINGS / 2);
            KAFKA.send(LIVE.record(System.currentTimeMillis(), "sensor-1", "no reading"));
            KAFKA.flush();
            KAFKA.awaitCaughtUp(LIVE.application(), LIVE.input(), PATIENCE);
        });
        Article wider =
                new Article(LIVE.application(), LIVE.input(), LIVE.bootstrapServers(), 1, 4, "", LIVE.detector());
        RunningServer.whileRunning(wider.config(), () -> {
            sensors.sendUpTo(READINGS);
            KAFKA.awaitCaughtUp(LIVE.application(), LIVE.input(), PATIENCE);
        });
        config = Files.writeString(folder.resolve("oddity.yaml"), LIVE.yaml()).toString();
    }

    private static JsonNode backtest(int exitCode, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("backtest", "--config", config, "--data", "topic", "--json"));
        words.addAll(List.of(arguments));
        try (JavaProcess process = JavaProcess.oddity(words.toArray(String[]::new))) {
            assertThat(process.exitCode(PATIENCE)).as(process.err()).isEqualTo(exitCode);
            return new ObjectMapper().readTree(process.out());
        }
    }

    /** Of the verdicts that stand in the topic, partition after partition. */
    private static String digestOfLive(int... ends) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        List<List<ConsumerRecord<byte[], byte[]>>> scored = KAFKA.read(LIVE.scored());
        for (int partition = 0; partition < scored.size(); partition++) {
            List<ConsumerRecord<byte[], byte[]>> records = scored.get(partition);
            int end = ends.length == 0 ? records.size() : ends[partition];
            for (ConsumerRecord<byte[], byte[]> record : records.subList(0, end)) {
                digest.update(record.value());
                digest.update((byte) '\n');
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    void theSameOffsetsGiveTheVerdictsThatWereGivenLive() throws Exception {
        String live = digestOfLive();

        JsonNode report = backtest(0, "--expect-digest", live);

        assertThat(report.at("/readings").asInt()).isEqualTo(READINGS);
        assertThat(report.at("/rejected").asInt()).isEqualTo(1);
        assertThat(report.at("/digest").asText()).isEqualTo(live);
        assertThat(report.at("/sensors")).hasSize(40);
    }

    @Test
    void offsetsThatARunNamesCanBeJudgedAgain() throws Exception {
        JsonNode some = backtest(0, "--offsets", "0:0-100,1:0-0,2:0-50");

        assertThat(some.at("/readings").asInt()).isEqualTo(150);
        assertThat(some.at("/data").asText()).endsWith("--offsets 0:0-100,1:0-0,2:0-50");
        assertThat(some.at("/digest").asText()).isEqualTo(digestOfLive(100, 0, 50));
        backtest(
                1,
                "--offsets",
                "0:0-101,1:0-0,2:0-50",
                "--expect-digest",
                some.at("/digest").asText());
    }

    @Test
    void aTopicThatIsNotThereIsNamed() throws IOException {
        String other = Files.writeString(
                        folder.resolve("other.yaml"), LIVE.yaml().replace("topic: " + LIVE.input(), "topic: nowhere"))
                .toString();

        try (JavaProcess process = JavaProcess.oddity("backtest", "--config", other, "--data", "topic")) {
            assertThat(process.exitCode(PATIENCE)).isEqualTo(1);
            assertThat(process.err()).contains("does not give topic nowhere: topic nowhere does not exist");
        }
    }
}
