package io.oddity.bench.rivals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.oddity.detect.HalfSpaceTreesFactory;
import io.oddity.detect.OnlineDetector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * What an engineer would put into a stream processor: parse with Jackson, score with the very trees that Oddity has, write with
 * Jackson what Oddity writes. Single-threaded.
 */
final class Judge {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    private static final double LOWEST = 21;
    private static final double HIGHEST = 85;
    private static final double THRESHOLD = 0.7;

    private final OnlineDetector trees = new HalfSpaceTreesFactory()
            .configure(Map.of("trees", 5.0, "height", 3.0, "window", 30.0, "seed", 42.0), List.of("temp"))
            .get();
    private final int slot = trees.open();
    private final byte[] fresh = state();
    private final double[] row = new double[1];

    /** A reading as the plant sends it. */
    record Reading(String sensorId, double temp, String ts) {
        static Reading parse(byte[] json) {
            String id = null;
            String ts = null;
            double temp = Double.NaN;
            try (JsonParser parser = JSON.createParser(json)) {
                parser.nextToken();
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    parser.nextToken();
                    switch (name) {
                        case "sensor_id" -> id = parser.getText();
                        case "temp" -> temp = parser.getDoubleValue();
                        case "ts" -> ts = parser.getText();
                        default -> parser.skipChildren();
                    }
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return new Reading(id, temp, ts);
        }
    }

    /**
     * Judges a reading.
     *
     * @param state what {@link #state()} said after the sensor's last reading; null before its first
     */
    byte[] judge(Reading reading, byte[] state) {
        trees.load(slot, ByteBuffer.wrap(state == null ? fresh : state));
        boolean isWarm = trees.isWarm(slot);
        row[0] = (reading.temp - LOWEST) / (HIGHEST - LOWEST);
        double score = trees.scoreAndLearn(slot, row, 0, 0);
        return verdict(reading, score, isWarm);
    }

    /** Of the sensor that was judged last. */
    byte[] state() {
        ByteBuffer state = ByteBuffer.allocate(trees.snapshotBytes(slot));
        trees.save(slot, state);
        return state.array();
    }

    private static byte[] verdict(Reading reading, double score, boolean isWarm) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(400);
        boolean isAnomaly = isWarm && score > THRESHOLD;
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("v", 1);
            json.writeStringField("pipeline", "temperature");
            json.writeStringField("sensor_id", reading.sensorId);
            json.writeStringField("ts", reading.ts);
            json.writeObjectFieldStart("values");
            json.writeNumberField("temp", reading.temp);
            json.writeEndObject();
            json.writeNumberField("raw_score", score);
            json.writeNumberField("score", score);
            json.writeNumberField("threshold", THRESHOLD);
            json.writeNumberField("p", 1 - score);
            json.writeBooleanField("anomaly", isAnomaly);
            json.writeStringField("status", isAnomaly ? "ANOMALY" : isWarm ? "NORMAL" : "WARMING_UP");
            json.writeStringField("detector", "half-space-trees");
            json.writeNumberField("partition", 0);
            json.writeNumberField("offset", 1_000_000);
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }
}
