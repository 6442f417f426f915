package io.oddity.onnx;

import static io.oddity.onnx.TinyModel.ANY;
import static io.oddity.onnx.TinyModel.DOUBLE;
import static io.oddity.onnx.TinyModel.FLOAT;
import static io.oddity.onnx.TinyModel.INT64;
import static io.oddity.onnx.TinyModel.field;
import static io.oddity.onnx.TinyModel.input;
import static io.oddity.onnx.TinyModel.join;
import static io.oddity.onnx.TinyModel.node;
import static io.oddity.onnx.TinyModel.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.oddity.config.Pipeline.ModelOutput;
import io.oddity.detect.BatchModel;
import io.oddity.detect.TrainedModel;
import io.oddity.model.Missing;
import io.oddity.testing.GoldenForest;
import io.oddity.testing.GoldenOnnx;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What ONNX models say here is what they said where they come from, bit by bit the same in any batch. */
class OnnxScorerTest {
    /** How far they are from the library that trained them, as the manifest says. */
    private static final double FLOATS = 2e-7;

    private static final List<String> CHANNELS = List.of("temperature", "vibration", "pressure");
    private static final Map<String, List<ModelOutput>> OUTPUTS = Map.of(
            "if100_auto", forestOutputs(),
            "if100_c005", forestOutputs(),
            "autoencoder", List.of(number("score", "score", 0.0, 4.0), number("error", "score")),
            "autoencoder_torch_export", List.of(number("score", "score", 0.0, 4.0), number("error", "score")),
            "lightgbm_classifier", List.of(number("score", "probability"), number("label", "label")));

    @TempDir
    private Path folder;

    private final List<TrainedModel> loaded = new ArrayList<>();

    static Stream<String> names() {
        return GoldenOnnx.names();
    }

    private static List<ModelOutput> forestOutputs() {
        return List.of(
                number("score", "score_samples", 0.0, -1.0),
                number("decision", "decision_function"),
                number("label", "label"));
    }

    private static ModelOutput number(String name, String tensor, Double... scale) {
        return new ModelOutput(name, tensor, 0, scale.length == 0 ? null : List.of(scale), null);
    }

    private BatchModel load(byte[] model, List<String> features, ModelOutput... outputs) throws Exception {
        Path file = Files.write(folder.resolve("1.onnx"), model);
        loaded.add(OnnxReader.read(file, features, List.of(outputs)));
        return loaded.get(loaded.size() - 1).scorer();
    }

    private BatchModel golden(String name) throws Exception {
        return load(GoldenOnnx.model(name), CHANNELS, OUTPUTS.get(name).toArray(ModelOutput[]::new));
    }

    @AfterEach
    void close() {
        loaded.forEach(TrainedModel::close);
    }

    private static double[] score(BatchModel model, double[] rows, int batch) {
        int width = model.features().size();
        int outputs = model.outputs().size();
        int n = rows.length / width;
        double[] all = new double[n * outputs];
        for (int from = 0; from < n; from += batch) {
            int size = Math.min(batch, n - from);
            double[] out = new double[size * outputs];
            model.score(Arrays.copyOfRange(rows, from * width, (from + size) * width), size, out);
            System.arraycopy(out, 0, all, from * outputs, out.length);
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"if100_auto", "if100_c005"})
    void forestsSayWhatScikitLearnSays(String name) throws Exception {
        List<double[]> expected = GoldenOnnx.expected(name);
        double[] said = score(golden(name), GoldenForest.flat(expected, 3), 1_000);

        assertThat(expected).hasSizeGreaterThan(2_000);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(said[3 * i]).as("row %d", i).isCloseTo(-expected.get(i)[3], within(FLOATS));
            assertThat(said[3 * i + 1]).as("row %d", i).isCloseTo(expected.get(i)[4], within(FLOATS));
            assertThat(said[3 * i + 2]).as("row %d", i).isEqualTo(expected.get(i)[5]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"autoencoder", "autoencoder_torch_export"})
    void autoencodersSayWhatPyTorchSays(String name) throws Exception {
        List<double[]> expected = GoldenOnnx.expected(name);
        double[] said = score(golden(name), GoldenForest.flat(expected, 3), 1_000);

        assertThat(expected).hasSize(2_003);
        for (int i = 0; i < expected.size(); i++) {
            double error = expected.get(i)[3];
            assertThat(said[2 * i]).as("row %d", i).isEqualTo(Math.min(said[2 * i + 1] / 4, 1));
            assertThat(said[2 * i + 1]).as("row %d", i).isCloseTo(error, within(1e-4 * error));
        }
    }

