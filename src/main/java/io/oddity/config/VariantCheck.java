package io.oddity.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.oddity.detect.Detectors;
import java.util.ArrayList;
import java.util.List;

/** Finds in a way of judging readings what a schema cannot say. Takes any tree. */
final class VariantCheck {
    private final List<String> channels;
    private final Mistakes mistakes;

    VariantCheck(List<String> channels, Mistakes mistakes) {
        this.channels = channels;
        this.mistakes = mistakes;
    }

    void check(JsonNode variant, String path) {
        features(variant.path("features"), Paths.key(path, "features"));
        List<String> all = variant.has("features") ? variant.path("features").findValuesAsText("name") : channels;
        List<String> known = new ArrayList<>(all);
        if (variant.has("detector") && variant.has("detectors")) {
            mistakes.add(Paths.key(path, "detector"), "must not stand beside detectors");
        }
        if (variant.has("detector")) {
            detector(variant.path("detector"), Paths.key(path, "detector"), all, known);
        }
        JsonNode detectors = variant.path("detectors");
        String at = Paths.key(path, "detectors");
        names(detectors, at);
        for (int i = 0; i < detectors.size(); i++) {
            detector(detectors.path(i), Paths.entry(at, i), all, known);
        }
        String last = detectors.isEmpty() ? Paths.key(path, "detector") : Paths.entry(at, detectors.size() - 1);
        score(detectors.isEmpty() ? variant.path("detector") : detectors.path(detectors.size() - 1), last);
    }

    /** What the last detector gives is read by no other, so without a score it would be there for nothing. */
    private void score(JsonNode last, String path) {
        JsonNode outputs = last.path("outputs");
        if (!outputs.isEmpty() && !outputs.findValuesAsText("name").contains("score")) {
            mistakes.add(
                    Paths.key(path, "outputs"), "one must be called score, since no detector comes after this one");
        }
    }

    private void features(JsonNode features, String path) {
        NamesCheck.unique(features, path, mistakes);
        for (int i = 0; i < features.size(); i++) {
            JsonNode feature = features.path(i);
            String at = Paths.entry(path, i);
            JsonNode channel = feature.path("channel");
            if (channel.isTextual() && !channels.contains(channel.textValue())) {
                mistakes.add(
                        Paths.key(at, "channel"),
                        "no channel is called '" + channel.textValue() + "'; known are " + String.join(", ", channels));
            }
            NamesCheck.ascending(feature.path("scale"), Paths.key(at, "scale"), mistakes);
            if (feature.has("window") != feature.has("take")) {
                String missing = feature.has("window") ? "take" : "window";
                mistakes.add(Paths.key(at, missing), "is required, since window and take come together");
            }
            if (feature.has("lag") && feature.has("window")) {
                mistakes.add(Paths.key(at, "lag"), "must not stand beside window");
            }
        }
    }

    /** A detector without a name is called like its type. */
    private void names(JsonNode detectors, String path) {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < detectors.size(); i++) {
            String name = detectors
                    .path(i)
                    .path("name")
                    .asText(detectors.path(i).path("type").asText());
            if (seen.contains(name)) {
                mistakes.add(
                        Paths.key(Paths.entry(path, i), "name"), "must be unique, but '" + name + "' is there twice");
            }
            seen.add(name);
        }
    }

    /**
     * Checks one detector.
     *
     * @param all what it reads where it does not say
     * @param known what it may read; gets its outputs
     */
    private void detector(JsonNode detector, String path, List<String> all, List<String> known) {
        JsonNode features = detector.path("features");
        List<String> read = new ArrayList<>();
        features.forEach(feature -> read.add(feature.asText()));
        if (!detector.has("features")) {
            read.addAll(all);
        }
        DetectorCheck.check(detector, read.size(), path, mistakes);
        for (int i = 0; i < features.size(); i++) {
            if (features.path(i).isTextual() && !known.contains(features.path(i).textValue())) {
                mistakes.add(
                        Paths.entry(Paths.key(path, "features"), i),
                        "no feature and no detector before it gives '"
                                + features.path(i).textValue() + "'; known are " + String.join(", ", known));
            }
        }
        String name = detector.path("name").asText(detector.path("type").asText());
        JsonNode outputs = detector.path("outputs");
        if (outputs.isEmpty()) {
            Detectors.named(detector.path("type").asText())
                    .map(factory -> factory.outputs(read))
                    .orElse(List.of("score"))
                    .forEach(output -> known.add(name + '.' + output));
        }
        outputs.findValuesAsText("name").forEach(output -> known.add(name + '.' + output));
    }
}
