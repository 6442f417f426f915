package io.oddity.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Puts something of every type in every place: it loads or is refused, and never ends in an exception of another kind. */
class AnyShapeTest {
    private static final String FULL = new Yaml()
            .root("application: a")
            .root("node: n")
            .root("kafka: {bootstrap.servers: a, retries: 3}")
            .root("topics: {replication: 1, scored: {name: s, partitions: 1, retention: 1d}}")
            .root("http: {host: h, port: 1}")
            .root("instances: {ingest: 1}")
            .pipeline("metric: m")
            .pipeline("value: v")
            .pipeline("time: {field: f, format: iso, zone: UTC}")
            .pipeline("channels: [{name: a, field: b, unit: c, range: [1, 2]}]")
            .pipeline("features: [{name: a, channel: a, scale: [1, 2]}]")
            .pipeline("detector: {type: fixture, params: {trees: 3}}")
            .pipeline("threshold: 0.5")
            .pipeline("challenger: {variant: c, detector: {type: onnx, model: m, outputs:"
                    + " [{name: score, tensor: t, column: 1, scale: [1, 0], error: mse}]}}")
            .toString();

    static Stream<String> variants() {
        List<String> variants = new ArrayList<>();
        for (String odd : List.of(
                "null",
                "7",
                "1.5",
                "-1e400",
                "true",
                "\"\"",
                "\"x\"",
                "\"@/~\"",
                "\"${\"",
                "[]",
                "[null]",
                "{}",
                "{\"name\":[]}")) {
            ObjectNode tree = YamlTree.parse(FULL, "full", new Mistakes());
            vary(tree, tree, odd, variants);
        }
        return variants.stream();
    }

    private static void vary(JsonNode value, JsonNode tree, String odd, List<String> variants) {
        if (value instanceof ObjectNode object) {
            List<String> keys = new ArrayList<>();
            object.fieldNames().forEachRemaining(keys::add);
            for (String key : keys) {
                JsonNode before = object.get(key);
                object.put(key, "HERE");
                variants.add(tree.toString().replace("\"HERE\"", odd));
                object.set(key, before);
                vary(before, tree, odd, variants);
            }
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode before = array.get(i);
                array.set(i, "HERE");
                variants.add(tree.toString().replace("\"HERE\"", odd));
                array.set(i, before);
                vary(before, tree, odd, variants);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void loadsOrIsRefused(String yaml) {
        try {
            ConfigLoader.load(yaml, "any", Map.of("ODDITY_HTTP_PORT", "1", "ODDITY_KAFKA_RETRIES", "2"));
        } catch (ConfigException e) {
            assertThat(e.mistakes()).isNotEmpty();
        } catch (RuntimeException e) {
            fail(yaml, e); // the text, so that it can be replayed
        }
    }
}
