package io.oddity.modelfile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.oddity.detect.IsolationForest;
import io.oddity.detect.IsolationTree;
import java.io.IOException;
import java.io.OutputStream;

/** Writes what {@link ForestReader} reads: scikit-learn's arrays as docs/isolation-forest.md exports them, and Oddity's own keys before them. */
final class ForestWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private ForestWriter() {}

    static void write(ForestFile file, OutputStream to) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(to)) {
            json.writeStartObject();
            json.writeNumberField("format", ForestFile.FORMAT);
            json.writeStringField("kind", ForestFile.KIND);
            if (!file.name().isEmpty()) {
                json.writeStringField("name", file.name());
            }
            if (file.version() > 0) {
                json.writeNumberField("version", file.version());
            }
            if (file.training().isPresent()) {
                json.writeFieldName("training");
                write(file.training().get(), json);
            }
            json.writeStringField("sha256", file.sha256());
            write(file.forest(), json);
            json.writeEndObject();
        }
    }

    private static void write(Training training, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("source", training.source());
        json.writeNumberField("rows", training.rows());
        json.writeNumberField("skipped", training.skipped());
        json.writeNumberField("contamination", training.contamination());
        json.writeNumberField("seed", training.seed());
        json.writeStringField("at", training.at().toString());
        json.writeEndObject();
    }

    private static void write(IsolationForest forest, JsonGenerator json) throws IOException {
        json.writeNumberField("max_samples", forest.maxSamples());
        json.writeNumberField("offset", -forest.threshold());
        json.writeFieldName("feature_names");
        json.writeArray(
                forest.features().toArray(String[]::new), 0, forest.features().size());
        json.writeArrayFieldStart("trees");
        for (IsolationTree tree : forest.trees()) {
            write(tree, json);
        }
        json.writeEndArray();
    }

    private static void write(IsolationTree tree, JsonGenerator json) throws IOException {
        json.writeStartObject();
        write("features", tree.features(), json);
        write("feature", tree.feature(), json);
        json.writeFieldName("threshold");
        json.writeArray(tree.threshold(), 0, tree.size());
        write("left", tree.left(), json);
        write("right", tree.right(), json);
        write("n_node_samples", tree.samples(), json);
        json.writeArrayFieldStart("missing_go_left");
        for (boolean goesLeft : tree.missingGoesLeft()) {
            json.writeNumber(goesLeft ? 1 : 0);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(String key, int[] values, JsonGenerator json) throws IOException {
        json.writeFieldName(key);
        json.writeArray(values, 0, values.length);
    }
}
