package io.oddity.testing;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The reference vectors of {@code golden/onnx}; see the README beside them. */
public final class GoldenOnnx {
    private GoldenOnnx() {}

    /** The names of the models. */
    public static Stream<String> names() {
        return Stream.of("if100_auto", "if100_c005", "autoencoder", "autoencoder_torch_export", "lightgbm_classifier");
    }

    /** A model. */
    public static byte[] model(String name) {
        return GoldenForest.unzipped("/golden/onnx/" + name + ".onnx.gz");
    }

    /** Three features a row, then what the model must give; without rows that lack a feature. */
    public static List<double[]> expected(String name) {
        String file = name.startsWith("autoencoder") ? "autoencoder" : name;
        return GoldenForest.rows(GoldenForest.unzipped("/golden/onnx/" + file + "_expected.csv.gz")).stream()
                .filter(row -> Arrays.stream(row, 0, 3).noneMatch(Double::isNaN))
                .toList();
    }
}
