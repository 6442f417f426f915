package io.oddity.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.health.HealthSpec.Limits;
import io.oddity.model.Finding;
import io.oddity.model.Kind;
import io.oddity.model.Missing;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of fault is found, and what only looks like one is not. */
class HealthTest {
    private static Patient ofRange(double low, double high) {
        return new Patient(new HealthSpec(Set.of(Kind.values()), List.of(new Limits(low, high))));
    }

    private static double noise(SplittableRandom random) {
        return 20 + random.nextDouble();
    }

    @Test
    void aValueBeyondTheDeclaredRangeIsSeenFromTheFirstReadingOn() {
        Patient patient = ofRange(21, 85);

        assertThat(patient.at(0, -40)).isEqualTo(new Finding(Kind.RANGE, 0, -40, 21));
        assertThat(patient.at(1, 21)).isNull();
        assertThat(patient.at(2, 85)).isNull();
        assertThat(patient.at(3, 85.01)).isEqualTo(new Finding(Kind.RANGE, 0, 85.01, 85));
        assertThat(patient.at(4, Missing.VALUE)).isNull();
        assertThat(patient.at(5, Double.NaN)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "°C, -273.16, true",
        "degC, -999, true",
        "°F, -460, true",
        "°C, -273.15, false",
        "bar, -999, false",
        "'', -999, false"
    })
    void nothingIsColderThanAbsoluteZero(String unit, double value, boolean isWrong) {
        Patient patient = new Patient(new HealthSpec(Set.of(Kind.values()), List.of(Limits.of(null, unit))));

        assertThat(patient.at(0, value) != null).isEqualTo(isWrong);
    }

    @Test
    void aDeclaredRangeIsTakenAtItsWord() {
        assertThat(Limits.of(List.of(-300.0, 10.0), "°C")).isEqualTo(new Limits(-300, 10));
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void aFlatLineWhereThereNeverWasOneIsStuckUntilItEnds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Patient patient = Patient.ofOneChannel();
        for (int i = 0; i < 1_000; i++) {
            patient.at(i, noise(random));
        }
        assertThat(patient.kinds()).isEmpty();

        for (int i = 1_000; i < 1_300; i++) {
            Finding finding = patient.at(i, 20.5);

            assertThat(finding).isEqualTo(i < 1_020 ? null : new Finding(Kind.STUCK, 0, i - 999, 20));
        }

        assertThat(patient.at(1_300, noise(random))).isNull();
    }

    @Test
    void whoIsHardlyKnownIsNotStuck() {
        SplittableRandom random = new SplittableRandom(1);
        Patient patient = Patient.ofOneChannel();
        for (int i = 0; i < 300; i++) {
            patient.at(i, i < 200 ? noise(random) : 20);
        }

        assertThat(patient.kinds()).isEmpty();
    }

    @Test
    void aLineThatStaysFlatForAsLongAsTheSensorWasKnownIsHowItIs() {
        SplittableRandom random = new SplittableRandom(1);
        Patient patient = Patient.ofOneChannel();
        for (int i = 0; i < 1_000; i++) {
            patient.at(i, noise(random));
        }
        for (int i = 1_000; i < 2_000; i++) {
            patient.at(i, 5);
        }
        assertThat(patient.kinds()).hasSize(980).containsOnly(Kind.STUCK);

        assertThat(patient.at(2_000, 5)).isNull();
    }

