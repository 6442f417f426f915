package io.oddity.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oddity.modelfile.ForestFile;
import io.oddity.train.TrainingReport;
import io.oddity.train.TrainingRows;
import java.nio.file.Path;
import java.util.Locale;

/** What {@code train} says at its end, to people or to machines. */
record TrainReport(ForestFile model, Path file, TrainingRows rows, TrainingReport scores) {
    String toText() {
        String drawn = rows.complete() > rows.size() ? ", drawn from " + rows.complete() : "";
        return String.join(
                System.lineSeparator(),
                "rows: " + rows.size() + drawn + "; " + rows.skipped() + " skipped, as they lacked a feature",
                "features: " + String.join(", ", rows.features()),
                scores.toText(),
                String.format(
                        Locale.ROOT,
                        "threshold: %s makes %d of these rows anomalies (%.2f %%)",
                        model.forest().threshold(),
                        scores.anomalies(),
                        100.0 * scores.anomalies() / rows.size()),
                "wrote: " + file + " (sha256 " + model.sha256() + ")",
                "use it in a pipeline whose features are these, in this order and as they were here: scaled if they were scaled");
    }

    String toJson() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("name", model.name());
        json.put("version", model.version());
        json.put("file", file.toString());
        json.put("sha256", model.sha256());
        json.put("rows", rows.size());
        json.put("rows_complete", rows.complete());
        json.put("rows_skipped", rows.skipped());
        ArrayNode features = json.putArray("features");
        rows.features().forEach(features::add);
        json.put("threshold", model.forest().threshold());
        json.put("anomalies", scores.anomalies());
        ArrayNode quantiles = json.putArray("score_quantiles");
        for (double[] pair : scores.quantiles()) {
            quantiles.addArray().add(pair[0]).add(pair[1]);
        }
        return json.toString();
    }
}
