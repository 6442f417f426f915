package io.oddity.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.model.Status;
import io.oddity.testing.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;

class PulseAccumulatorTest {
    private final PulseAccumulator accumulator = new PulseAccumulator("plant", 3);

    private void add(String sensorId, long millis, double value, double score, Status status) {
        accumulator.add(Rows.verdicts(Rows.reading("plant", sensorId, 0, millis, value), score, status), 0);
    }

    private void drained(Pulse... expected) {

        assertThat(accumulator.drain())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(expected);
    }

    private static Pulse pulse(long startMillis, Pulse.Sensor... sensors) {
        return new Pulse("plant", 3, startMillis, List.of(sensors));
    }

    private static Pulse.Sensor once(String id, double value) {
        return new Pulse.Sensor(id, 1, 0, 0.5, new double[] {value}, 0.5, true);
    }

    @Test
    void addsUpWhatASensorDidInASpan() {
        add("a", 1_000, 1, 0.25, Status.WARMING_UP);
        add("a", 1_100, 2, 0.9, Status.ANOMALY);
        add("a", 1_199, 3, 0.5, Status.NORMAL);

        drained(pulse(1_000, new Pulse.Sensor("a", 3, 1, 0.9, new double[] {3}, 0.5, true)));
    }

    @Test
    void aSensorIsAsWarmAsItsLastReadingSays() {
        add("a", 1_000, 1, 0, Status.WARMING_UP);

        drained(pulse(1_000, new Pulse.Sensor("a", 1, 0, 0, new double[] {1}, 0, false)));
    }

    @Test
    void spansBeginEvery200MillisecondsOfRecordTimeAndComeInOrder() {
        add("a", 1_200, 1, 0.5, Status.NORMAL);
        add("a", 1_199, 2, 0.5, Status.NORMAL);
        add("b", 1_399, 3, 0.5, Status.NORMAL);
        add("a", 0, 4, 0.5, Status.NORMAL);

        drained(pulse(0, once("a", 4)), pulse(1_000, once("a", 2)), pulse(1_200, once("a", 1), once("b", 3)));
    }

    @Test
    void startsAnewOnceDrained() {
        assertThat(accumulator.isEmpty()).isTrue();
        add("a", 1_000, 1, 0.5, Status.NORMAL);
        assertThat(accumulator.isEmpty()).isFalse();
        drained(pulse(1_000, once("a", 1)));
        assertThat(accumulator.isEmpty()).isTrue();

        add("a", 1_001, 2, 0.5, Status.NORMAL);

        drained(pulse(1_000, once("a", 2)));
    }

    @Test
    void noPulseIsTooLargeForARecordHoweverManySensorsThereAre() {
        for (int sensor = 0; sensor < 2_500; sensor++) {
            add("s" + sensor, 1_000, sensor, 0.5, Status.NORMAL);
        }

        List<Pulse> pulses = accumulator.drain();

        assertThat(pulses).extracting(pulse -> pulse.sensors().size()).containsExactly(1_000, 1_000, 500);
        assertThat(pulses).extracting(Pulse::startMillis).containsOnly(1_000L);
        assertThat(pulses.stream().flatMap(pulse -> pulse.sensors().stream()))
                .extracting(Pulse.Sensor::sensorId)
                .doesNotHaveDuplicates()
                .hasSize(2_500);
    }
}
