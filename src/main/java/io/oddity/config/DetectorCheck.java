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

    private DetectorCheck() {}

    static void check(JsonNode detector, String path, Mistakes mistakes) {
        JsonNode type = detector.path("type");
        if (!type.isTextual()) {
            return;
        }
        outputs(detector, type.textValue(), Paths.key(path, "outputs"), mistakes);
        Optional<DetectorFactory> factory = Detectors.named(type.textValue());
        if (TRAINED.contains(type.textValue())) {
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
        Map<String, Parameter> known = new LinkedHashMap<>();
        factory.get().parameters().forEach(parameter -> known.put(parameter.name(), parameter));
        detector.path("params").properties().forEach(param -> {
            String at = Paths.key(Paths.key(path, "params"), param.getKey());
            if (!known.containsKey(param.getKey())) {
                mistakes.add(at, Words.unknownKey(param.getKey(), known.keySet()));
            } else if (param.getValue().isNumber()) {
                value(known.get(param.getKey()), param.getValue(), at, mistakes);
            }
        });
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
