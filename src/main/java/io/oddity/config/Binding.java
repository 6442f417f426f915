package io.oddity.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Makes records of a tree that is complete and without mistakes. */
final class Binding {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .addModule(new SimpleModule().addDeserializer(Duration.class, new DurationText()))
            .build();

    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private Binding() {}

    static Duration duration(String text) {
        int digits = text.replaceAll("[a-z]", "").length();
        return Duration.of(Long.parseLong(text.substring(0, digits)), UNITS.get(text.substring(digits)));
    }

    static Config config(ObjectNode tree) {
        try {
            return MAPPER.treeToValue(tree, Config.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("oddity.schema.json allows what the records do not", e);
        }
    }

    /** Durations as the schema allows them: {@code 500ms}, {@code 7d}. */
    private static final class DurationText extends StdDeserializer<Duration> {
        DurationText() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return duration(parser.getText());
        }
    }
}
