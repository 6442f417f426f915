package io.oddity.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.model.Missing;
import io.oddity.pipeline.Pulse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Pulses as JSON with one array a column, so that a name is written once a record and not once a sensor. A missing channel is
 * null. Thread-safe.
 */
public final class PulseCodec {
    /** Of the record's layout. */
    private static final int SCHEMA_VERSION = 1;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PulseCodec() {}

    /** A pulse as JSON; {@code channels} names the values of a sensor, in order. */
    public static byte[] encode(Pulse pulse, List<String> channels) {
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(64 + 64 * pulse.sensors().size());
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("v", SCHEMA_VERSION);
            json.writeStringField("pipeline", pulse.pipeline());
            json.writeNumberField("partition", pulse.partition());
            json.writeNumberField("t", pulse.startMillis());
            json.writeNumberField("span_ms", Pulse.SPAN_MILLIS);
            json.writeArrayFieldStart("sensor_id");
            for (Pulse.Sensor sensor : pulse.sensors()) {
                json.writeString(sensor.sensorId());
            }
            json.writeEndArray();
            column(json, "readings", pulse, Pulse.Sensor::readings);
            column(json, "anomalies", pulse, Pulse.Sensor::anomalies);
            column(json, "max_score", pulse, Pulse.Sensor::maxScore);
            column(json, "score", pulse, Pulse.Sensor::lastScore);
            column(json, "warm", pulse, sensor -> sensor.isWarm() ? 1 : 0);
            json.writeObjectFieldStart("last");
            for (int i = 0; i < channels.size(); i++) {
                int channel = i;
                column(json, channels.get(i), pulse, sensor -> sensor.last()[channel]);
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void column(JsonGenerator json, String name, Pulse pulse, ToDoubleFunction<Pulse.Sensor> of)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (Pulse.Sensor sensor : pulse.sensors()) {
            double value = of.applyAsDouble(sensor);
            if (Missing.is(value)) {
                json.writeNull();
            } else if (value == Math.rint(value) && Math.abs(value) < 1e9) {
                json.writeNumber((long) value);
            } else {
                json.writeNumber(value);
            }
        }
        json.writeEndArray();
    }

    /** What {@link #encode} wrote; values of channels that {@code channels} does not name are dropped. */
    public static Pulse decode(byte[] bytes, List<String> channels) throws IOException {
        JsonNode json = MAPPER.readTree(bytes);
        List<Pulse.Sensor> sensors = new ArrayList<>();
        JsonNode ids = json.path("sensor_id");
        for (int i = 0; i < ids.size(); i++) {
            double[] last = new double[channels.size()];
            for (int channel = 0; channel < last.length; channel++) {
                last[channel] =
                        json.path("last").path(channels.get(channel)).path(i).asDouble(Missing.VALUE);
            }
            sensors.add(new Pulse.Sensor(
                    ids.get(i).asText(),
                    json.path("readings").path(i).asInt(),
                    json.path("anomalies").path(i).asInt(),
                    json.path("max_score").path(i).asDouble(),
                    last,
                    json.path("score").path(i).asDouble(),
                    json.path("warm").path(i).asInt() == 1));
        }
        return new Pulse(
                json.path("pipeline").asText(),
                json.path("partition").asInt(),
                json.path("t").asLong(),
                sensors);
    }
}
