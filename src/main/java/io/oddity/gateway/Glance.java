package io.oddity.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What of an encoded verdict matters here.
 *
 * @param values by channel; empty unless asked for
 */
record Glance(String pipeline, String sensorId, double score, boolean isAnomaly, Map<String, Double> values) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Reads a record's value; null when it is no verdict, because somebody else writes into the topic, too. */
    static Glance at(byte[] value, boolean withValues) {
        if (value == null || !isOneLine(value)) {
            return null;
        }
        String pipeline = "";
        String sensorId = "";
        double score = 0;
        boolean isAnomaly = false;
        Map<String, Double> values = withValues ? new HashMap<>() : Map.of();
        try (JsonParser parser = JSON.createParser(value)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                switch (name) {
                    case "pipeline" -> pipeline = parser.getText();
                    case "sensor_id" -> sensorId = parser.getText();
                    case "score" -> score = parser.getDoubleValue();
                    case "anomaly" -> isAnomaly = parser.getBooleanValue();
                    case "values" -> {
                        if (withValues && token == JsonToken.START_OBJECT) {
                            readValues(parser, values);
                        } else {
                            parser.skipChildren();
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
        } catch (IOException e) {
            return null;
        }
        return new Glance(pipeline, sensorId, score, isAnomaly, values);
    }

    /** A line break between two fields is valid JSON, but would end a server-sent event in its middle. */
    private static boolean isOneLine(byte[] value) {
        for (byte b : value) {
            if (b == '\n' || b == '\r') {
                return false;
            }
        }
        return value.length > 0 && value[0] == '{';
    }

    private static void readValues(JsonParser parser, Map<String, Double> values) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            values.put(name, parser.getDoubleValue());
        }
    }
}
