package io.oddity.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oddity.detect.DetectorFactory;
import io.oddity.detect.Detectors;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

/** Fills in what is not written: first what the schema knows, then, in a valid tree, what follows from other settings. */
final class Defaults {
    /** The score from which a detector votes where neither it nor the pipeline has a threshold. */
    private static final double USUAL_VOTE = 0.5;

    private Defaults() {}

    /** Fills in the schema's defaults, wherever the tree has the shape for it. */
    static void fixed(JsonNode value, Schema schema) {
        if (value instanceof ObjectNode object) {
            for (String key : schema.keys()) {
                JsonNode fallback = schema.key(key).get("default");
                if (!object.has(key) && !fallback.isMissingNode()) {
                    object.set(key, fallback.deepCopy());
                }
                fixed(object.path(key), schema.key(key));
            }
        } else if (value instanceof ArrayNode array) {
            array.forEach(entry -> fixed(entry, schema.entry()));
        }
    }

    /** Fills in the rest of a tree without mistakes. */
    static void derived(ObjectNode tree, Map<String, String> environment) {
        if (!tree.has("node")) {
            int port = tree.at("/http/port").asInt();
            // Of two processes that each take a free port, each must still be told from the other.
            String process = port == 0 ? "pid" + ProcessHandle.current().pid() : Integer.toString(port);
            tree.put("node", host(environment) + "-" + process);
        }
        for (JsonNode pipeline : tree.get("pipelines")) {
            channels(pipeline);
            variants((ObjectNode) pipeline);
        }
    }

    /** Containers have their own name in HOSTNAME, and often no entry for it in the DNS. */
    private static String host(Map<String, String> environment) {
        String name = environment.getOrDefault("HOSTNAME", "");
        if (name.isEmpty()) {
            try {
                name = InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                name = "localhost";
            }
        }
        return name.replaceAll("[^a-zA-Z0-9._-]", "-");
    }

    private static void channels(JsonNode pipeline) {
        for (JsonNode channel : pipeline.get("channels")) {
            if (!channel.has("field")) {
                ((ObjectNode) channel).set("field", channel.get("name"));
            }
        }
    }

    /** What stands at the top of a pipeline and what stands below {@code challenger} are two of a kind. */
    private static void variants(ObjectNode pipeline) {
        ArrayNode variants = pipeline.putArray("variants");
        ObjectNode main = variants.addObject();
        for (String key : List.of(
                "variant", "features", "lateness", "detector", "detectors", "combine", "threshold", "false_alarms")) {
            if (pipeline.has(key)) {
                main.set(key, pipeline.remove(key));
            }
        }
        if (pipeline.has("challenger")) {
            variants.add(pipeline.remove("challenger"));
        }
        for (JsonNode variant : variants) {
            features((ObjectNode) variant, pipeline.get("channels"));
            detectors((ObjectNode) variant);
            if (!variant.has("lateness")) {
                ((ObjectNode) variant).put("lateness", "0ms");
            }
        }
    }

    private static void features(ObjectNode variant, JsonNode channels) {
        if (variant.has("features")) {
            return;
        }
        ArrayNode features = variant.putArray("features");
        for (JsonNode channel : channels) {
            ObjectNode feature = features.addObject();
            feature.set("name", channel.get("name"));
            feature.set("channel", channel.get("name"));
            feature.set("scale", channel.get("range"));
        }
    }

    private static void detectors(ObjectNode variant) {
        if (!variant.has("detectors")) {
            JsonNode one = variant.has("detector") ? variant.remove("detector") : new ObjectMapper().createObjectNode();
            fixed(one, Schema.DETECTOR);
            variant.putArray("detectors").add(one);
        }
        for (JsonNode detector : variant.get("detectors")) {
            detector((ObjectNode) detector, variant);
        }
    }

    private static void detector(ObjectNode detector, JsonNode variant) {
        if (!detector.has("name")) {
            detector.set("name", detector.get("type"));
        }
        if (!detector.has("features")) {
            ArrayNode features = detector.putArray("features");
            variant.get("features").forEach(feature -> features.add(feature.get("name")));
        }
        if (!detector.has("threshold")) {
            detector.put("threshold", variant.path("threshold").asDouble(USUAL_VOTE));
        }
        if (detector.get("type").textValue().equals("onnx") && !detector.has("outputs")) {
            detector.putArray("outputs").addObject().put("name", "score").put("column", 0);
        }
        for (JsonNode output : detector.withArray("outputs")) {
            if (!output.has("tensor")) {
                ((ObjectNode) output).set("tensor", output.get("name"));
            }
        }
        Detectors.named(detector.get("type").textValue()).ifPresent(factory -> params(detector, factory));
    }

    /** In the order of the factory, so that every run shows them alike. */
    private static void params(ObjectNode detector, DetectorFactory factory) {
        JsonNode written = detector.get("params");
        ObjectNode all = detector.putObject("params");
        factory.parameters()
                .forEach(parameter ->
                        all.put(parameter.name(), written.path(parameter.name()).asDouble(parameter.fallback())));
    }
}
