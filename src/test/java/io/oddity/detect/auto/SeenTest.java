package io.oddity.detect.auto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeenTest {
    private final Layout layout = new Layout();
    private final Seen seen = new Seen(layout, 512, 2);
    private final long[] state = new long[layout.words()];

    @Test
    void knowsNoDistanceBeforeAnythingWasTold() {
        assertThat(seen.distance(state, 0, 0, 5)).isZero();
    }

    @Test
    void aRowThatWasToldNothingIsInfinitelyFar() {
        seen.tell(state, 0, 0, 5);

        assertThat(seen.distance(state, 0, 1, 5)).isInfinite();
    }

    /** A bit is at most four times the span of all values over 512 wide, and stands for its centre. */
    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void distancesAreThoseToAllValuesTold(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TreeSet<Double> told = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            double x = 1_000 * random.nextDouble() * random.nextDouble() - 300;
            seen.tell(state, 0, 0, x);
            told.add(x);
            double coarse = i < 1 ? 1e-6 : 8 * (told.last() - told.first()) / 512;
            double asked = 2_000 * random.nextDouble() - 1_000;
            double[] gaps = told.stream()
                    .mapToDouble(value -> Math.abs(value - asked))
                    .sorted()
                    .toArray();

            seen.find(state, 0, asked);

            assertThat(seen.distance(state, 0, 0, asked)).isEqualTo(seen.nearest);
            assertThat(seen.nearest).isCloseTo(gaps[0], within(coarse));
            assertThat(seen.second).isGreaterThanOrEqualTo(seen.nearest);
            assertThat(seen.distance(state, 0, 0, x)).isZero();
            if (asked > told.last() + coarse || asked < told.first() - coarse) {
                assertThat(seen.isAbove).isEqualTo(asked > told.last());
            }
        }
    }

    @Test
    void whatIsPouredIsThereAndNoLongerWhereItWas() {
        seen.tell(state, 0, 0, 5);
        seen.tell(state, 0, 1, 105);

        seen.pour(state, 0, 1, 0);

        assertThat(seen.distance(state, 0, 0, 105)).isZero();
        assertThat(seen.distance(state, 0, 0, 5)).isZero();
        assertThat(seen.distance(state, 0, 1, 105)).isInfinite();
    }
}
