package io.oddity.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oddity.model.Missing;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** River's scores, bit by bit; {@code golden/hst/README.md} says where they come from. */
class HalfSpaceTreesGoldenTest {
    static Stream<String> files() {
        return Golden.entries("stream").map(entry -> entry.get("file").asText());
    }

    @Test
    void noStreamIsLeftOut() {
        assertThat(files()).hasSize(32);
        assertThat(files().mapToInt(file -> Golden.Rows.read(file).rows().size())
                        .sum())
                .isEqualTo(40_432);
    }

    @ParameterizedTest
    @MethodSource("files")
    void scoresAreRivers(String file) {
        JsonNode entry = Golden.entries("stream")
                .filter(one -> one.get("file").asText().equals(file))
                .findFirst()
                .orElseThrow();
        Golden.Rows golden = Golden.Rows.read(file);
        HalfSpaceTrees detector = Golden.detector(entry.get("params"), golden.features());
        int slot = detector.open();

        double[] scores = golden.rows().stream()
                .mapToDouble(row -> detector.scoreAndLearn(slot, row, 0, 0))
                .toArray();

        assertThat(scores).hasSize(entry.get("rows").asInt()).isEqualTo(golden.scores());
    }

    @Test
    void everySensorOfTheKafkaExampleScoresAsInRiver() {
        JsonNode params = Golden.entries("e2e").findFirst().orElseThrow().get("params");
        HalfSpaceTrees detector = Golden.detector(params, List.of("temp"));
        Map<String, Integer> slots = new HashMap<>();
        List<String> records = Golden.lines("a3_seed1_kafka_e2e.jsonl");

        for (String text : records) {
            JsonNode golden = Golden.parse(text);
            JsonNode reading = Golden.parse(golden.get("message").asText());
            int slot = slots.computeIfAbsent(reading.get("sensor_id").asText(), id -> detector.open());

            double feature = (reading.get("temp").asDouble() - 21) / (85 - 21);
            double score = detector.scoreAndLearn(slot, new double[] {feature}, 0, 0);

            assertThat(feature).isEqualTo(golden.get("temp_normalized").asDouble());
            assertThat(score).isEqualTo(golden.get("score").asDouble());
            assertThat(score > 0.7).isEqualTo(golden.get("anom").asBoolean());
        }

        assertThat(records).hasSize(3000);
        assertThat(slots).hasSize(5);
    }

    @Test
    void warmsUpWhenRiverDoes() {
        JsonNode probes = Golden.json("g1_score_before_learn.json");
        JsonNode params = Golden.entries("probe").findFirst().orElseThrow().get("params");
        HalfSpaceTrees detector = Golden.detector(params, List.of("value"));
        int slot = detector.open();

        assertThat(probe(detector, slot, 0.5)).isEqualTo(expected(probes, 0)).isZero();
        assertThat(probe(detector, slot, Missing.VALUE)).isEqualTo(expected(probes, 1));
        for (int i = 0; i < 29; i++) {
            detector.scoreAndLearn(slot, new double[] {i / 29.0}, 0, 0);
        }
        assertThat(detector.isWarm(slot)).isFalse();
        assertThat(probe(detector, slot, 0.5)).isEqualTo(expected(probes, 2)).isZero();
        detector.scoreAndLearn(slot, new double[] {1.0}, 0, 0);
        assertThat(detector.isWarm(slot)).isTrue();
        assertThat(probe(detector, slot, 0.5)).isEqualTo(expected(probes, 3));
        assertThat(probe(detector, slot, 0.9)).isEqualTo(expected(probes, 4));
        assertThat(probe(detector, slot, Missing.VALUE)).isEqualTo(expected(probes, 5));
        assertThat(probes).hasSize(6);
    }

    /** Scores without learning: what was learned is put back. */
    private static double probe(HalfSpaceTrees detector, int slot, double value) {
        ByteBuffer before = ByteBuffer.allocate(detector.snapshotBytes(0));
        detector.save(slot, before);
        double score = detector.scoreAndLearn(slot, new double[] {value}, 0, 0);
        detector.load(slot, before.flip());
        return score;
    }

    private static double expected(JsonNode probes, int i) {
        return probes.get(i).get(2).asDouble();
    }
}