    @Test
    void theSecondFlatLineIsSeenAsTheFirstWasAndTheThirdIsHabit() {
        SplittableRandom random = new SplittableRandom(2);
        Patient patient = Patient.ofOneChannel();
        int time = 0;
        for (int episode = 1; episode <= 3; episode++) {
            for (int i = 0; i < 1_000; i++) {
                patient.at(time++, noise(random));
            }
            for (int i = 0; i < 100; i++) {
                patient.at(time++, 5);
            }
            assertThat(patient.kinds()).hasSize(80 * Math.min(2, episode));
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void whatOftenStandsStillIsNotStuck(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Patient steps = Patient.ofOneChannel();
        Patient coarse = Patient.ofOneChannel();
        Patient constant = Patient.ofOneChannel();
        double walk = 0;
        for (int i = 0; i < 20_000; i++) {
            steps.at(i, i / 100 % 4);
            walk += random.nextDouble(-0.1, 0.1);
            coarse.at(i, Math.rint(walk));
            constant.at(i, i == 15_000 ? 21 : 20);
        }

        assertThat(steps.kinds()).isEmpty();
        assertThat(coarse.kinds()).isEmpty();
        assertThat(constant.kinds()).isEmpty();
    }

    @Test
    void aClockThatIsAheadIsSeenForAsLongAsItIs() {
        Patient patient = Patient.ofOneChannel();
        for (int i = 0; i < 500; i++) {
            assertThat(patient.at(i, i - 3 + i % 5, new double[] {i})).isNull();
        }

        for (int i = 500; i < 600; i++) {
            assertThat(patient.at(i, i + 3_600, new double[] {i})).isEqualTo(new Finding(Kind.CLOCK, -1, 3_600, 10));
        }

        assertThat(patient.at(600, 600, new double[] {600}))
                .as("it jumps back")
                .isEqualTo(new Finding(Kind.CLOCK, -1, -3_599, -60));
        assertThat(patient.at(601, 601, new double[] {601})).isNull();
    }

    @Test
    void aZoneThatWasMistakenFromTheStartIsHabit() {
        Patient patient = Patient.ofOneChannel();
        for (int i = 0; i < 500; i++) {
            assertThat(patient.at(i, i + 7_200, new double[] {i})).isNull();
        }
    }

    @Test
    void aClockThatIsResetIsSeenOnce() {
        Patient patient = Patient.ofOneChannel();
        for (int i = 0; i < 200; i++) {
            patient.at(i, i);
        }
        for (int i = 200; i < 300; i++) {
            patient.at(i, i - 1e8, new double[] {i});
        }

        assertThat(patient.kinds()).containsExactly(Kind.CLOCK);
        assertThat(patient.findings.get(200).measured()).isEqualTo(-1e8);
    }

    @Test
    void readingsThatOvertakeEachOtherAreNoFaultOfTheClock() {
        Patient slow = Patient.ofOneChannel();
        Patient buffered = Patient.ofOneChannel();
        for (int i = 0; i < 1_000; i++) {
            slow.at(300 * i, 300 * (i % 50 == 49 ? i - 2 : i), new double[] {i});
            // Kept for an hour and then sent, the newest first.
            buffered.at(i + i / 60 * 3_600, i / 60 * 3_600 - 60 * (i % 60), new double[] {i});
        }

        assertThat(slow.kinds()).isEmpty();
        assertThat(buffered.kinds()).isEmpty();
    }

    @Test
    void aRepeatedReadingIsADuplicateAsLongAsThatIsRare() {
        Patient patient = Patient.ofOneChannel();
        for (int i = 0; i < 200; i++) {
            patient.at(i, i);
        }

        for (int i = 200; i < 300; i++) {
            patient.at(i, i);
            patient.at(i + 0.1, i, new double[] {i});
        }

        assertThat(patient.kinds()).containsOnly(Kind.DUPLICATE).hasSize(5);
        assertThat(patient.findings.get(201)).isEqualTo(new Finding(Kind.DUPLICATE, -1, Double.NaN, Double.NaN));
    }

    @Test
    void equalTimesOrEqualValuesAloneAreNoDuplicates() {
        Patient patient = Patient.ofChannels(2);
        double missing = Missing.VALUE;
        for (int i = 0; i < 200; i++) {
            patient.at(i, i, 5);
        }
        for (int i = 200; i < 1_000; i++) {
            // Each channel in a record of its own, one of them constant, and twice a second.
            patient.at(i, i, new double[] {i, missing});
            patient.at(i + 0.1, i, new double[] {missing, 5});
            patient.at(i + 0.5, i, new double[] {i + 0.5, missing});
        }

        assertThat(patient.kinds()).isEmpty();
    }

    @Test
    void aNewRateIsSeenOnceAndTheOldOneIsKnown() {
        Patient patient = Patient.ofOneChannel();
        SplittableRandom random = new SplittableRandom(3);
        double time = 0;
        for (int phase = 0; phase < 6; phase++) {
            for (int i = 0; i < 400; i++) {
                time += (phase % 2 == 0 ? 10 : 2) * random.nextDouble(0.9, 1.1);
                Finding finding = patient.at(time, random.nextDouble());
                assertThat(finding != null).isEqualTo(phase == 1 && i == 19);
            }
        }
        assertThat(patient.findings.get(419).limit()).isBetween(9.5, 10.5);
        assertThat(patient.findings.get(419).measured()).isBetween(1.7, 2.3);
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void irregularSensorsAreHealthy(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Patient events = Patient.ofOneChannel();
        Patient bursts = Patient.ofOneChannel();
        Patient lossy = Patient.ofOneChannel();
        double event = 0;
        double burst = 0;
        double reading = 0;
        for (int i = 0; i < 20_000; i++) {
            event += -60 * Math.log(1 - random.nextDouble());
            events.at(event, random.nextInt(2));
            burst += Math.exp(2 + 2 * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5));
            bursts.at(burst, random.nextInt(100));
            reading += random.nextInt(10) == 0 ? 20 : 10;
            lossy.at(reading, random.nextDouble());
        }

        assertThat(events.kinds()).isEmpty();
        assertThat(bursts.kinds()).isEmpty();
        assertThat(lossy.kinds()).isEmpty();
    }

    @Test
    void theFirstThatHoldsIsTold() {
        SplittableRandom random = new SplittableRandom(4);
        Patient patient = ofRange(0, 100);
        for (int i = 0; i < 1_000; i++) {
            patient.at(i, noise(random));
        }
        for (int i = 1_000; i < 1_030; i++) {
            patient.at(i, 999);
        }
        for (int i = 1_030; i < 1_060; i++) {
            patient.at(i, i + 1_000, new double[] {99});
        }

        assertThat(patient.findings.get(1_029).kind()).isEqualTo(Kind.RANGE);
        assertThat(patient.findings.get(1_040).kind()).isEqualTo(Kind.CLOCK);
        assertThat(patient.findings.get(1_059).kind()).isEqualTo(Kind.STUCK);
    }

    @Test
    void whatIsNotLookedForIsNotTold() {
        Patient patient = new Patient(new HealthSpec(Set.of(Kind.STUCK), List.of(new Limits(0, 1))));

        for (int i = 0; i < 200; i++) {
            assertThat(patient.at(i, 5)).isNull();
        }
        assertThat(patient.silentAtMillis()).isEqualTo(Health.NEVER);
    }
}
