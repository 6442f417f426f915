package io.oddity.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.bus.Tick;
import io.oddity.pipeline.Pulse;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PulseMemoryTest {
    private static final long T = 1_700_000_000;
    private static final double THRESHOLD = 0.7;

    private final PulseMemory memory = new PulseMemory(
            Map.of("heat", new PulseMemory.Shape(THRESHOLD, 1), "machines", new PulseMemory.Shape(THRESHOLD, 3)),
            3,
            10);

    private static Pulse.Sensor sensor(String id, double score, double... last) {
        return new Pulse.Sensor(id, 2, score > THRESHOLD ? 1 : 0, score, last, score, true);
    }

    private void add(long second, Pulse.Sensor... sensors) {
        memory.add(new Pulse("heat", 0, second * 1_000, List.of(sensors)));
    }

    private Tick drain(long second) {
        return memory.drain(second * 1_000 + 500);
    }

    /** Heat by row and column of the last ten seconds. */
    private int[][] overview(long from, int seconds, int columns) {
        Buffer matrix = memory.overview(from, seconds, columns);
        int rows = matrix.getIntLE(0);
        int[][] heat = new int[rows][columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                heat[row][column] = matrix.getUnsignedByte(4 + 4 * rows + row * columns + column);
            }
        }
        return heat;
    }

    @Test
    void remembersTheHighestHeatOfEachSecond() {
        add(T, sensor("a", 0.9, 80));
        add(T, sensor("a", 0.1, 20));
        add(T + 2, sensor("a", 0, 20));

        assertThat(overview(T, 3, 3)).isDeepEqualTo(new int[][] {{213, 0, 2}});
    }

    @Test
    void aColumnOfSeveralSecondsShowsTheOddestOfThem() {
        add(T, sensor("a", 0, 20));
        add(T + 1, sensor("a", 0.9, 80));
        add(T + 3, sensor("a", 0, 20));

        assertThat(overview(T, 4, 2)).isDeepEqualTo(new int[][] {{213, 2}});
    }

    @Test
    void forgetsWhatIsOlderThanItsBound() {
        add(T, sensor("a", 0.9, 80));
        add(T + 9, sensor("a", 0, 20));
        assertThat(overview(T, 1, 1)).isDeepEqualTo(new int[][] {{213}});

        add(T + 10, sensor("b", 0, 20));

        assertThat(overview(T, 11, 11))
                .isDeepEqualTo(new int[][] {{0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2}});
        add(T + 500, sensor("b", 0, 20));
        assertThat(overview(T + 491, 10, 1)).isDeepEqualTo(new int[][] {{0}, {2}});
    }

    @Test
    void aPulseOlderThanTheBoundChangesNothing() {
        add(T, sensor("a", 0, 20));

        add(T - 10, sensor("a", 0.9, 80), sensor("b", 0, 1));

        assertThat(overview(T - 9, 10, 1)).isDeepEqualTo(new int[][] {{2}});
        assertThat(memory.slots()).hasSize(1);
    }

    @Test
    void aTickTellsWhatChangedSinceTheTickBefore() {
        drain(T);
        add(T, sensor("a", 0.1, 20), sensor("b", 0.2, 21));
        add(T, sensor("a", 0.9, 80));

        Tick tick = drain(T);

        assertThat(tick.added()).containsExactly(new Tick.Slot(0, "heat", "a"), new Tick.Slot(1, "heat", "b"));
        assertThat(tick.readings()).isEqualTo(6);
        assertThat(tick.anomalies()).isEqualTo(1);
        assertThat(tick.newestMillis()).isEqualTo(T * 1_000);
        assertThat(tick.late()).isNull();
        assertThat(tick.cells()).singleElement().satisfies(cells -> {
            assertThat(cells.second()).isEqualTo(T);
            assertThat(cells.slots()).containsExactly(0, 1);
            assertThat(cells.heat()).containsExactly(213 - 256, 38);
            assertThat(cells.last()).isDeepEqualTo(new float[][] {{80, 21}});
        });
        assertThat(drain(T).cells()).isEmpty();
        assertThat(drain(T).readings()).isZero();
    }

    @Test
    void sensorsOfDifferentPipelinesStandInCellsOfTheirOwn() {
        drain(T);
        add(T, sensor("a", 0, 20));
        memory.add(new Pulse("machines", 0, T * 1_000, List.of(sensor("a", 0, 70, 0.5, 100))));
        memory.add(new Pulse("unknown", 0, T * 1_000, List.of(sensor("a", 0, 70))));

        Tick tick = drain(T);

        assertThat(tick.cells()).extracting(Tick.Cells::pipeline).containsExactly("heat", "machines");
        assertThat(tick.cells().get(1).last()).isDeepEqualTo(new float[][] {{70}, {0.5f}, {100}});
        Buffer pressure = memory.values("machines", 2, T, 1, 1);
        assertThat(pressure.getIntLE(0)).isEqualTo(1);
        assertThat(pressure.getIntLE(4)).isEqualTo(1);
        assertThat(Float.intBitsToFloat(pressure.getIntLE(8))).isEqualTo(100);
    }

    @Test
    void whatIsLongAgoIsNamedByItsSeconds() {
        drain(T);
        add(T - 14, sensor("a", 0, 20));
        add(T - 12, sensor("a", 0, 20));
        add(T, sensor("a", 0, 20));

        Tick tick = drain(T);

        assertThat(tick.late()).isEqualTo(new Tick.Seconds(T - 14, T - 12));
        assertThat(tick.cells()).extracting(Tick.Cells::second).containsExactly(T);
        assertThat(drain(T).late()).isNull();
    }

    @Test
    void anOddSensorTakesTheSlotOfOneThatWasNot() {
        add(T, sensor("a", 0.9, 80), sensor("b", 0, 20), sensor("c", 0, 20), sensor("calm", 0, 20));
        assertThat(memory.slots()).extracting(Tick.Slot::sensorId).containsExactly("a", "b", "c");
        assertThat(drain(T).others()).isEqualTo(1);

        add(T + 1, sensor("odd", 0.9, 80));

        assertThat(memory.slots()).extracting(Tick.Slot::sensorId).containsExactly("a", "odd", "c");
        Tick tick = drain(T + 1);
        assertThat(tick.added()).containsExactly(new Tick.Slot(1, "heat", "odd"));
        assertThat(tick.others()).isEqualTo(2);
        assertThat(overview(T, 2, 2)[1]).containsExactly(0, 213);
    }

    @Test
    void whoWasOddKeepsItsSlotAsLongAsThatIsRemembered() {
        add(T, sensor("a", 0.9, 80), sensor("b", 0.9, 80), sensor("c", 0.9, 80));
        add(T + 9, sensor("late", 0.9, 80));
        assertThat(memory.slots()).extracting(Tick.Slot::sensorId).containsExactly("a", "b", "c");

        add(T + 10, sensor("late", 0.9, 80));

        assertThat(memory.slots()).extracting(Tick.Slot::sensorId).containsExactly("late", "b", "c");
    }

    @Test
    void countsThoseItHasNoPlaceFor() {
        drain(T);
        for (int i = 0; i < 10; i++) {
            add(T, sensor("s" + i, 0, 20));
        }

        Tick tick = drain(T);

        assertThat(tick.followed()).isEqualTo(3);
        assertThat(tick.others()).isEqualTo(7);
        assertThat(tick.readings()).isEqualTo(20);
    }

    @Test
    void beforeAnythingIsKnownThereIsNothing() {
        assertThat(overview(T, 10, 10)).isEmpty();
        assertThat(drain(T).newestMillis()).isEqualTo(-1);
    }

    @Test
    void usualLeavesOutWhatWasOdd() {
        PulseMemory longer = new PulseMemory(Map.of("heat", new PulseMemory.Shape(THRESHOLD, 1)), 3, 100);
        for (int i = 0; i < 30; i++) {
            longer.add(
                    new Pulse("heat", 0, (T + i) * 1_000, List.of(sensor("a", 0, 20 + i % 2), sensor("b", 0.9, 80))));
        }

        Map<Tick.Slot, List<double[]>> usual = longer.usual();

        assertThat(usual.get(new Tick.Slot(0, "heat", "a")).get(0)).containsExactly(20, 21);
        assertThat(usual.get(new Tick.Slot(1, "heat", "b")).get(0)).isNull();
    }
}
