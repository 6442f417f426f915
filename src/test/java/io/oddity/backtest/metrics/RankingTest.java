package io.oddity.backtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RankingTest {
    private static final double EXACT = 1e-12;

    private static Ranking ranking(String readings) {
        return Ranking.of(List.of(Judged.series(readings)));
    }

    @Test
    void areasOfTheExampleInScikitLearnsDocumentation() {
        // y_true 0 0 1 1, y_score .1 .4 .35 .8: roc_auc_score 0.75, average_precision_score 0.83
        Ranking ranking = ranking("0.1 0.4 0.35x 0.8x");

        assertThat(ranking.rocAuc()).isEqualTo(0.75);
        assertThat(ranking.prAuc()).isEqualTo(0.5 * 1 + 0.5 * 2 / 3, within(EXACT));
    }

    @Test
    void equalScoresAreOneStep() {
        // pairs of x and not: 0.5 with 0.5 counts half, with 0.1 one, 0.1 with 0.5 none, with 0.1 half; so 2 of 4
        Ranking ranking = ranking("0.5x 0.5 0.1x 0.1");

        assertThat(ranking.rocAuc()).isEqualTo(0.5);
        // above 0.1: 1 of 2 with recall 1/2; all: 2 of 4 with recall 1
        assertThat(ranking.prAuc()).isEqualTo(0.5);
    }

    @Test
    void onlyScoresAboveTheThresholdAreFlagged() {
        Ranking ranking = ranking("0.5x 0.5 0.6 0.7x 0.2x 0");

        assertThat(ranking.at(0.5)).isEqualTo(new Confusion(1, 1, 2, 2));
        assertThat(ranking.at(0.4999)).isEqualTo(new Confusion(2, 2, 1, 1));
        assertThat(ranking.at(0)).isEqualTo(new Confusion(3, 2, 0, 1));
        assertThat(ranking.at(1)).isEqualTo(new Confusion(0, 0, 3, 3));
    }

    @Test
    void theBestThresholdIsTheHighestScoreThatIsNotFlagged() {
        Ranking.Cut best = ranking("0.9x 0.8x 0.7 0.6x 0.1").best();

        // above 0.7: 2 hits, 0 false, 1 miss, F1 0.8; above 0.1: 3, 1, 0, F1 6/7
        assertThat(best.threshold()).isEqualTo(0.1);
        assertThat(best.points().f1()).isEqualTo(6.0 / 7);
        assertThat(ranking("0.9x 0.8x 0.7").best().threshold()).isEqualTo(0.7);
        assertThat(ranking("0.9x 0.8x").best().threshold()).isZero();
    }

    @Test
    void aScoreOfZeroCannotBeFlagged() {
        assertThat(ranking("0x 0x 0.5x 0").best().points()).isEqualTo(new Confusion(1, 0, 2, 1));
    }

    @Test
    void withoutBothKindsThereIsNoArea() {
        assertThat(ranking("0.1 0.2").rocAuc()).isNaN();
        assertThat(ranking("0.1x 0.2x").rocAuc()).isNaN();
        assertThat(ranking("0.1 0.2").prAuc()).isNaN();
        assertThat(Ranking.of(List.of()).curve(10)).isEmpty();
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void areasAreThoseOfCountingPairsAndThresholds(long seed) {
        List<Series> all = Judged.random(seed);
        Ranking ranking = Ranking.of(all);

        List<Double> odd = scores(all, true);
        List<Double> other = scores(all, false);
        double pairs = 0;
        for (double one : odd) {
            for (double two : other) {
                pairs += one > two ? 1 : one == two ? 0.5 : 0;
            }
        }
        assertThat(ranking.rocAuc()).isEqualTo(pairs / odd.size() / other.size(), within(EXACT));
        assertThat(ranking.prAuc()).isEqualTo(averagePrecision(odd, other), within(EXACT));
        for (double threshold : List.of(0.0, 0.1, 0.25, 0.3, 0.30000000000000004, 0.9, 1.0)) {
            Confusion points = ranking.at(threshold);
            assertThat(points.hits()).isEqualTo(above(odd, threshold));
            assertThat(points.falsePositives()).isEqualTo(above(other, threshold));
            assertThat(points.misses()).isEqualTo(odd.size() - points.hits());
            assertThat(points.calm()).isEqualTo(other.size() - points.falsePositives());
            assertThat(points.f1()).isLessThanOrEqualTo(ranking.best().points().f1());
        }
        assertThat(ranking.at(ranking.best().threshold()))
                .isEqualTo(ranking.best().points());
        assertThat(ranking.curve(5)).allMatch(cut -> ranking.at(cut.threshold()).equals(cut.points()));
    }

    private static List<Double> scores(List<Series> all, boolean isLabelled) {
        List<Double> scores = new ArrayList<>();
        for (Series series : all) {
            for (int i = 0; i < series.size(); i++) {
                if (!series.isTraining(i) && series.isLabelled(i) == isLabelled) {
                    scores.add(series.score(i));
                }
            }
        }
        return scores;
    }

    private static long above(List<Double> scores, double threshold) {
        return scores.stream().filter(score -> score > threshold).count();
    }

    private static double averagePrecision(List<Double> odd, List<Double> other) {
        double area = 0;
        for (double one : odd) {
            long hits = odd.stream().filter(score -> score >= one).count();
            long rest = other.stream().filter(score -> score >= one).count();
            area += (double) hits / (hits + rest);
        }
        return area / odd.size();
    }
}
