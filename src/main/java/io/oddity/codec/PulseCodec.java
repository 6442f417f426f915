package io.oddity.codec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.oddity.model.Missing;
import io.oddity.pipeline.Pulse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
    private static final ObjectReader COLUMNS = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .build())
            .readerFor(Columns.class);

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

    /** What {@link #encode} wrote; values of channels that {@code channels} does not name are dropped, what a column lacks is 0. */
    public static Pulse decode(byte[] bytes, List<String> channels) throws IOException {
        Columns read = COLUMNS.readValue(bytes);
        if (read == null) {
            throw new IOException("null");
        }
        Double[][] columns = new Double[channels.size()][];
        Arrays.setAll(columns, channel -> read.last.get(channels.get(channel)));
        List<Pulse.Sensor> sensors = new ArrayList<>(read.sensorId.length);
        for (int i = 0; i < read.sensorId.length; i++) {
            double[] last = new double[columns.length];
            for (int channel = 0; channel < last.length; channel++) {
                Double[] column = columns[channel];
                last[channel] = column != null && i < column.length && column[i] != null ? column[i] : Missing.VALUE;
            }
            sensors.add(new Pulse.Sensor(
                    String.valueOf(read.sensorId[i]),
                    read.readings[i],
                    read.anomalies[i],
                    read.maxScore[i],
                    last,
                    read.score[i],
                    read.warm[i] == 1));
        }
        return new Pulse(read.pipeline, read.partition, read.t, sensors);
    }

    /** A pulse as it is written. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @SuppressWarnings({"ArrayRecordComponent", "UnusedMethod"}) // never compared; made by Jackson
    private record Columns(
            String pipeline,
            int partition,
            long t,
            @JsonProperty("sensor_id") String[] sensorId,
            int[] readings,
            int[] anomalies,
            @JsonProperty("max_score") double[] maxScore,
            double[] score,
            int[] warm,
            Map<String, Double[]> last) {
        Columns {
            pipeline = pipeline == null ? "" : pipeline;
            sensorId = sensorId == null ? new String[0] : sensorId;
            readings = filled(readings, sensorId.length);
            anomalies = filled(anomalies, sensorId.length);
            maxScore = filled(maxScore, sensorId.length);
            score = filled(score, sensorId.length);
            warm = filled(warm, sensorId.length);
            last = last == null ? Map.of() : last;
        }

        private static int[] filled(int[] column, int sensors) {
            return column == null ? new int[sensors] : Arrays.copyOf(column, sensors);
        }

        private static double[] filled(double[] column, int sensors) {
            return column == null ? new double[sensors] : Arrays.copyOf(column, sensors);
        }
    }
}
