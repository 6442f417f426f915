package io.oddity.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.bus.TableQuery.SensorHome;
import io.oddity.model.Missing;
import io.oddity.pipeline.Pulse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final Map<String, List<String>> CHANNELS =
            Map.of("plant", List.of("temp", "hum"), "mill", List.of("rpm"));

    private final Fleet fleet = new Fleet(CHANNELS, 100);

    private static Pulse pulse(long millis, Pulse.Sensor... sensors) {
        return new Pulse("plant", 3, millis, List.of(sensors));
    }

    private static Pulse.Sensor sensor(String id, int readings, int anomalies, boolean isWarm, double... last) {
        return new Pulse.Sensor(id, readings, anomalies, 0.9, last, 0.25, isWarm);
    }

    private JsonArray sensors(String pipeline) {
        return fleet.toJson(pipeline).getJsonArray("sensors");
    }

    private JsonObject only() {
        assertThat(sensors(null)).hasSize(1);
        return sensors(null).getJsonObject(0);
    }

    @Test
    void showsWhatASensorDid() {
        fleet.add(pulse(1_693_569_600_000L, sensor("a", 5, 1, true, 24.8, 40)));

        assertThat(only())
                .isEqualTo(new JsonObject()
                        .put("sensor_id", "a")
                        .put("pipeline", "plant")
                        .put("partition", 3)
                        .put("status", "ANOMALY")
                        .put("last_seen", "2023-09-01T12:00:00Z")
                        .put("values", new JsonObject().put("temp", 24.8).put("hum", 40.0))
                        .put("score", 0.25)
                        .put("readings", 5L)
                        .put("anomalies", 1L)
                        .put("last_anomaly", "2023-09-01T12:00:00Z"));
    }

    @Test
    void addsUpPulsesAlsoOfTheSameSpan() {
        fleet.add(pulse(1_000, sensor("a", 5, 1, true, 1, 1)));
        fleet.add(pulse(1_000, sensor("a", 2, 0, true, 2, 2)));
        fleet.add(pulse(1_200, sensor("a", 4, 2, true, 3, 3)));

        assertThat(only().getLong("readings")).isEqualTo(11);
        assertThat(only().getLong("anomalies")).isEqualTo(3);
        assertThat(only().getJsonObject("values").getDouble("temp")).isEqualTo(3);
        assertThat(only().getString("last_anomaly")).isEqualTo("1970-01-01T00:00:01.200Z");
    }

    @Test
    void anOlderPulseCountsButDoesNotTurnTimeBack() {
        fleet.add(pulse(2_000, sensor("a", 1, 1, true, 2, 2)));

        fleet.add(pulse(1_000, sensor("a", 1, 1, false, 1, 1)));

        assertThat(only().getLong("readings")).isEqualTo(2);
        assertThat(only().getString("last_seen")).isEqualTo("1970-01-01T00:00:02Z");
        assertThat(only().getString("last_anomaly")).isEqualTo("1970-01-01T00:00:02Z");
        assertThat(only().getString("status")).isEqualTo("ANOMALY");
        assertThat(only().getJsonObject("values").getDouble("temp")).isEqualTo(2);
    }

    @Test
    void theStatusIsThatOfTheLastPulse() {
        fleet.add(pulse(200, sensor("a", 1, 0, false, 1, 1)));
        assertThat(only().getString("status")).isEqualTo("WARMING_UP");
        assertThat(only().getValue("last_anomaly")).isNull();

        fleet.add(pulse(400, sensor("a", 5, 1, true, 1, 1)));
        assertThat(only().getString("status")).isEqualTo("ANOMALY");

        fleet.add(pulse(600, sensor("a", 5, 0, true, 1, 1)));
        assertThat(only().getString("status")).isEqualTo("NORMAL");
    }

    @Test
    void missingChannelsAreLeftOut() {
        fleet.add(pulse(0, sensor("a", 1, 0, true, Missing.VALUE, 40)));

        assertThat(only().getJsonObject("values").fieldNames()).containsExactly("hum");
    }

    @Test
    void aNewcomerTakesThePlaceOfWhoHasRestedLongest() {
        Fleet small = new Fleet(CHANNELS, 2);
        small.add(pulse(0, sensor("a", 1, 0, true, 1, 1), sensor("b", 1, 0, true, 1, 1)));
        small.add(pulse(200, sensor("a", 1, 0, true, 1, 1)));

        small.add(pulse(60_000, sensor("c", 1, 0, true, 1, 1), sensor("d", 1, 0, true, 1, 1)));

        assertThat(small.size()).isEqualTo(2);
        assertThat(small.homes("a", null)).hasSize(1);
        assertThat(small.homes("b", null)).isEmpty();
        assertThat(small.homes("c", null)).hasSize(1);
        assertThat(small.homes("d", null)).isEmpty();
    }

    @Test
    void whoGoesOnSpeakingKeepsItsPlaceAndItsCounts() {
        Fleet small = new Fleet(CHANNELS, 2);
        for (int millis = 0; millis < 120_000; millis += 200) {
            small.add(pulse(
                    millis,
                    sensor("a", 1, 0, true, 1, 1),
                    sensor("b", 1, 0, true, 1, 1),
                    sensor("c", 1, 0, true, 1, 1)));
        }

        assertThat(small.toJson(null).getJsonArray("sensors").stream()
                        .map(JsonObject.class::cast)
                        .map(row -> row.getString("sensor_id") + ' ' + row.getLong("readings")))
                .containsExactly("a 600", "b 600");
    }

    @Test
    void anOddNewcomerFindsAPlaceAtOnce() {
        Fleet small = new Fleet(CHANNELS, 2);
        small.add(pulse(0, sensor("a", 1, 0, true, 1, 1), sensor("b", 1, 0, true, 1, 1)));

        small.add(pulse(200, sensor("c", 1, 1, true, 1, 1)));

        assertThat(small.size()).isEqualTo(2);
        assertThat(small.homes("a", null)).isEmpty();
        assertThat(small.homes("c", null)).hasSize(1);
    }

    @Test
    void askingDoesNotKeepASensorInMemory() {
        Fleet small = new Fleet(CHANNELS, 2);
        small.add(pulse(0, sensor("a", 1, 0, true, 1, 1), sensor("b", 1, 0, true, 1, 1)));
        small.homes("a", null);
        small.toJson(null);

        small.add(pulse(60_000, sensor("c", 1, 0, true, 1, 1)));

        assertThat(small.homes("a", null)).isEmpty();
    }

    @Test
    void aSensorHasAHomeInEachPipelineAndPartition() {
        fleet.add(new Pulse("plant", 3, 0, List.of(sensor("a", 1, 0, true, 1, 1))));
        fleet.add(new Pulse("plant", 4, 0, List.of(sensor("a", 1, 0, true, 1, 1))));
        fleet.add(new Pulse("mill", 3, 0, List.of(sensor("a", 1, 0, true, 900))));

        assertThat(fleet.homes("a", null))
                .containsExactlyInAnyOrder(
                        new SensorHome("plant", 3), new SensorHome("plant", 4), new SensorHome("mill", 3));
        assertThat(fleet.homes("a", "mill")).containsExactly(new SensorHome("mill", 3));
        assertThat(fleet.homes("b", null)).isEmpty();
        assertThat(sensors("plant")).hasSize(2);
        assertThat(sensors("nowhere")).isEmpty();
    }
}
