package io.oddity.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.demo.MachinePlant.Fault;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MachinePlantTest {
    private final MachinePlant plant = new MachinePlant(1);

    @Test
    void oneReadingInTenIsOddInOneOfThreeWays() {
        Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
        for (long time = 0; time < 20_000; time++) {
            counts.merge(plant.fault("machine-1", time), 1, Integer::sum);
        }

        assertThat(counts.get(Fault.NONE)).isBetween(17_800, 18_200);
        assertThat(counts).containsOnlyKeys(Fault.values());
        assertThat(counts.get(Fault.OVERHEATING)).isBetween(570, 770);
        assertThat(counts.get(Fault.BEARING_FAILURE)).isBetween(570, 770);
    }

    @Test
    void normalReadingsHaveTheirMeansAndDeviations() {
        double[] mean = {70, 0.5, 100};
        double[] deviation = {3, 0.1, 2};
        for (int channel = 0; channel < 3; channel++) {
            double sum = 0;
            double squares = 0;
            for (long time = 0; time < 10_000; time++) {
                double value = plant.normalValues("machine-2", time)[channel];
                sum += value;
                squares += (value - mean[channel]) * (value - mean[channel]);
            }
            assertThat(sum / 10_000).isCloseTo(mean[channel], within(deviation[channel] * 0.05));
            assertThat(Math.sqrt(squares / 10_000)).isCloseTo(deviation[channel], within(deviation[channel] * 0.05));
        }
    }

    @Test
    void theTruthIsAboutTheSameReading() throws IOException {
        ObjectMapper json = new ObjectMapper();
        for (long time = 0; time < 200; time++) {
            JsonNode record = json.readTree(plant.record("machine-3", time));
            JsonNode truth = json.readTree(plant.truth("machine-3", time).orElseThrow());

            assertThat(truth.get("machine")).isEqualTo(record.get("machine"));
            assertThat(truth.get("ts")).isEqualTo(record.get("ts"));
            assertThat(truth.get("odd").asBoolean()).isEqualTo(plant.fault("machine-3", time) != Fault.NONE);
            assertThat(record.get("pressure").asDouble() < 90)
                    .isEqualTo(truth.get("fault").asText().equals("pressure_drop"));
        }
    }

    @Test
    void theSameSeedGivesTheSamePlant() {
        assertThat(new MachinePlant(1).record("machine-1", 7)).isEqualTo(plant.record("machine-1", 7));
        assertThat(new MachinePlant(2).record("machine-1", 7)).isNotEqualTo(plant.record("machine-1", 7));
    }
}
