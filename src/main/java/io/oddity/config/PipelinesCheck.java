package io.oddity.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Set;

/** Finds in pipelines what a schema cannot say: names that must differ or must exist, patterns, zones, and so on. */
final class PipelinesCheck {
    private static final Set<String> FORMATS = Set.of("iso", "epoch_s", "epoch_ms", "epoch_us");

    private final Mistakes mistakes;

    PipelinesCheck(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /** Takes any tree, also one in which the schema found mistakes. */
    void check(JsonNode tree) {
        JsonNode pipelines = tree.path("pipelines");
        NamesCheck.unique(pipelines, "pipelines", mistakes);
        for (int i = 0; i < pipelines.size(); i++) {
            pipeline(pipelines.path(i), Paths.entry("pipelines", i));
        }
    }

    private void pipeline(JsonNode pipeline, String path) {
        field(pipeline.path("sensor_id"), Paths.key(path, "sensor_id"), "@key");
        metric(pipeline, path);
        time(pipeline.path("time"), Paths.key(path, "time"));
        channels(pipeline, Paths.key(path, "channels"));
        VariantCheck variants = new VariantCheck(pipeline.path("channels").findValuesAsText("name"), mistakes);
        variants.check(pipeline, path);
        variants.check(pipeline.path("challenger"), Paths.key(path, "challenger"));
        RowKeyCheck.check(pipeline, path, mistakes);
        RulesCheck.check(pipeline, path, mistakes);
        JsonNode challenger = pipeline.path("challenger").path("variant");
        if (challenger.isTextual()
                && challenger.textValue().equals(pipeline.path("variant").asText("main"))) {
            mistakes.add(
                    Paths.key(Paths.key(path, "challenger"), "variant"),
                    "must differ from the pipeline's own variant, '" + challenger.textValue() + "'");
        }
    }

    private void metric(JsonNode pipeline, String path) {
        if (pipeline.has("metric") != pipeline.has("value")) {
            String missing = pipeline.has("metric") ? "value" : "metric";
            mistakes.add(Paths.key(path, missing), "is required, since metric and value come together");
        }
        field(pipeline.path("metric"), Paths.key(path, "metric"), "");
        field(pipeline.path("value"), Paths.key(path, "value"), "");
    }

    private void time(JsonNode time, String path) {
        field(time.path("field"), Paths.key(path, "field"), "@timestamp");
        JsonNode format = time.path("format");
        if (format.isTextual() && !isFormat(format.textValue())) {
            String at = Paths.key(path, "format");
            mistakes.add(
                    at, "must be iso, epoch_s, epoch_ms, epoch_us or a pattern of java.time" + Words.was(at, format));
        }
        JsonNode zone = time.path("zone");
        if (zone.isTextual() && !isZone(zone.textValue())) {
            String at = Paths.key(path, "zone");
            mistakes.add(at, "must be a zone such as UTC, +01:00 or Europe/Berlin" + Words.was(at, zone));
        }
    }

    private static boolean isFormat(String text) {
        try {
            return FORMATS.contains(text) || DateTimeFormatter.ofPattern(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isZone(String text) {
        try {
            return ZoneId.of(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private void channels(JsonNode pipeline, String path) {
        JsonNode channels = pipeline.path("channels");
        NamesCheck.unique(channels, path, mistakes);
        for (int i = 0; i < channels.size(); i++) {
            String at = Paths.entry(path, i);
            if (!pipeline.has("metric")) {
                field(channels.path(i).path("field"), Paths.key(at, "field"), "");
            }
            NamesCheck.ascending(channels.path(i).path("range"), Paths.key(at, "range"), mistakes);
        }
    }

    /** @param special the one word with @ that is known here; empty when there is none */
    private void field(JsonNode field, String path, String special) {
        String text = field.asText();
        if (text.startsWith("@") && !text.equals(special)) {
            String hint = special.isEmpty() ? "" : " or " + special;
            mistakes.add(
                    path,
                    "must be a field's name, a JSON Pointer" + hint + Words.was(path, field)
                            + "; a field of that name is '/" + text + "'");
        } else if (text.contains("/") && !text.startsWith("/")) {
            mistakes.add(path, "must start with / to be a JSON Pointer" + Words.was(path, field));
        } else if (text.startsWith("/") && text.matches(".*~([^01].*)?")) {
            mistakes.add(path, "must write ~ as ~0 in a JSON Pointer" + Words.was(path, field));
        }
    }
}
