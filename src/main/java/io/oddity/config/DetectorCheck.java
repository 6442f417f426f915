package io.oddity.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.oddity.detect.DetectorFactory;
import io.oddity.detect.Detectors;
import io.oddity.detect.Parameter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds {@code detector} against what the kind of detector says about itself. */
final class DetectorCheck {
    /** Models that are trained before and loaded from a file. */
    private static final List<String> TRAINED = List.of("isolation-forest", "onnx");

    /** A record of the state topic may have 16 MiB; other detectors of the pipeline and the sensor's id need some, too. */
    private static final long LARGEST_STATE = 15L << 20;

    private DetectorCheck() {}

    static boolean isTrained(String type) {
        return TRAINED.contains(type);
    }

    /** @param features how many features it reads */
    static void check(JsonNode detector, int features, String path, Mistakes mistakes) {
        JsonNode type = detector.path("type");
        if (!type.isTextual()) {
            return;
        }
        outputs(detector, type.textValue(), Paths.key(path, "outputs"), mistakes);
        Optional<DetectorFactory> factory = Detectors.named(type.textValue());
        if (isTrained(type.textValue())) {
            if (!detector.has("model")) {
                mistakes.add(
                        Paths.key(path, "model"), "is required, since " + type.textValue() + " is a trained model");
            }
            return;
        }
        if (factory.isEmpty()) {
            String known = Stream.concat(Detectors.all().stream().map(DetectorFactory::type), TRAINED.stream())
                    .collect(Collectors.joining(", "));
            mistakes.add(
                    Paths.key(path, "type"), "no detector is called '" + type.textValue() + "'; known are " + known);
            return;
        }
        if (detector.has("model")) {
            mistakes.add(Paths.key(path, "model"), "is for trained models only, which " + type.textValue() + " is not");
        }
        parameters(factory.get(), detector.path("params"), features, Paths.key(path, "params"), mistakes);
    }

    private static void parameters(
            DetectorFactory factory, JsonNode params, int features, String path, Mistakes mistakes) {
        Map<String, Parameter> known = new LinkedHashMap<>();
        Map<String, Double> values = new LinkedHashMap<>();
        factory.parameters().forEach(parameter -> {
            known.put(parameter.name(), parameter);
            double value = params.path(parameter.name()).asDouble(parameter.fallback());
            values.put(parameter.name(), Math.max(parameter.min(), Math.min(parameter.max(), value)));
        });
        params.properties().forEach(param -> {
            String at = Paths.key(path, param.getKey());
            if (!known.containsKey(param.getKey())) {
                mistakes.add(at, Words.unknownKey(param.getKey(), known.keySet()));
            } else if (param.getValue().isNumber()) {
                value(known.get(param.getKey()), param.getValue(), at, mistakes);
            }
        });
        long state = factory.largestState(values, features);
        if (state > LARGEST_STATE) {
            mistakes.add(
                    path,
                    "must be smaller, since a sensor's state could take " + (state >> 20) + " MiB and no more than "
                            + (LARGEST_STATE >> 20) + " can be saved");
        }
    }

    private static void outputs(JsonNode detector, String type, String path, Mistakes mistakes) {
        JsonNode outputs = detector.path("outputs");
        if (!outputs.isMissingNode() && !type.equals("onnx")) {
            mistakes.add(path, "is for ONNX models only");
        }
        NamesCheck.unique(outputs, path, mistakes);
        for (int i = 0; i < outputs.size(); i++) {
            JsonNode scale = outputs.path(i).path("scale");
            JsonNode zero = scale.path(0);
            if (zero.isNumber()
                    && scale.path(1).isNumber()
                    && zero.asDouble() == scale.path(1).asDouble()) {
                String at = Paths.key(Paths.entry(path, i), "scale");
                mistakes.add(at, "must be two different numbers, was twice " + zero.asText());
            }
        }
    }

    private static void value(Parameter parameter, JsonNode value, String path, Mistakes mistakes) {
        double number = value.asDouble();
        String was = Words.was(path, value);
        if (parameter.whole() && number != Math.rint(number)) {
            mistakes.add(path, "must be a whole number" + was);
        } else if (number < parameter.min()) {
            mistakes.add(path, "must be >= " + plain(parameter.min()) + was);
        } else if (number > parameter.max()) {
            mistakes.add(path, "must be <= " + plain(parameter.max()) + was);
        }
    }

    private static String plain(double limit) {
        return BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString();
    }
}
