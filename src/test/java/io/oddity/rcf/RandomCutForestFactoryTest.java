package io.oddity.rcf;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.detect.Detectors;
import io.oddity.detect.OnlineDetector;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomCutForestFactoryTest {
    private final RandomCutForestFactory factory = new RandomCutForestFactory();

    @Test
    void isFoundByItsName() {
        assertThat(Detectors.named("random-cut-forest")).containsInstanceOf(RandomCutForestFactory.class);
    }

    @Test
    void defaultsAreWithinTheirRanges() {
        assertThat(factory.parameters())
                .allSatisfy(one -> assertThat(one.fallback()).isBetween(one.min(), one.max()));
    }

    @Test
    void blamesEachFeatureInBothDirections() {
        assertThat(factory.outputs(List.of("temp", "hum")))
                .containsExactly("score", "temp.high", "temp.low", "hum.high", "hum.low");
    }

    @ParameterizedTest
    @CsvSource({"10, 32, 1, 1", "10, 32, 64, 1", "10, 2048, 1, 1", "200, 32, 1, 3", "50, 256, 8, 3", "20, 300, 3, 8"})
    void whatARangeAllowsWorksAndNoStateIsLargerThanSaid(double trees, double samples, double shingle, int features) {
        Map<String, Double> parameters = Map.of("trees", trees, "samples", samples, "shingle", shingle, "seed", -1.0);
        OnlineDetector detector = Forests.detector(parameters, features);
        int slot = detector.open();
        SplittableRandom random = new SplittableRandom(1);
        int rows = Math.max(SensorForest.FREEZE_EVERY + 500, (int) (1.5 * samples));
        for (int i = 0; i < rows; i++) {
            detector.scoreAndLearn(slot, random.doubles(features).toArray(), 0, 0);
        }

        assertThat(detector.isWarm(slot)).isTrue();
        assertThat((long) detector.snapshotBytes(slot)).isLessThan(factory.largestState(parameters, features));
    }
}
