package io.oddity.table;

import io.oddity.bus.TableQuery.SensorHome;
import io.oddity.model.Missing;
import io.oddity.model.Status;
import io.oddity.pipeline.Pulse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sensors and what they last did, learned from pulses. Beyond a bound the sensor not heard of for longest is forgotten.
 * Single-threaded.
 */
public final class Fleet {
    private final Map<String, List<String>> channelsOf;
    private final Map<Key, Row> rows;

    private record Key(String sensorId, String pipeline, int partition) {}

    private static final class Row {
        long readings;
        long anomalies;
        long seenMillis;
        long anomalyMillis = -1;
        Pulse.Sensor last;
    }

    /**
     * Starts without sensors.
     *
     * @param channelsOf by pipeline: the names of its channels
     * @param capacity how many sensors are remembered
     */
    public Fleet(Map<String, List<String>> channelsOf, int capacity) {
        this.channelsOf = Map.copyOf(channelsOf);
        rows = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Row> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Learns what sensors did. */
    public void add(Pulse pulse) {
        for (Pulse.Sensor sensor : pulse.sensors()) {
            Row row = rows.computeIfAbsent(
                    new Key(sensor.sensorId(), pulse.pipeline(), pulse.partition()), key -> new Row());
            row.readings += sensor.readings();
            row.anomalies += sensor.anomalies();
            if (sensor.anomalies() > 0) {
                row.anomalyMillis = Math.max(row.anomalyMillis, pulse.startMillis());
            }
            if (pulse.startMillis() >= row.seenMillis) {
                row.seenMillis = pulse.startMillis();
                row.last = sensor;
            }
        }
    }

    /** How many sensors there are. */
    public int size() {
        return rows.size();
    }

    /** Where a sensor reports; {@code pipeline} may be null. */
    public List<SensorHome> homes(String sensorId, String pipeline) {
        return rows.keySet().stream()
                .filter(key -> key.sensorId().equals(sensorId))
                .filter(key -> pipeline == null || key.pipeline().equals(pipeline))
                .map(key -> new SensorHome(key.pipeline(), key.partition()))
                .toList();
    }

    /** The sensors, or those of one pipeline, as JSON; {@code pipeline} may be null. */
    public JsonObject toJson(String pipeline) {
        JsonArray sensors = new JsonArray();
        rows.forEach((key, row) -> {
            if (row.last != null && (pipeline == null || key.pipeline().equals(pipeline))) {
                sensors.add(toJson(key, row));
            }
        });
        return new JsonObject().put("sensors", sensors);
    }

    private JsonObject toJson(Key key, Row row) {
        JsonObject values = new JsonObject();
        List<String> channels = channelsOf.getOrDefault(key.pipeline(), List.of());
        for (int i = 0; i < channels.size(); i++) {
            if (!Missing.is(row.last.last()[i])) {
                values.put(channels.get(i), row.last.last()[i]);
            }
        }
        return new JsonObject()
                .put("sensor_id", key.sensorId())
                .put("pipeline", key.pipeline())
                .put("partition", key.partition())
                .put("status", status(row).name())
                .put("last_seen", Instant.ofEpochMilli(row.seenMillis).toString())
                .put("values", values)
                .put("score", row.last.lastScore())
                .put("readings", row.readings)
                .put("anomalies", row.anomalies)
                .put(
                        "last_anomaly",
                        row.anomalyMillis < 0
                                ? null
                                : Instant.ofEpochMilli(row.anomalyMillis).toString());
    }

    private static Status status(Row row) {
        if (!row.last.isWarm()) {
            return Status.WARMING_UP;
        }
        return row.last.anomalies() > 0 ? Status.ANOMALY : Status.NORMAL;
    }
}
