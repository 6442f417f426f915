package io.oddity.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oddity.testing.GoldenForest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IsolationForestTest {
    private static final int[] LEAF_RIGHT = {2, -1, -1};

    /** A root that cuts its only feature at a threshold: one row left of it, two right of it. */
    private static IsolationForest stump(double threshold) {
        IsolationTree tree = new IsolationTree(
                new int[] {0},
                new int[] {0, -2, -2},
                new double[] {threshold, -2, -2},
                new int[] {1, -1, -1},
                LEAF_RIGHT,
                new int[] {3, 1, 2},
                new boolean[3]);
        return new IsolationForest(List.of("x"), List.of(tree), 3, 0.5);
    }

    private static boolean goesLeft(double threshold, double value) {
        double[] sum = new double[1];
        ((IsolationScorer) stump(threshold).scorer()).sumPathLengths(new double[] {value}, 1, sum);
        // Left: one step to a leaf of 1 row; right: one step to a leaf of 2 rows, which takes one more on average.
        assertThat(sum[0]).isIn(1.0, 2.0);
        return sum[0] == 1.0;
    }

    static Stream<Arguments> comparisons() {
        double[] edges = {
            0.0,
            -0.0,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            0.1,
            -0.1,
            0.1f,
            -0.1f,
            Math.nextUp(0.1f),
            1,
            -1,
            Math.nextUp(1.0),
            Math.nextDown(1.0),
            1e30,
            -1e30,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            1e300,
            -1e300
        };
        return Arrays.stream(edges).boxed().flatMap(threshold -> Arrays.stream(edges)
                .mapToObj(value -> Arguments.of(threshold, value)));
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void aValueIsComparedAsAFloatWithADouble(double threshold, double value) {
        assertThat(goesLeft(threshold, value)).isEqualTo((double) (float) value <= threshold);
    }

    @Test
    void aRowsScoreDoesNotDependOnItsBatch() {
        IsolationForest forest = GoldenForest.forest("if100_auto");
        double[] rows = GoldenForest.flat(GoldenForest.rows("if100_auto_expected.csv"), 3);
        int n = 1_000;
        double[] together = new double[n];
        forest.scorer().score(rows, n, together);

        BatchModel model = forest.scorer();
        double[] alone = new double[1];
        for (int row = 0; row < n; row++) {
            model.score(Arrays.copyOfRange(rows, row * 3, row * 3 + 3), 1, alone);
            assertThat(alone[0]).as("row %d", row).isEqualTo(together[row]);
        }
    }

    @Test
    void whatStandsBehindTheBatchIsLeftAlone() {
        double[] scores = {7, 7, 7};

        stump(0).scorer().score(new double[] {1, 2, 3}, 2, scores);

        assertThat(scores[2]).isEqualTo(7);
        assertThat(scores[0]).isEqualTo(scores[1]).isBetween(0.0, 1.0);
    }

    @Test
    void aForestOfSingleRowsKnowsNothing() {
        IsolationTree tree = new IsolationTree(
                new int[] {0},
                new int[] {-2},
                new double[] {-2},
                new int[] {-1},
                new int[] {-1},
                new int[] {1},
                new boolean[1]);
        double[] scores = new double[1];

        new IsolationForest(List.of("x"), List.of(tree), 1, 0.5).scorer().score(new double[] {3}, 1, scores);

        // scikit-learn 1.9.1 says so too: the denominator would be zero.
        assertThat(scores[0]).isEqualTo(0.5);
    }

    static Stream<Arguments> noTrees() {
        return Stream.of(
                Arguments.of(new int[] {3, -1, -1}, LEAF_RIGHT, "left[0]: must be from 0 to 2, was 3"),
                Arguments.of(new int[] {-7, -1, -1}, LEAF_RIGHT, "left[0]: must be from 0 to 2, was -7"),
                Arguments.of(new int[] {0, -1, -1}, LEAF_RIGHT, "left[0]: node 0 has a parent already, or is the root"),
                Arguments.of(
                        new int[] {2, -1, -1}, LEAF_RIGHT, "right[0]: node 2 has a parent already, or is the root"),
                Arguments.of(new int[] {-1, -1, -1}, LEAF_RIGHT, "right[0]: must be -1 in a leaf"),
                Arguments.of(new int[] {1, -1}, LEAF_RIGHT, "left: has 2 entries where feature has 3"));
    }

    @ParameterizedTest
    @MethodSource("noTrees")
    void whatIsNoTreeIsRefused(int[] left, int[] right, String message) {
        assertThatThrownBy(() -> new IsolationTree(
                        new int[] {0},
                        new int[] {0, -2, -2},
                        new double[] {0, -2, -2},
                        left,
                        right,
                        new int[] {3, 1, 2},
                        new boolean[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
