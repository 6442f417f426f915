package io.oddity.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held against going down each tree. */
class HalfSpaceCellsTest {
    private static HalfSpaceForest forest(int trees, int height, double low, double high) {
        return new HalfSpaceForest(
                trees, height, BigInteger.valueOf(42), List.of("x"), Map.of("x", new HalfSpaceForest.Range(low, high)));
    }

    /** The leaves, tree after tree, counted through all of them. */
    private static List<Integer> walk(HalfSpaceForest forest, double value) {
        List<Integer> leaves = new ArrayList<>();
        int splits = forest.splitsPerTree();
        for (int tree = 0; tree < forest.trees(); tree++) {
            int node = 0;
            for (int depth = 0; depth < forest.height(); depth++) {
                node = 2 * node + (value < forest.threshold()[tree * splits + node] ? 1 : 2);
            }
            leaves.add(tree * (splits + 1) + node - splits);
        }
        return leaves;
    }

    private static List<Integer> cell(HalfSpaceForest forest, HalfSpaceCells cells, double value) {
        int from = cells.of(value);
        return Arrays.stream(cells.leaves(), from, from + forest.trees())
                .boxed()
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "5, 3, 21, 85",
        "1, 1, 0, 1",
        "10, 4, -1e300, 1e300",
        "7, 3, 0, 1e-300",
        "3, 2, 1, 1.00000000000001",
        "1, 7, 5, 6"
    })
    void aValueReachesTheLeavesThatAWalkWouldReach(int trees, int height, double low, double high) {
        HalfSpaceForest forest = forest(trees, height, low, high);
        HalfSpaceCells cells = HalfSpaceCells.of(forest);
        SplittableRandom random = new SplittableRandom(7);
        DoubleStream anywhere = random.doubles(2_000, -0.5, 1.5).map(share -> low + share * (high - low));
        DoubleStream atCuts = Arrays.stream(forest.threshold())
                .flatMap(cut -> DoubleStream.of(Math.nextDown(cut), cut, Math.nextUp(cut)));
        DoubleStream far = DoubleStream.of(
                Double.NEGATIVE_INFINITY, -Double.MAX_VALUE, 0, Double.MAX_VALUE, Double.POSITIVE_INFINITY);

        for (DoubleStream values : List.of(anywhere, atCuts, far)) {
            values.forEach(value ->
                    assertThat(cell(forest, cells, value)).as("%s", value).isEqualTo(walk(forest, value)));
        }
    }

    @Test
    void onlySmallForestsOfOneFeatureHaveThem() {
        HalfSpaceForest two = new HalfSpaceForest(5, 3, BigInteger.ONE, List.of("x", "y"), Map.of());

        assertThat(HalfSpaceCells.of(two)).isNull();
        assertThat(HalfSpaceCells.of(forest(25, 8, 0, 1))).isNull();
        assertThat(HalfSpaceCells.of(forest(5, 0, 0, 1))).isNull();
        assertThat(HalfSpaceCells.of(forest(5, 3, 0, 1))).isNotNull();
        assertThat(HalfSpaceCells.of(forest(10, 8, 0, 1))).isNotNull();
    }
}
