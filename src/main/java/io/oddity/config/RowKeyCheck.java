package io.oddity.config;

import com.fasterxml.jackson.databind.JsonNode;

/** A corrected reading can be judged anew only where nothing but the reading itself decides. Takes any tree. */
final class RowKeyCheck {
    private RowKeyCheck() {}

    static void check(JsonNode pipeline, String path, Mistakes mistakes) {
        if (!pipeline.has("row_key")) {
            return;
        }
        String at = Paths.key(path, "row_key");
        if (!pipeline.path("row_key").toString().equals("[\"sensor_id\",\"ts\"]")) {
            mistakes.add(at, "must be [sensor_id, ts]");
        }
        JsonNode channels = pipeline.path("channels");
        for (int i = 0; i < channels.size(); i++) {
            if (channels.path(i).path("missing").asText().equals("last")) {
                reject(at, Paths.key(Paths.entry(Paths.key(path, "channels"), i), "missing"), mistakes);
            }
        }
        variant(pipeline, path, at, mistakes);
        if (pipeline.has("challenger")) {
            variant(pipeline.path("challenger"), Paths.key(path, "challenger"), at, mistakes);
        }
    }

    private static void variant(JsonNode variant, String path, String at, Mistakes mistakes) {
        JsonNode features = variant.path("features");
        for (int i = 0; i < features.size(); i++) {
            if (features.path(i).has("window") || features.path(i).has("lag")) {
                reject(at, Paths.entry(Paths.key(path, "features"), i), mistakes);
            }
        }
        JsonNode several = variant.path("detectors");
        for (int i = 0; i < several.size(); i++) {
            detector(several.path(i), Paths.entry(Paths.key(path, "detectors"), i), at, mistakes);
        }
        if (several.isMissingNode()) {
            detector(variant.path("detector"), Paths.key(path, "detector"), at, mistakes);
        }
        if (!variant.has("threshold")) {
            mistakes.add(
                    Paths.key(path, "threshold"),
                    "is required beside row_key, since without it a sensor's past decides");
        }
    }

    private static void detector(JsonNode detector, String path, String at, Mistakes mistakes) {
        if (!DetectorCheck.isTrained(detector.path("type").asText())) {
            reject(at, path, mistakes);
        }
    }

    private static void reject(String at, String because, Mistakes mistakes) {
        mistakes.add(
                at, "needs a pipeline that judges each reading by itself, but " + because + " depends on earlier ones");
    }
}
