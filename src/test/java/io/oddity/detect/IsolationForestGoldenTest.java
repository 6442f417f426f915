package io.oddity.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.oddity.testing.GoldenForest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Forests exported from scikit-learn say here what they said there. */
class IsolationForestGoldenTest {
    private static final int LABEL = 3;
    private static final int SUM = 4;
    private static final int SCORE = 5;
    private static final int PREDICTION = 7;

    static Stream<String> names() {
        return GoldenForest.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void sumsAreEqualAndScoresToTheLastDigitButOne(String name) {
        IsolationForest forest = GoldenForest.forest(name);
        List<double[]> expected = GoldenForest.rows(name + "_expected.csv");
        double[] rows = GoldenForest.flat(expected, 3);
        double[] sums = new double[expected.size()];
        double[] scores = new double[expected.size()];

        ((IsolationScorer) forest.scorer()).sumPathLengths(rows, sums.length, sums);
        forest.scorer().score(rows, scores.length, scores);

        assertThat(expected).hasSize(2009);
        assertThat(forest.features()).containsExactly("temperature", "vibration", "pressure");
        for (int i = 0; i < sums.length; i++) {
            assertThat(sums[i]).as("row %d", i).isEqualTo(expected.get(i)[SUM]);
            assertThat(scores[i]).as("row %d", i).isCloseTo(-expected.get(i)[SCORE], within(1e-15));
            assertThat(scores[i] > forest.threshold()).as("row %d", i).isEqualTo(expected.get(i)[PREDICTION] == -1);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void findsWhatTheManifestSays(String name) {
        IsolationForest forest = GoldenForest.forest(name);
        List<double[]> expected = GoldenForest.rows(name + "_expected.csv");
        double[] scores = new double[expected.size()];
        forest.scorer().score(GoldenForest.flat(expected, 3), scores.length, scores);
        int hits = 0;
        int falseAlarms = 0;
        for (int i = 0; i < scores.length; i++) {
            boolean isOdd = expected.get(i)[LABEL] == 1;
            hits += scores[i] > forest.threshold() && isOdd ? 1 : 0;
            falseAlarms += scores[i] > forest.threshold() && !isOdd ? 1 : 0;
        }

        JsonNode entry = GoldenForest.manifest()
                .filter(e -> e.get("model").asText().equals(name + ".json"))
                .findFirst()
                .orElseThrow();

        assertThat(hits).isEqualTo(entry.get("tp").asInt());
        assertThat(falseAlarms).isEqualTo(entry.get("fp").asInt());
        assertThat(forest.trees().stream().mapToInt(IsolationTree::size).sum())
                .isEqualTo(entry.get("total_nodes").asInt());
    }
}
