package io.oddity.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.health.HealthSpec;
import io.oddity.model.Finding;
import io.oddity.model.Moment;
import io.oddity.model.Readings;
import io.oddity.pipeline.Judged;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.pipeline.Shard;
import io.oddity.testing.Specs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing is ever wrong with the sensors of the simulated plants, faulty machines or not. */
class HealthyPlantsTest {
    /** 2026-01-01T00:00:00Z. */
    private static final long START = 1_767_225_600_000L;

    private static final int DAY_SECONDS = 86_400;

    private interface Measuring {
        double[] values(String sensor, long timeMillis);
    }

    /** All that is found in a day. */
    private static List<Object> found(PipelineSpec spec, List<String> sensors, long everyMillis, Measuring plant) {
        Shard shard = new Shard(List.of(spec));
        shard.restore(spec.name(), 1, -1, List.of());
        List<Object> found = new ArrayList<>();
        Moment now = Moment.START;
        long offset = 0;
        long end = START + DAY_SECONDS * 1_000L;
        for (long poll = START; poll < end; poll += 500 * everyMillis) {
            Readings.Builder readings =
                    new Readings.Builder(spec.name(), 1, 0, spec.channels().size());
            for (long time = poll; time < poll + 500 * everyMillis; time += everyMillis) {
                for (String sensor : sensors) {
                    Moment before = now;
                    now = now.after(time);
                    readings.add(sensor, offset, time, time * 1_000, plant.values(sensor, time), before);
                    if (now.seconds() > before.seconds()) {
                        readings.add(new Readings.Second(offset, time, now.runningMillis()));
                    }
                    offset++;
                }
            }
            Judged judged = shard.judge(readings.build(), 0);
            for (Finding finding : judged.verdicts().findings().values()) {
                found.add(finding);
            }
            found.addAll(judged.silences());
        }
        return found;
    }

    @Test
    void temperaturesAreWithinTheirRangeAllDay() {
        TemperaturePlant plant = new TemperaturePlant(42);
        PipelineSpec spec =
                Specs.lookedAfter(Specs.halfSpaceTrees("p", 30, "temp"), List.of(new HealthSpec.Limits(21, 85)));

        assertThat(found(
                        spec, plant.sensors(), 1_000, (sensor, time) -> new double[] {plant.temperature(sensor, time)}))
                .isEmpty();
    }

    @Test
    void machinesAreOddButTheirSensorsHealthyAllDay() {
        MachinePlant plant = new MachinePlant(42);
        PipelineSpec spec = Specs.lookedAfter(
                Specs.halfSpaceTrees("p", 30, "temperature", "vibration", "pressure"),
                List.of(
                        HealthSpec.Limits.of(null, "°C"),
                        HealthSpec.Limits.of(null, "mm/s"),
                        HealthSpec.Limits.of(null, "kPa")));

        assertThat(found(spec, plant.sensors(), 500, plant::values)).isEmpty();
    }
}
