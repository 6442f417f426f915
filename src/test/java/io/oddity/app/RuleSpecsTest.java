package io.oddity.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.config.ConfigLoader;
import io.oddity.model.Missing;
import io.oddity.model.Readings;
import io.oddity.pipeline.Rule;
import io.oddity.pipeline.Rule.Side;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules as they are configured. */
class RuleSpecsTest {
    private static List<Rule> rules(String lines) {
        String yaml =
                """
                kafka: { bootstrap.servers: 'localhost:9092' }
                pipelines:
                  - name: p
                    topic: t
                    sensor_id: id
                    channels: [{ name: speed }, { name: oil temp }]
                    tags: { presses: ['line-03/*', '*press*'], mills: [mill] }
                    rules:
                %s
                """
                        .formatted(lines.indent(6).stripTrailing());
        return RuleSpecs.of(
                ConfigLoader.load(yaml, "test", Map.of()).pipelines().get(0));
    }

    private static boolean ignores(String expression, double speed, double oil) {
        Readings.Builder readings = new Readings.Builder("p", 1, 0, 2);
        readings.add("mill", 0, 0, 1_700_000_000_000_000L, new double[] {speed, oil});
        Rule.Ignore rule =
                (Rule.Ignore) rules("- { ignore: '" + expression + "' }").get(0);
        return rule.condition().holds(readings.build(), 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
            speed < 10                                  ; true
            speed < 5 || values.speed > 9.5         ; false
            values["oil temp"] == 40.5                  ; true
            sensor_id == "mill" && speed > 5            ; true
            ts < timestamp("2020-01-01T00:00:00Z")      ; false
            ts.getFullYear() == 2023                    ; true
            """)
    void conditionsAreAboutTheReading(String expression, boolean holds) {
        assertThat(ignores(expression, 9, 40.5)).isEqualTo(holds);
    }

    @Test
    void aReadingThatLacksWhatAConditionTakesIsNotIgnored() {
        assertThat(ignores("speed < 10", Missing.VALUE, 40)).isFalse();
        assertThat(ignores("values[\"oil temp\"] < 50.0", 9, Missing.VALUE)).isFalse();
        assertThat(ignores("!(speed < 10)", Missing.VALUE, 40)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'', anything, true",
        "'sensors: line-03/*', line-03/press, true",
        "'sensors: line-03/*', line-04/press, false",
        "'sensors: \"*/press-?\"', a/press-?, true",
        "'sensors: \"*/press-?\"', a/press-1, false",
        "'sensors: a.c', abc, false",
        "'tag: presses', line-03/7, true",
        "'tag: presses', my press 7, true",
        "'tag: presses', mill, false",
        "'tag: mills', mill, true"
    })
    void patternsAndTagsNameSensors(String which, String sensor, boolean isMeant) {
        Rule rule = rules("- { direction: above" + (which.isEmpty() ? "" : ", " + which) + " }")
                .get(0);

        assertThat(rule.sensors().test(sensor)).isEqualTo(isMeant);
    }

    @Test
    void deviationsSayThemselvesAsTheyAreConfigured() {
        Rule rule = rules("- { min_deviation: 0.2, channel: oil temp, direction: below }")
                .get(0);

        assertThat(rule).isInstanceOfSatisfying(Rule.Deviation.class, deviation -> {
            assertThat(deviation.text()).isEqualTo("direction: below, min_deviation: 0.2, channel: oil temp");
            assertThat(deviation.channel()).isEqualTo(1);
            assertThat(deviation.side()).isEqualTo(Side.BELOW);
            assertThat(deviation.least()).isEqualTo(0.2);
        });
    }
}
