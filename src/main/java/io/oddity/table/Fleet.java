package io.oddity.table;

import io.oddity.bus.TableQuery.SensorHome;
import io.oddity.model.Missing;
import io.oddity.model.Status;
import io.oddity.pipeline.Pulse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sensors and what they last did, learned from pulses. Beyond a bound a newcomer takes the place of the sensor not heard of for
 * longest, if that has rested for a minute or the newcomer is odd; else it is not listed. So where more sensors speak than there is room for,
 * those that are listed stay, with all their readings counted, in place of each pushing out the next. Single-threaded.
 */
public final class Fleet {
    private static final long RESTED_MILLIS = 60_000;

    private final Map<String, List<String>> channelsOf;
    private final int capacity;
    /** First who was heard of longest ago. */
    private final Map<Key, Row> rows = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String sensorId, String pipeline, int partition) {}

    /** Holds nothing of a pulse, which would be kept until the sensor's next one. */
    private static final class Row {
        final double[] values;
        long readings;
        long anomalies;
        long seenMillis = Long.MIN_VALUE;
        long anomalyMillis = -1;
        double score;
        Status status;

        Row(int channels) {
            values = new double[channels];
        }

        void add(Pulse.Sensor sensor, long millis) {
            readings += sensor.readings();
            anomalies += sensor.anomalies();
            if (sensor.anomalies() > 0) {
                anomalyMillis = Math.max(anomalyMillis, millis);
            }
            if (millis >= seenMillis) {
                seenMillis = millis;
                score = sensor.lastScore();
                status = status(sensor);
                System.arraycopy(sensor.last(), 0, values, 0, values.length);
            }
        }

        private static Status status(Pulse.Sensor sensor) {
            if (!sensor.isWarm()) {
                return Status.WARMING_UP;
            }
            return sensor.anomalies() > 0 ? Status.ANOMALY : Status.NORMAL;
        }
    }

    /**
     * Starts without sensors.
     *
     * @param channelsOf by pipeline: the names of its channels
     * @param capacity how many sensors are remembered
     */
    public Fleet(Map<String, List<String>> channelsOf, int capacity) {
        this.channelsOf = Map.copyOf(channelsOf);
        this.capacity = capacity;
    }

    /** Learns what sensors did. */
    public void add(Pulse pulse) {
        for (Pulse.Sensor sensor : pulse.sensors()) {
            Key key = new Key(sensor.sensorId(), pulse.pipeline(), pulse.partition());
            Row row = rows.get(key);
            if (row == null && makeRoom(pulse.startMillis(), sensor.anomalies() > 0)) {
                row = new Row(sensor.last().length);
                rows.put(key, row);
            }
            if (row != null) {
                row.add(sensor, pulse.startMillis());
            }
        }
    }

    /** Whether there is room for a newcomer, if need be where another sensor was. */
    private boolean makeRoom(long millis, boolean isOdd) {
        if (rows.size() < capacity) {
            return true;
        }
        Iterator<Row> longestAgo = rows.values().iterator();
        boolean isRested = millis - longestAgo.next().seenMillis >= RESTED_MILLIS;
        if (isRested || isOdd) {
            longestAgo.remove();
        }
        return isRested || isOdd;
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
            if (pipeline == null || key.pipeline().equals(pipeline)) {
                sensors.add(toJson(key, row));
            }
        });
        return new JsonObject().put("sensors", sensors);
    }

    private JsonObject toJson(Key key, Row row) {
        JsonObject values = new JsonObject();
        List<String> channels = channelsOf.getOrDefault(key.pipeline(), List.of());
        for (int i = 0; i < channels.size(); i++) {
            if (!Missing.is(row.values[i])) {
                values.put(channels.get(i), row.values[i]);
            }
        }
        return new JsonObject()
                .put("sensor_id", key.sensorId())
                .put("pipeline", key.pipeline())
                .put("partition", key.partition())
                .put("status", row.status.name())
                .put("last_seen", Instant.ofEpochMilli(row.seenMillis).toString())
                .put("values", values)
                .put("score", row.score)
                .put("readings", row.readings)
                .put("anomalies", row.anomalies)
                .put(
                        "last_anomaly",
                        row.anomalyMillis < 0
                                ? null
                                : Instant.ofEpochMilli(row.anomalyMillis).toString());
    }
}
