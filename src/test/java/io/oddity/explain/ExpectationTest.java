package io.oddity.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.oddity.demo.MachinePlant;
import io.oddity.demo.TemperaturePlant;
import io.oddity.model.Explanation;
import io.oddity.model.Missing;
import io.oddity.testing.Rows;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationTest {
    private final SplittableRandom random = new SplittableRandom(1954);
    private final Expectation expectation = new Expectation(1);
    private final int slot = expectation.open();

    private static void learn(Expectation expectation, int slot, boolean isAnomaly, double... values) {
        expectation.learn(slot, Rows.reading("plant", "a", 0, 0, values), 0, isAnomaly);
    }

    private void learn(int readings, boolean isAnomaly, IntToDoubleFunction value) {
        for (int i = 0; i < readings; i++) {
            learn(expectation, slot, isAnomaly, value.applyAsDouble(i));
        }
    }

    private void learnNoise(int readings, double mean, double sigma) {
        learn(readings, false, i -> random.nextGaussian(mean, sigma));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 1, 1e12})
    void noiseAroundALevelIsExpectedToBeAtThatLevelInAnyUnit(double unit) {
        learnNoise(2_000, 50 * unit, 0.1 * unit);

        assertThat(expectation.expected(slot, 0)).isCloseTo(50 * unit, within(0.03 * unit));
        assertThat(expectation.sigma(slot, 0)).isCloseTo(0.1 * unit, within(0.015 * unit));
    }

    @Test
    void nothingIsExpectedOfTheFirstReadings() {
        learnNoise(Expectation.WARM_UP - 1, 50, 1);
        assertThat(expectation.expected(slot, 0)).isNaN();
        assertThat(expectation.sigma(slot, 0)).isNaN();

        learnNoise(1, 50, 1);
        assertThat(expectation.expected(slot, 0)).isCloseTo(50, within(1.5));
    }

    @Test
    void aDayIsFollowedAlthoughItsAverageIsSomewhereElse() {
        int beyond = 0;
        for (int i = 0; i < 10 * 288; i++) {
            double x = 20 + 10 * Math.sin(2 * Math.PI * i / 288) + random.nextGaussian(0, 0.3);
            if (i > 288) {
                double away = Math.abs(x - expectation.expected(slot, 0));
                beyond += away > Explanation.BAND * expectation.sigma(slot, 0) ? 1 : 0;
            }
            learn(expectation, slot, false, x);
        }

        assertThat(expectation.sigma(slot, 0)).isBetween(0.3, 0.8);
        assertThat(beyond).isLessThan(9 * 288 / 50);
    }

    @Test
    void anomaliesTeachNothing() {
        learnNoise(1_000, 50, 1);
        double expected = expectation.expected(slot, 0);
        double sigma = expectation.sigma(slot, 0);

        learn(1_000, true, i -> 80);

        assertThat(expectation.expected(slot, 0)).isEqualTo(expected);
        assertThat(expectation.sigma(slot, 0)).isEqualTo(sigma);
    }

    @Test
    void aFaultThatLastsIsGivenInToTheLaterTheMoreIsKnown() {
        learnNoise(200, 50, 1);
        learn(199, true, i -> 80);
        assertThat(expectation.expected(slot, 0)).isCloseTo(50, within(1.0));
        learn(1, true, i -> 80);
        assertThat(expectation.expected(slot, 0)).isEqualTo(80);

        learnNoise(2_000, 80, 1);
        learn(4_999, true, i -> 50);
        assertThat(expectation.expected(slot, 0)).isCloseTo(80, within(1.0));
        learn(1, true, i -> 50);
        assertThat(expectation.expected(slot, 0)).isEqualTo(50);
    }

    @Test
    void faultsNowAndThenDoNotAddUpToALastingOne() {
        learnNoise(200, 50, 1);
        for (int i = 0; i < 10_000; i++) {
            learn(1, i % 3 == 0, reading -> random.nextGaussian(50, 1));
            learn(1, true, reading -> 80);
            learn(1, false, reading -> random.nextGaussian(50, 1));
        }

        assertThat(expectation.expected(slot, 0)).isCloseTo(50, within(1.0));
    }

    @Test
    void aNewLevelThatIsNoAnomalyIsSoonBelieved() {
        learnNoise(5_000, 50, 1);

        learn(20, false, i -> 80);

        assertThat(expectation.expected(slot, 0)).isCloseTo(80, within(1.0));
    }

    @Test
    void aLoneSpikeThatWasNotFlaggedDoesNotWidenTheBandMuch() {
        learnNoise(1_000, 50, 1);

        learn(1, false, i -> 1e9);

        assertThat(expectation.sigma(slot, 0)).isLessThan(1.2);
        assertThat(expectation.expected(slot, 0)).isCloseTo(50, within(1.0));
    }

    @Test
    void aChannelThatStandsStillHasNoSigmaAndStaysAsItIsExpected() {
        learn(500, false, i -> 0.1);
        assertThat(expectation.expected(slot, 0)).isEqualTo(0.1);
        assertThat(expectation.sigma(slot, 0)).isZero();

        learn(10, true, i -> 1.1);
        assertThat(expectation.expected(slot, 0)).isEqualTo(0.1);
        assertThat(expectation.sigma(slot, 0)).isZero();
    }

    @Test
    void aChannelBesideAFaultyOneGoesOnLearning() {
        Expectation two = new Expectation(2);
        int machine = two.open();
        for (int i = 0; i < 400; i++) {
            boolean isFault = i >= 300;
            learn(
                    two,
                    machine,
                    isFault,
                    isFault ? 90 : random.nextGaussian(50, 1),
                    random.nextGaussian(i / 100.0, 0.1));
        }

        assertThat(two.expected(machine, 0)).isCloseTo(50, within(1.0));
        assertThat(two.expected(machine, 1)).isCloseTo(4, within(0.4));
    }

    @Test
    void whatIsMissingSaysNothing() {
        Expectation two = new Expectation(2);
        int machine = two.open();
        for (int i = 0; i < 100; i++) {
            learn(two, machine, false, random.nextGaussian(50, 1), Missing.VALUE);
        }

        assertThat(two.expected(machine, 0)).isCloseTo(50, within(1.0));
        assertThat(two.expected(machine, 1)).isNaN();
    }

    @Test
    void theLargestNumbersDoNoHarm() {
        learn(100, false, i -> i % 2 == 0 ? Double.MAX_VALUE : -Double.MAX_VALUE);
        assertThat(expectation.sigma(slot, 0)).isFinite();
    }

    @Test
    void anOddReadingAmongTheFirstIsSoonForgotten() {
        learn(4, false, i -> i % 2);
        learn(1, false, i -> 1e9);
        learn(100, false, i -> i % 2);

        assertThat(expectation.expected(slot, 0)).isCloseTo(0.5, within(0.2));
        assertThat(expectation.sigma(slot, 0)).isLessThan(1);
    }

    /** Of what is well in the demo plants, hardly anything is beyond the band; and faults, though a tenth of all, do not widen it. */
    @Test
    void bothDemoPlantsAreAsExpected() {
        MachinePlant machines = new MachinePlant(7);
        Expectation three = new Expectation(3);
        int machine = three.open();
        TemperaturePlant plant = new TemperaturePlant(7);
        int beyond = 0;
        int calm = 0;
        for (long millis = 0; millis < 5_000 * 500; millis += 500) {
            boolean isFault = machines.fault("machine-1", millis) != MachinePlant.Fault.NONE;
            double[] row = machines.values("machine-1", millis);
            boolean isKnown = millis > 100 * 500;
            for (int channel = 0; channel < 3 && isKnown && !isFault; channel++) {
                calm++;
                double away = Math.abs(row[channel] - three.expected(machine, channel));
                beyond += away > Explanation.BAND * three.sigma(machine, channel) ? 1 : 0;
            }
            learn(three, machine, isFault, row);
            double temperature = plant.temperature("3456", millis);
            learn(1, temperature > 60, i -> temperature);
        }

        assertThat(beyond).isLessThan(calm / 150);
        assertThat(three.sigma(machine, 0)).isCloseTo(3, within(0.5));
        assertThat(three.sigma(machine, 1)).isCloseTo(0.1, within(0.02));
        assertThat(three.sigma(machine, 2)).isCloseTo(2, within(0.3));
        assertThat(expectation.expected(slot, 0)).isCloseTo(24.5, within(0.4));
        assertThat(expectation.sigma(slot, 0)).isCloseTo(7 / Math.sqrt(12), within(0.2));
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void savedAndLoadedItGoesOnAsIfNothingHadHappened(long seed) {
        SplittableRandom life = new SplittableRandom(seed);
        Expectation uninterrupted = new Expectation(2);
        Expectation restored = new Expectation(2);
        int one = uninterrupted.open();
        int other = restored.open();
        for (int i = 0; i < 1_000; i++) {
            boolean isAnomaly = life.nextInt(5) == 0;
            double[] row = {life.nextGaussian(i < 500 ? 5 : 9, 1), life.nextInt(4) == 0 ? Missing.VALUE : i / 7.0};
            learn(uninterrupted, one, isAnomaly, row);
            learn(restored, other, isAnomaly, row);
            if (life.nextInt(50) == 0) {
                ByteBuffer saved = ByteBuffer.allocate(restored.snapshotBytes(other));
                restored.save(other, saved);
                restored.close(other);
                other = restored.open();
                restored.load(other, saved.flip());
            }
            for (int channel = 0; channel < 2; channel++) {
                assertThat(bits(restored.expected(other, channel)))
                        .isEqualTo(bits(uninterrupted.expected(one, channel)));
                assertThat(bits(restored.sigma(other, channel))).isEqualTo(bits(uninterrupted.sigma(one, channel)));
            }
        }
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    @Test
    void stateWithoutItLeavesItAsNew() {
        expectation.load(slot, ByteBuffer.allocate(0));
        byte[] ofHealth = new byte[100];
        Arrays.fill(ofHealth, (byte) 1);
        expectation.load(slot, ByteBuffer.wrap(ofHealth));

        assertThat(expectation.expected(slot, 0)).isNaN();
    }
}
