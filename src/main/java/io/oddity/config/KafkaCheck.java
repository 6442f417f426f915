package io.oddity.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** Refuses Kafka settings on which Oddity's promises rest. */
final class KafkaCheck {
    private static final String EXACTLY_ONCE = "verdicts and offsets go into one transaction";
    private static final String BYTES = "records are decoded and encoded by Oddity itself";

    private static final Map<String, String> REASONS = Map.of(
            "group.id", "it is the application's name",
            "transactional.id", EXACTLY_ONCE,
            "enable.auto.commit", EXACTLY_ONCE,
            "enable.idempotence", EXACTLY_ONCE,
            "isolation.level", "readings of transactions that failed must not be scored",
            "key.serializer", BYTES,
            "value.serializer", BYTES,
            "key.deserializer", BYTES,
            "value.deserializer", BYTES);

    private KafkaCheck() {}

    static void check(JsonNode tree, Mistakes mistakes) {
        for (String map : List.of("kafka", "kafka_consumer", "kafka_producer")) {
            tree.path(map).fieldNames().forEachRemaining(key -> {
                if (REASONS.containsKey(key)) {
                    mistakes.add(
                            Paths.key(map, key),
                            "is set by Oddity itself, because " + REASONS.get(key) + "; remove it");
                }
            });
        }
    }
}
