package io.oddity.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecimationTest {
    private record Point(int index, long millis, double value, boolean isAnomaly) {}

    @Test
    void keepsTheLowestAndTheHighestOfEachSlotInOrder() {
        Decimation<String> decimation = new Decimation<>(0, 20, 4); // two slots of 10 ms

        decimation.add(0, 5, false, "5");
        decimation.add(3, 9, false, "9");
        decimation.add(6, 7, false, "7");
        decimation.add(9, 1, false, "1");
        decimation.add(10, Double.NaN, false, "none");
        decimation.add(15, 4, false, "4");
        decimation.add(19, 99, true, "99");

        assertThat(decimation.kept()).containsExactly("9", "1", "4", "99");
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void keepsEveryAnomalyAndTheExtremesAndNoMoreThanIsAskedFor(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int max = random.nextInt(2, 100);
        List<Point> points = new ArrayList<>();
        Decimation<Point> decimation = new Decimation<>(1_000, 2_000, max);
        for (int i = 0; i < 5_000; i++) {
            Point point = new Point(i, random.nextLong(900, 2_100), random.nextDouble(-1, 1), random.nextInt(100) == 0);
            points.add(point);
            decimation.add(point.millis(), point.value(), point.isAnomaly(), point);
        }

        List<Point> kept = decimation.kept();

        List<Point> odd = points.stream().filter(Point::isAnomaly).toList();
        List<Point> calm = points.stream().filter(point -> !point.isAnomaly()).toList();
        Comparator<Point> byValue = Comparator.comparingDouble(Point::value);
        assertThat(kept)
                .containsAll(odd)
                .contains(
                        calm.stream().min(byValue).orElseThrow(),
                        calm.stream().max(byValue).orElseThrow())
                .hasSizeLessThanOrEqualTo(odd.size() + max)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(Comparator.comparingInt(Point::index));
    }
}
