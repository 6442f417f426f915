package io.oddity.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.oddity.feature.Gatherer.Outcome;
import io.oddity.model.Missing;
import io.oddity.model.Readings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows over a sensor's readings, against the same computed from all its readings. */
class GathererTest {
    private static final long SECOND = 1_000_000;

    private static Readings readings(long[] seconds, double[]... rows) {
        Readings.Builder readings = new Readings.Builder("p", 1, 0, rows[0].length);
        for (int i = 0; i < rows.length; i++) {
            readings.add("s", i, 0, seconds[i] * SECOND, rows[i]);
        }
        return readings.build();
    }

    /** What one feature says of each value, one a second. */
    private static double[] rolled(Window window, Take take, double... values) {
        Gatherer gatherer = new Gatherer(new Features(List.of(Feature.of("f", 0, window, take))));
        int slot = gatherer.open();
        double[] out = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            gatherer.gather(slot, readings(new long[] {i}, new double[] {values[i]}), 0, out, i);
        }
        return out;
    }

    @Test
    void aMeanIsOverTheReadingAndThoseBefore() {
        assertThat(rolled(Window.ofRows(3), Take.MEAN, 1, 2, 6, 10)).containsExactly(1, 1.5, 3, 6);
    }

    @Test
    void aDeviationIsThatOfASample() {
        double[] stds = rolled(Window.ofRows(3), Take.STD, 1, 2, 6, 10);

        assertThat(Missing.is(stds[0])).isTrue();
        assertThat(stds[2]).isEqualTo(Math.sqrt((4 + 1 + 9) / 2.0));
        assertThat(stds[3]).isEqualTo(4);
    }

    @Test
    void knowsTheLeastAndTheGreatest() {
        assertThat(rolled(Window.ofRows(2), Take.MIN, 3, 1, 2, 5)).containsExactly(3, 1, 1, 2);
        assertThat(rolled(Window.ofRows(2), Take.MAX, 3, 1, 2, 5)).containsExactly(3, 3, 2, 5);
    }

    @Test
    void aSlopeIsByTheSecond() {
        double[] slopes = rolled(Window.ofMicros(3 * SECOND), Take.SLOPE, 5, 7, 9, 8);

        assertThat(Missing.is(slopes[0])).isTrue();
        assertThat(slopes[1]).isEqualTo(2);
        assertThat(slopes[2]).isEqualTo(2);
        assertThat(slopes[3]).isCloseTo(0.5, within(1e-12)); // of 7, 9, 8
    }

    @Test
    void aRateIsFromFirstToLast() {
        assertThat(rolled(Window.ofRows(3), Take.RATE, 5, 7, 10, 10)).endsWith(2, 2.5, 1.5);
    }

    @Test
    void theFirstOfAWindowIsALag() {
        assertThat(rolled(Window.ofRows(3), Take.FIRST, 1, 2, 3, 4)).endsWith(1, 2);
    }

    @Test
    void isWarmWhenItsWindowsAreFull() {
        Gatherer gatherer = new Gatherer(new Features(List.of(
                Feature.of("rows", 0, Window.ofRows(2), Take.MEAN),
                Feature.of("time", 0, Window.ofMicros(2 * SECOND), Take.MEAN))));
        int slot = gatherer.open();
        List<Boolean> warm = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            gatherer.gather(slot, readings(new long[] {i}, new double[] {i}), 0, new double[2], 0);
            warm.add(gatherer.isWarm(slot));
        }

        assertThat(warm).containsExactly(false, false, true, true);
    }

    @Test
    void aReadingThatComesLateCountsAtItsTimeUnlessItIsTooLate() {
        Features features = new Features(
                List.of(Feature.of("mean", 0, Window.ofMicros(10 * SECOND), Take.MEAN)), List.of(), 5 * SECOND);
        Gatherer gatherer = new Gatherer(features);
        int slot = gatherer.open();
        Readings readings = readings(
                new long[] {0, 8, 4, 2, 12},
                new double[] {1},
                new double[] {3},
                new double[] {5},
                new double[] {90},
                new double[] {7});
        double[] out = new double[5];
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            outcomes.add(gatherer.gather(slot, readings, i, out, i));
        }

        assertThat(outcomes)
                .containsExactly(Outcome.GATHERED, Outcome.GATHERED, Outcome.GATHERED, Outcome.LATE, Outcome.GATHERED);
        // Of 0 s; 0, 8; 0, 4; 0 alone, as what is too late is not kept; 4, 8, 12 as the window ends behind 2 s.
        assertThat(out).containsExactly(1, 2, 3, 1, 5);
    }

    @Test
    void fillsWhatIsMissing() {
        Features features = new Features(
                List.of(Feature.plain("a", 0), Feature.plain("b", 1), Feature.plain("c", 2)),
                List.of(Fill.LAST, Fill.fixed(7), Fill.NONE),
                0);
        Gatherer gatherer = new Gatherer(features);
        int slot = gatherer.open();
        double missing = Missing.VALUE;
        Readings readings = readings(
                new long[] {0, 1, 2}, new double[] {missing, 1, 1}, new double[] {5, 2, missing}, new double[] {
                    missing, missing, 3
                });
        double[] out = new double[9];
        for (int i = 0; i < 3; i++) {
            gatherer.gather(slot, readings, i, out, 3 * i);
        }

        assertThat(Missing.is(out[0])).isTrue();
        assertThat(out[3]).isEqualTo(5);
        assertThat(Missing.is(out[5])).isTrue();
        assertThat(Arrays.copyOfRange(out, 6, 9)).containsExactly(5, 7, 3);
    }

    @Test
    void skipsAReadingWithoutAChannelThatMustBeThere() {
        Features features = new Features(
                List.of(Feature.of("mean", 0, Window.ofRows(2), Take.MEAN)), List.of(Fill.NONE, Fill.SKIP), 0);
        Gatherer gatherer = new Gatherer(features);
        int slot = gatherer.open();
        Readings readings = readings(
                new long[] {0, 1, 2}, new double[] {1, 0}, new double[] {9, Missing.VALUE}, new double[] {3, 0});
        double[] out = new double[3];

        gatherer.gather(slot, readings, 0, out, 0);
        assertThat(gatherer.gather(slot, readings, 1, out, 1)).isEqualTo(Outcome.SKIPPED);
        gatherer.gather(slot, readings, 2, out, 2);

        assertThat(out).containsExactly(1, 0, 2);
    }

    @Test
    void keepsNothingWhenNothingLooksBack() {
        Gatherer gatherer = new Gatherer(new Features(List.of(Feature.plain("a", 0))));

        assertThat(gatherer.snapshotBytes(gatherer.open())).isZero();
    }

    /** Everything at once: saved and loaded anywhere, it goes on bit by bit as if nothing had happened. */
    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void aSnapshotHoldsAllThatWindowsNeed(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Feature> columns = new ArrayList<>();
        for (Take take : Take.values()) {
            columns.add(Feature.of("r" + take, random.nextInt(2), Window.ofRows(2 + random.nextInt(20)), take));
            columns.add(Feature.of(
                    "t" + take, random.nextInt(2), Window.ofMicros((1 + random.nextInt(40)) * SECOND), take));
        }
        Features features = new Features(columns, List.of(Fill.LAST, Fill.NONE), 3 * SECOND);
        Gatherer gatherer = new Gatherer(features);
        Gatherer interrupted = new Gatherer(features);
        interrupted.open();
        int slot = gatherer.open();
        int other = interrupted.open();
        double[] expected = new double[columns.size()];
        double[] found = new double[columns.size()];
        long second = 1_700_000_000;
        for (int i = 0; i < 500; i++) {
            second += random.nextInt(5) - 1;
            double value = random.nextInt(8) == 0 ? Missing.VALUE : random.nextDouble();
            Readings readings = readings(new long[] {second}, new double[] {value, random.nextDouble()});
            if (random.nextInt(10) == 0) {
                ByteBuffer snapshot = ByteBuffer.allocate(interrupted.snapshotBytes(other));
                interrupted.save(other, snapshot);
                assertThat(snapshot.hasRemaining()).isFalse();
                interrupted = new Gatherer(features);
                other = interrupted.open();
                interrupted.load(other, snapshot.flip());
            }

            assertThat(interrupted.gather(other, readings, 0, found, 0))
                    .isEqualTo(gatherer.gather(slot, readings, 0, expected, 0));

            assertThat(Arrays.stream(found)
                            .mapToLong(Double::doubleToRawLongBits)
                            .toArray())
                    .isEqualTo(Arrays.stream(expected)
                            .mapToLong(Double::doubleToRawLongBits)
                            .toArray());
            assertThat(interrupted.isWarm(other)).isEqualTo(gatherer.isWarm(slot));
        }
    }
}
