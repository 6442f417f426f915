package io.oddity.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oddity.detect.Detectors;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/** Fills in what is not written: first what the schema knows, then, in a valid tree, what follows from other settings. */
final class Defaults {
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
            features((ObjectNode) pipeline);
            params((ObjectNode) pipeline.get("detector"));
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

    private static void features(ObjectNode pipeline) {
        if (pipeline.has("features")) {
            return;
        }
        ArrayNode features = pipeline.putArray("features");
        for (JsonNode channel : pipeline.get("channels")) {
            ObjectNode feature = features.addObject();
            feature.set("name", channel.get("name"));
            feature.set("channel", channel.get("name"));
            feature.set("scale", channel.get("range"));
        }
    }

    /** In the order of the factory, so that every run shows them alike. */
    private static void params(ObjectNode detector) {
        ObjectNode written = (ObjectNode) detector.get("params");
        ObjectNode all = detector.putObject("params");
        Detectors.named(detector.get("type").textValue())
                .orElseThrow()
                .parameters()
                .forEach(parameter ->
                        all.put(parameter.name(), written.path(parameter.name()).asDouble(parameter.fallback())));
    }
}
