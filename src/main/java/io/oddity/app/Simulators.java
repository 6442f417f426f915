package io.oddity.app;

import io.oddity.demo.MachinePlant;
import io.oddity.demo.Plant;
import io.oddity.demo.TemperaturePlant;
import io.oddity.train.TrainingException;
import io.oddity.train.TrainingSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.LongFunction;

/** The simulated plants that a model can be trained on, by name: an hour of each, a reading a second and sensor. */
final class Simulators {
    private static final Instant START = Instant.parse("2023-09-01T12:00:00Z");
    private static final Duration SPAN = Duration.ofHours(1);

    private static final Map<String, LongFunction<TrainingSource>> ALL =
            new TreeMap<>(Map.of("temperature", Simulators::temperature, "machines", Simulators::machines));

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
        return new Simulated("temperature", seed, plant, List.of("temp"), (sensor, time) ->
                new double[] {plant.temperature(sensor, time)});
    }

    /** Without the odd readings: a model of what is normal. */
    private static TrainingSource machines(long seed) {
        MachinePlant plant = new MachinePlant(seed);
        return new Simulated("machines", seed, plant, MachinePlant.CHANNELS, plant::normalValues);
    }

    /** An hour of a plant. */
    private record Simulated(
            String name, long seed, Plant plant, List<String> channels, BiFunction<String, Long, double[]> values)
            implements TrainingSource {
        @Override
        public void read(List<String> wanted, Rows rows) throws TrainingException {
            List<String> features = wanted.isEmpty() ? channels : wanted;
            if (!channels.containsAll(features)) {
                throw TrainingException.usage(
                        "--features: simulator " + name + " has only " + String.join(", ", channels));
            }
            rows.begin(features);
            for (long second = 0; second < SPAN.toSeconds(); second++) {
                for (String sensor : plant.sensors()) {
                    double[] all =
                            values.apply(sensor, START.plusSeconds(second).toEpochMilli());
                    rows.add(features.stream()
                            .mapToDouble(feature -> all[channels.indexOf(feature)])
                            .toArray());
                }
            }
        }

        @Override
        public String description() {
            return "simulator " + name + ", seed " + seed;
        }
    }
}
