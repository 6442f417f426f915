package io.oddity.app;

import io.oddity.demo.TemperaturePlant;
import io.oddity.train.TrainingException;
import io.oddity.train.TrainingSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/** The simulated plants that a model can be trained on, by name: an hour of each, a reading a second and sensor. */
final class Simulators {
    private static final Instant START = Instant.parse("2023-09-01T12:00:00Z");
    private static final Duration SPAN = Duration.ofHours(1);

    private static final Map<String, LongFunction<TrainingSource>> ALL =
            new TreeMap<>(Map.of("temperature", Simulators::temperature));

    private Simulators() {}

    /**
     * The plant of this name.
     *
     * @param seed of the simulation
     */
    static TrainingSource named(String name, long seed) throws TrainingException {
        LongFunction<TrainingSource> simulator = ALL.get(name);
        if (simulator == null) {
            throw TrainingException.usage("--simulator: no " + name + "; there are " + String.join(", ", ALL.keySet()));
        }
        return simulator.apply(seed);
    }

    private static TrainingSource temperature(long seed) {
        TemperaturePlant plant = new TemperaturePlant(seed);
        return new TrainingSource() {
            @Override
            public void read(List<String> wanted, Rows rows) throws TrainingException {
                if (!wanted.isEmpty() && !wanted.equals(List.of("temp"))) {
                    throw TrainingException.usage("--features: this simulator has only temp");
                }
                rows.begin(List.of("temp"));
                for (long second = 0; second < SPAN.toSeconds(); second++) {
                    for (String sensor : TemperaturePlant.SENSORS) {
                        long time = START.plusSeconds(second).toEpochMilli();
                        rows.add(new double[] {plant.temperature(sensor, time)});
                    }
                }
            }

            @Override
            public String description() {
                return "simulator temperature, seed " + seed;
            }
        };
    }
}
