package io.oddity.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.config.ConfigLoader;
import io.oddity.config.Pipeline;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhyTest {
    @TempDir
    private static Path directory;

    private static Pipeline budgeted;
    private static Pipeline fixed;

    @BeforeAll
    static void load() throws Exception {
        Path file = directory.resolve("oddity.yaml");
        Files.writeString(
                file,
                """
                application: plant
                kafka: { bootstrap.servers: 'localhost:1' }
                pipelines:
                  - name: budgeted
                    topic: sensors
                    sensor_id: id
                    channels: [ { name: temp, unit: °C }, { name: hum } ]
                  - name: fixed
                    topic: others
                    sensor_id: id
                    channels: [ { name: temp, unit: °C } ]
                    features: [ { name: temp, channel: temp, scale: [0, 100] } ]
                    detector: { type: half-space-trees, params: { window: 30 } }
                    threshold: 0.7
                """);
        List<Pipeline> pipelines = ConfigLoader.load(file, Map.of()).pipelines();
        budgeted = pipelines.get(0);
        fixed = pipelines.get(1);
    }

    private static JsonObject verdict(String status, double temp) {
        return new JsonObject()
                .put("pipeline", "budgeted")
                .put("sensor_id", "a")
                .put("values", new JsonObject().put("temp", temp))
                .put("threshold", 0.62)
                .put("anomaly", status.equals("ANOMALY"))
                .put("status", status);
    }

    private static List<JsonObject> calm(int readings) {
        SplittableRandom random = new SplittableRandom(1);
        List<JsonObject> verdicts = new ArrayList<>();
        for (int i = 0; i < readings; i++) {
            verdicts.add(verdict("NORMAL", random.nextGaussian(50, 2)).put("score", 0.1));
        }
        return verdicts;
    }

    private static JsonObject why(Pipeline pipeline, List<JsonObject> before, JsonObject verdict) {
        List<JsonObject> verdicts = new ArrayList<>(before);
        verdicts.add(verdict);
        return new Why(pipeline, verdicts).toJson();
    }

    @Test
    void whatARuleOrPeopleDidIsSaid() {
        JsonObject ignored = verdict("NORMAL", 80).put("score", 0.9).put("ignored", "temp > 60");
        JsonObject dismissed = verdict("NORMAL", 80).put("score", 0.6).put("corrected_by", 3);

        assertThat(why(budgeted, calm(200), ignored).getString("why"))
                .startsWith("not flagged: the rule 'temp > 60' passes it over; ");
        assertThat(why(budgeted, calm(200), dismissed).getString("why"))
                .contains("; what people said of this sensor's anomalies counts in it");
    }

    @Test
    void aCalmReadingIsHeldAgainstTheThresholdTheBudgetAndWhatWasExpected() {
        JsonObject calm = verdict("NORMAL", 53).put("score", 0.31).put("p", 0.0083);

        JsonObject answer = why(budgeted, calm(200), calm);

        assertThat(answer.getString("why"))
                .matches("not flagged: score 0\\.31 is not above the threshold 0\\.62, which the budget of false alarms"
                        + " \\(1 per sensor per week\\) asks for; so odd is one reading in 120 of this sensor;"
                        + " temp 53 °C, within the expected 4\\d\\.?\\d?-5\\d\\.?\\d?");
        JsonObject channel =
                answer.getJsonObject("explanation").getJsonArray("channels").getJsonObject(0);
        assertThat(channel.getString("channel")).isEqualTo("temp");
        assertThat(channel.getDouble("expected")).isBetween(49.5, 50.5);
        assertThat(answer.getJsonObject("reading")).isEqualTo(calm);
    }

    @Test
    void whatIsUsualIsNotCalledRare() {
        JsonObject usual = verdict("NORMAL", 50).put("score", 0.1).put("p", 0.774);

        assertThat(why(budgeted, calm(200), usual).getString("why"))
                .contains("; most readings of this sensor are as odd; temp 50 °C");
    }

    @Test
    void aFixedThresholdHasNoBudgetAndAnEpisodeMayBeOpen() {
        JsonObject calm = verdict("NORMAL", 53).put("score", 0.31).put("episode", new JsonObject());

        assertThat(why(fixed, List.of(), calm).getString("why"))
                .isEqualTo(
                        "not flagged: score 0.31 is not above the threshold 0.62; its episode is not over yet; temp 53 °C");
    }

    @Test
    void whoIsBeingLearnedIsToldHowFar() {
        JsonObject learning = verdict("WARMING_UP", 53);

        assertThat(why(budgeted, List.of(learning, learning), learning).getString("why"))
                .isEqualTo("not judged: still learning this sensor, reading 3 of the first 64 or so");
        assertThat(why(fixed, List.of(), learning).getString("why"))
                .isEqualTo("not judged: still learning this sensor, reading 1 of the first 30 or so");
    }

    @Test
    void whatWasMissingIsNamed() {
        assertThat(why(budgeted, List.of(), verdict("SKIPPED", 53)).getString("why"))
                .isEqualTo("not judged: it lacks hum");
    }

    @Test
    void anAnomalyHasItsOwnSentence() {
        JsonObject explanation = new JsonObject().put("channels", List.of());
        JsonObject anomaly =
                verdict("ANOMALY", 90).put("score", 0.9).put("why", "because").put("explanation", explanation);

        assertThat(why(budgeted, calm(20), anomaly).getString("why")).isEqualTo("because");
        assertThat(why(budgeted, calm(20), anomaly).getJsonObject("explanation"))
                .isEqualTo(explanation);
        assertThat(why(budgeted, calm(100), verdict("ANOMALY", 90).put("score", 0.9))
                        .getString("why"))
                .startsWith("flagged: score 0.9 is above the threshold 0.62; temp 90 °C, expected ");
    }

    @Test
    void anomaliesBeforeDoNotTeachWhatIsExpected() {
        List<JsonObject> before = calm(200);
        for (int i = 0; i < 30; i++) {
            before.add(verdict("ANOMALY", 90).put("score", 0.9));
        }

        JsonObject answer = why(budgeted, before, verdict("NORMAL", 50).put("score", 0.1));

        assertThat(answer.getJsonObject("explanation")
                        .getJsonArray("channels")
                        .getJsonObject(0)
                        .getDouble("expected"))
                .isBetween(49.5, 50.5);
    }
}