    @Test
    void aClassifierSaysWhatLightGbmSays() throws Exception {
        List<double[]> expected = GoldenOnnx.expected("lightgbm_classifier");
        double[] said = score(golden("lightgbm_classifier"), GoldenForest.flat(expected, 3), 1_000);

        assertThat(expected).hasSize(2_003);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(said[2 * i]).as("row %d", i).isCloseTo(expected.get(i)[3], within(FLOATS));
            assertThat(said[2 * i + 1]).as("row %d", i).isEqualTo(expected.get(i)[4]);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void aRowGivesTheSameBitsInAnyBatch(String name) throws Exception {
        BatchModel model = golden(name);
        double[] rows = GoldenForest.flat(GoldenOnnx.expected(name), 3);
        double[] alone = score(model, rows, 1);

        assertThat(score(model, rows, 1_000)).isEqualTo(alone);
        assertThat(score(model, rows, 7)).isEqualTo(alone);
    }

    /** The runtime takes the logarithm of 1 to 3 numbers with other instructions than of 4; it then differs in the last bit. */
    @Test
    void arithmeticDoesNotDependOnTheNumberOfRows() throws Exception {
        BatchModel model = load(TinyModel.of("Log", FLOAT, ANY, 1), List.of("a"), number("y", "Y"));
        double[] rows = new SplittableRandom(1).doubles(1_000, 0.1, 10).toArray();

        assertThat(score(model, rows, 1_000)).isEqualTo(score(model, rows, 1));
    }

    /** What lies beside a row would change what is said about it if the model ever saw both. */
    @Test
    void aModelThatMixesRowsSeesOnlyOne() throws Exception {
        byte[] fromMean = TinyModel.of(
                node("ReduceMean", "X", "M", join(field(1, "axes"), field(8, 0), field(20, 7))),
                node("Sub", "X M", "Y"),
                input("X", FLOAT, ANY, 1),
                output("Y", FLOAT, ANY, 1));
        BatchModel model = load(fromMean, List.of("a"), number("y", "Y"));

        assertThat(score(model, new double[] {1, 2, 6}, 3)).containsExactly(0, 0, 0);
    }

    @Test
    void numbersKeepTheWidthOfTheTensor() throws Exception {
        double[] row = {0.1, 2.7};

        assertThat(score(identity(DOUBLE), row, 1)).containsExactly(0.1, 2.7);
        assertThat(score(identity(FLOAT), row, 1)).containsExactly(0.1f, 2.7f);
        assertThat(score(identity(INT64), row, 1)).containsExactly(0, 3);
    }

    private BatchModel identity(int type) throws Exception {
        return load(
                TinyModel.of("Identity", type, 1, 2),
                List.of("a", "b"),
                new ModelOutput("first", "Y", 0, null, null),
                new ModelOutput("second", "Y", 1, null, null));
    }

    @Test
    void aScoreIsScaledAndCutWhereOtherNumbersAreNot() throws Exception {
        BatchModel model = load(
                TinyModel.of("Identity", DOUBLE, ANY, 1),
                List.of("a"),
                number("score", "Y", 10.0, 20.0),
                number("plain", "Y", 10.0, 20.0),
                number("turned", "Y", 0.5, -0.5));

        assertThat(score(model, new double[] {15, 25, 5}, 3))
                .containsExactly(0.5, 0.5, -14.5, 1, 1.5, -24.5, 0, -0.5, -4.5);
    }

    @Test
    void anAutoencoderIsComparedWithItsInput() throws Exception {
        BatchModel model = load(
                TinyModel.of("Abs", FLOAT, ANY, 2),
                List.of("a", "b"),
                new ModelOutput("squared", "Y", 0, null, "mse"),
                new ModelOutput("absolute", "Y", 0, null, "mae"),
                new ModelOutput("score", "Y", 0, List.of(0.0, 16.0), "mse"));

        assertThat(score(model, new double[] {-2, 3, 1, 1}, 2)).containsExactly(8, 2, 0.5, 0, 0, 0);
    }

    @Test
    void whatIsNotFiniteIsMissing() throws Exception {
        BatchModel model = load(TinyModel.of("Log", FLOAT, ANY, 1), List.of("a"), number("score", "Y"));

        double[] said = score(model, new double[] {-1, 0, 1}, 3);

        assertThat(Missing.is(said[0])).isTrue();
        assertThat(Missing.is(said[1])).isTrue();
        assertThat(said[2]).isZero();
    }

    @Test
    void sessionsHaveNoThreadsOfTheirOwn() throws Exception {
        assumeThat(new File("/proc/self/task")).isDirectory();
        assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
        golden("autoencoder");
        int before = threads();

        for (int i = 0; i < 50; i++) {
            golden("autoencoder").score(new double[3], 1, new double[2]);
        }

        assertThat(threads() - before).isLessThan(25);
    }

    private static int threads() {
        return new File("/proc/self/task").list().length;
    }
}
