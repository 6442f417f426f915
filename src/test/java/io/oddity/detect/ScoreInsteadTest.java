package io.oddity.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.oddity.model.Missing;
import io.oddity.testing.Seeds;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a row would have got had it been another one, and who is to blame for what it got. */
class ScoreInsteadTest {
    private static final int ROWS = 1_000;
    private static final long FIVE_MINUTES = 300_000_000L;

    static Stream<Arguments> seedsAndDetectors() {
        return Seeds.seeds().boxed().flatMap(seed -> Stream.of("auto", "half-space-trees")
                .flatMap(type -> Stream.of(1, 3).map(features -> arguments(seed, type, features))));
    }

    private static Supplier<OnlineDetector> detectors(String type, int features) {
        List<String> names = IntStream.range(0, features).mapToObj(i -> "f" + i).toList();
        Map<String, Double> parameters =
                type.equals("auto") ? Map.of() : Map.of("trees", 5.0, "height", 4.0, "window", 20.0, "seed", 42.0);
        return Detectors.named(type).orElseThrow().configure(parameters, names);
    }

    /** Values between 0 and 1, some far out, some missing. */
    private static double[] row(SplittableRandom random, int features) {
        double[] row = new double[features];
        Arrays.setAll(
                row,
                i -> random.nextInt(20) == 0
                        ? Missing.VALUE
                        : random.nextDouble() * (random.nextInt(30) == 0 ? 50 : 0.3));
        return row;
    }

    @ParameterizedTest(name = "-Doddity.seed={0} {1} {2}")
    @MethodSource("seedsAndDetectors")
    void isTheScoreThatATwinGivesTheOtherRow(long seed, String type, int features) {
        SplittableRandom random = new SplittableRandom(seed);
        OnlineDetector asked = detectors(type, features).get();
        OnlineDetector neverAsked = detectors(type, features).get();
        // Another sensor's slot comes first, so that a slot is not where all begins.
        asked.open();
        neverAsked.open();
        int slot = asked.open();
        neverAsked.open();
        for (int i = 0; i < ROWS; i++) {
            double[] row = row(random, features);
            double[] other = row(random, features);
            long time = i * FIVE_MINUTES;
            ByteBuffer before = ByteBuffer.allocate(asked.snapshotBytes(slot));
            asked.save(slot, before);

            asked.remember(slot);
            double score = asked.scoreAndLearn(slot, row, 0, time);
            double instead = asked.scoreInstead(slot, other.clone(), time);

            OnlineDetector twin = detectors(type, features).get();
            int twinSlot = twin.open();
            twin.load(twinSlot, before.flip());
            assertThat(instead).isEqualTo(twin.scoreAndLearn(twinSlot, other, 0, time));
            assertThat(asked.scoreInstead(slot, row.clone(), time)).isEqualTo(score);
            assertThat(score).isEqualTo(neverAsked.scoreAndLearn(slot, row, 0, time));
        }
    }

    @Test
    void whoWasNotToldToRememberDoesNotKnow() {
        OnlineDetector auto = detectors("auto", 1).get();
        int slot = auto.open();
        double[] row = {1};

        auto.scoreAndLearn(slot, row, 0, 0);
        assertThat(auto.scoreInstead(slot, row, 0)).isNaN();
        auto.remember(slot);
        auto.scoreAndLearn(slot, row, 0, 1);
        assertThat(auto.scoreInstead(slot, row, 1)).isZero();
        auto.scoreAndLearn(slot, row, 0, 2);
        assertThat(auto.scoreInstead(slot, row, 2)).isNaN();
    }

    @Test
    void blamesTheChannelThatIsNew() {
        OnlineDetector auto = detectors("auto", 3).get();
        int slot = auto.open();
        SplittableRandom random = new SplittableRandom(7);
        double[] shares = new double[3];
        for (int i = 0; i < 500; i++) {
            auto.scoreAndLearn(
                    slot,
                    new double[] {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()},
                    0,
                    i * FIVE_MINUTES);
        }

        auto.scoreAndLearn(slot, new double[] {0, 40, 0}, 0, 500 * FIVE_MINUTES);

        assertThat(auto.attribute(shares)).isTrue();
        assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-12));
        assertThat(shares[1]).isGreaterThan(0.8);
    }

    /** Two channels are copies of each other, until one of them stands still: no value is new, but they do not fit together. */
    @Test
    void blamesTheChannelsThatDoNotFitTogether() {
        OnlineDetector auto = detectors("auto", 3).get();
        int slot = auto.open();
        SplittableRandom random = new SplittableRandom(7);
        double[] shares = new double[3];
        int known = 0;
        int others = 0;
        for (int i = 0; i < 700; i++) {
            double x = random.nextGaussian();
            boolean isWrong = i > 600;
            double[] row = {x, isWrong ? -x : x + 0.01 * random.nextGaussian(), random.nextGaussian()};
            double score = auto.scoreAndLearn(slot, row, 0, i * FIVE_MINUTES);
            if (isWrong && score > 0.5 && auto.attribute(shares)) {
                known++;
                assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-12));
                others += shares[2] > 0.2 ? 1 : 0;
            }
        }

        assertThat(known).isGreaterThan(60);
        assertThat(others).isLessThan(known / 10);
    }
}
