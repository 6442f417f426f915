package io.oddity.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.oddity.detect.IsolationForestTrainer.Settings;
import io.oddity.testing.GoldenForest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IsolationForestTrainerTest {
    private static final List<String> FEATURES = List.of("temperature", "vibration", "pressure");
    private static final Settings USUAL = new Settings(100, 256, 3, false, 0, 42);

    private final List<double[]> training = GoldenForest.rows("train.csv");
    private final double[] rows = GoldenForest.flat(training, 3);

    private IsolationForest train(Settings settings) {
        return IsolationForestTrainer.train(FEATURES, rows, training.size(), settings, grown -> {});
    }

    /** The share of pairs of an odd and a normal row in which the odd one has the higher score; of equal scores, half. */
    private static double rocAuc(double[] scores, boolean[] isOdd) {
        double right = 0;
        long pairs = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (isOdd[i] && !isOdd[j]) {
                    right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                    pairs++;
                }
            }
        }
        return right / pairs;
    }

    private static boolean[] isOdd(List<double[]> expected) {
        boolean[] isOdd = new boolean[expected.size()];
        for (int i = 0; i < isOdd.length; i++) {
            isOdd[i] = expected.get(i)[3] == 1;
        }
        return isOdd;
    }

    private static List<double[]> testRows(String name) {
        return GoldenForest.rows(name + "_expected.csv").stream()
                .filter(row -> Arrays.stream(row).noneMatch(Double::isNaN))
                .toList();
    }

    /**
     * One forest says little: scikit-learn's own differ between seeds by a standard deviation of 0.0049 here, and by 0.0129 with the
     * settings of the other test. So means over 100 seeds are compared; theirs are of scikit-learn 1.9.1, seeds 0 to 99, the same
     * training rows and the same test rows without the four that lack a feature.
     */
    @Test
    void findsOnAverageWhatScikitLearnFinds() {
        assertThat(meanRocAuc(seed -> new Settings(100, 256, 3, false, 0, seed)))
                .isCloseTo(0.97683, within(0.005));
    }

    @Test
    void bootstrapAndFewerFeaturesFindOnAverageWhatScikitLearnFinds() {
        assertThat(meanRocAuc(seed -> new Settings(50, 128, 2, true, 0, seed))).isCloseTo(0.94347, within(0.005));
    }

    private double meanRocAuc(LongFunction<Settings> settings) {
        List<double[]> expected = testRows("if100_auto");
        double[] testRows = GoldenForest.flat(expected, 3);
        boolean[] isOdd = isOdd(expected);
        double[] scores = new double[isOdd.length];
        return LongStream.range(0, 100)
                .mapToDouble(seed -> {
                    train(settings.apply(seed)).scorer().score(testRows, scores.length, scores);
                    return rocAuc(scores, isOdd);
                })
                .average()
                .orElseThrow();
    }

    @Test
    void aBootstrappedTreeCountsARowOnce() {
        IsolationForest forest = train(new Settings(50, 128, 2, true, 0, 42));

        assertThat(forest.trees())
                .allSatisfy(tree -> assertThat(tree.features()).hasSize(2).isSorted());
        // 128 draws of 1,000 rows meet 120.2 different ones on average: 1000 (1 - 0.999^128)
        assertThat(forest.trees().stream()
                        .mapToInt(tree -> tree.samples()[0])
                        .average()
                        .orElseThrow())
                .isCloseTo(120.2, within(1.5));
    }

    @Test
    void theSameSeedGivesTheSameTrees() {
        IsolationForest one = train(USUAL);
        IsolationForest other = train(USUAL);
        IsolationForest another = train(new Settings(100, 256, 3, false, 0, 43));

        for (int i = 0; i < 100; i++) {
            assertThat(one.trees().get(i).threshold())
                    .isEqualTo(other.trees().get(i).threshold())
                    .isNotEqualTo(another.trees().get(i).threshold());
        }
    }

    @Test
    void treesEndWhereScikitLearnsDo() {
        IsolationForest theirs = GoldenForest.forest("if100_auto");
        IsolationForest ours = train(USUAL);

        assertThat(ours.maxSamples()).isEqualTo(256);
        assertThat(ours.trees()).hasSize(100);
        assertThat(nodes(ours)).isCloseTo(nodes(theirs), within(0.05 * nodes(theirs)));
        for (IsolationTree tree : ours.trees()) {
            for (int node = 0; node < tree.size(); node++) {
                int at = node;
                assertThat(tree.isLeaf(node)
                                || tree.samples()[tree.left()[at]] + tree.samples()[tree.right()[at]]
                                        == tree.samples()[at])
                        .isTrue();
            }
        }
    }

    private static double nodes(IsolationForest forest) {
        return forest.trees().stream().mapToInt(IsolationTree::size).sum();
    }

    @Test
    void contaminationIsTheShareAboveTheThreshold() {
        IsolationForest forest = train(new Settings(100, 256, 3, false, 0.05, 42));
        double[] scores = new double[training.size()];
        forest.scorer().score(rows, scores.length, scores);

        assertThat(Arrays.stream(scores)
                        .filter(score -> score > forest.threshold())
                        .count())
                .isEqualTo(50);
        assertThat(train(USUAL).threshold()).isEqualTo(0.5);
    }

    @Test
    void rowsThatAreAllAlikeMakeLeaves() {
        IsolationForest forest =
                IsolationForestTrainer.train(List.of("x"), new double[] {5, 5, 5}, 3, USUAL, grown -> {});

        assertThat(forest.trees()).allSatisfy(tree -> assertThat(tree.size()).isEqualTo(1));
        assertThat(forest.maxSamples()).isEqualTo(3);
    }

    @Test
    void progressIsToldTreeByTree() {
        List<Integer> told = new ArrayList<>();

        IsolationForestTrainer.train(FEATURES, rows, 1000, new Settings(7, 16, 3, false, 0, 1), told::add);

        assertThat(told).isEqualTo(IntStream.rangeClosed(1, 7).boxed().toList());
    }
}
