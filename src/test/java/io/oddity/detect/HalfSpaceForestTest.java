package io.oddity.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.oddity.detect.HalfSpaceForest.Range;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HalfSpaceForestTest {
    @ParameterizedTest
    @ValueSource(strings = {"tree_seed1.json", "tree_defaults_limits3.json"})
    void splitsWhereRiverSplits(String file) {
        JsonNode golden = Golden.json(file);
        List<String> features = features(golden);

        HalfSpaceForest forest = Golden.forest(golden.get("params"), features);

        assertThat(golden.get("trees")).hasSize(forest.trees());
        for (int tree = 0; tree < forest.trees(); tree++) {
            JsonNode expected = golden.get("trees").get(tree);
            assertThat(thresholds(forest, tree)).isEqualTo(Golden.doubles(expected.get("threshold")));
            assertThat(names(forest, tree, features)).isEqualTo(texts(expected.get("feature")));
        }
    }

    @Test
    void splitsWhereRiverSplitsDownToFifteenLevels() throws GeneralSecurityException {
        JsonNode golden = Golden.json("tree_height15_s99.digest.json");

        HalfSpaceForest forest = Golden.forest(golden.get("params"), features(golden));

        assertThat(forest.trees()).isEqualTo(2);
        for (int tree = 0; tree < 2; tree++) {
            JsonNode expected = golden.get("trees").get(tree);
            double[] thresholds = thresholds(forest, tree);
            assertThat(Arrays.copyOf(thresholds, 255)).isEqualTo(Golden.doubles(expected.get("threshold_first_255")));
            assertThat(sha256(thresholds))
                    .isEqualTo(expected.get("threshold_sha256").asText());
        }
    }

    @Test
    void theOrderOfFeaturesInARowMovesNoSplit() {
        List<String> features = List.of("f0", "f10", "f2", "\uffff", "\ud83d\ude00");
        List<String> turned = List.of("\ud83d\ude00", "\uffff", "f2", "f10", "f0");

        HalfSpaceForest forest = forest(features);
        HalfSpaceForest other = forest(turned);

        assertThat(other.threshold()).isEqualTo(forest.threshold());
        assertThat(names(other, 0, turned)).isEqualTo(names(forest, 0, features));
    }

    @Test
    void namesAreSortedByCodePointAsInPython() {
        // In UTF-16 the emoji starts with U+D83D and would come before U+FFFF.
        HalfSpaceForest forest =
                new HalfSpaceForest(1, 1, BigInteger.valueOf(42), List.of("\ud83d\ude00", "\uffff"), Map.of());

        // random.Random(42).random() is 0.639..., so of two equal weights the second is chosen: the emoji, index 0 of a
        // row.
        assertThat(forest.feature()).containsExactly(0);
    }

    @Test
    void refusesWhatIsNotAForest() {
        assertThatIllegalArgumentException().isThrownBy(() -> forest(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> forest(List.of("a", "a")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Range(1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Range(0, Double.NaN));
    }

    private static HalfSpaceForest forest(List<String> features) {
        return new HalfSpaceForest(3, 6, BigInteger.valueOf(42), features, Map.of());
    }

    private static List<String> features(JsonNode golden) {
        List<String> names = new ArrayList<>();
        golden.get("first_x").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static double[] thresholds(HalfSpaceForest forest, int tree) {
        int splits = forest.splitsPerTree();
        return Arrays.copyOfRange(forest.threshold(), tree * splits, (tree + 1) * splits);
    }

    private static List<String> names(HalfSpaceForest forest, int tree, List<String> features) {
        int splits = forest.splitsPerTree();
        return Arrays.stream(forest.feature(), tree * splits, (tree + 1) * splits)
                .mapToObj(features::get)
                .toList();
    }

    private static String sha256(double[] numbers) throws GeneralSecurityException {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Double.BYTES);
        bytes.asDoubleBuffer().put(numbers);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    }
}
