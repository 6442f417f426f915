package io.oddity.onnx;

import static io.oddity.onnx.TinyModel.ANY;
import static io.oddity.onnx.TinyModel.DOUBLE;
import static io.oddity.onnx.TinyModel.FLOAT;
import static io.oddity.onnx.TinyModel.INT64;
import static io.oddity.onnx.TinyModel.STRING;
import static io.oddity.onnx.TinyModel.field;
import static io.oddity.onnx.TinyModel.input;
import static io.oddity.onnx.TinyModel.join;
import static io.oddity.onnx.TinyModel.node;
import static io.oddity.onnx.TinyModel.output;
import static io.oddity.onnx.TinyModel.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oddity.config.Pipeline.ModelOutput;
import io.oddity.detect.TrainedModel;
import io.oddity.modelfile.ModelFileException;
import io.oddity.testing.GoldenOnnx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Model files that must be refused, and what is said about them. */
class OnnxReaderTest {
    private static final List<ModelOutput> Y = List.of(new ModelOutput("score", "Y", 0, null, null));
    private static final byte[] NOTHING = {};
    private static final byte[] X = input("X", FLOAT, ANY, 2);
    private static final byte[] OUT = output("Y", FLOAT, ANY, 2);
    private static final byte[] ELSEWHERE = field(13, join(field(1, "location"), field(2, "weights.bin")));
    private static final byte[] BY_PLACE = field(14, 1);

    @TempDir
    private Path folder;

    private TrainedModel read(byte[] model) throws IOException, ModelFileException {
        return OnnxReader.read(Files.write(folder.resolve("1.onnx"), model), List.of("a", "b"), Y);
    }

    @Test
    void aModelThatFitsIsTaken() throws Exception {
        try (TrainedModel model = read(TinyModel.of("Identity", FLOAT, ANY, 2))) {
            assertThat(model.scorer().features()).containsExactly("a", "b");
            assertThat(model.scorer().outputs()).containsExactly("score");
        }
    }

    /** @return an initializer, and what of the graph uses it */
    private static byte[] adding(byte[] weights) {
        return TinyModel.of(node("Add", "X W", "Y"), field(5, weights), X, OUT);
    }

    private static byte[] inAttribute(byte[] attribute) {
        byte[] named = join(field(1, "value"), field(20, 4), attribute);
        return TinyModel.of(node("Constant", "", "W", named), node("Add", "X W", "Y"), X, OUT);
    }

    private static byte[] nested(int levels) {
        byte[] graph = NOTHING;
        for (int i = 0; i < levels; i++) {
            graph = node("If", "X", "Y", field(6, graph));
        }
        return TinyModel.of(graph);
    }

    private static byte[] zip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("model.onnx"));
            zip.write(new byte[10 << 20]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    static Stream<Arguments> refused() {
        byte[] external = tensor("W", ELSEWHERE, 1, 2);
        byte[] another = TinyModel.of("Identity", FLOAT, ANY, 3);
        return Stream.of(
                Arguments.of("nothing at all", NOTHING, "is no ONNX model: has no graph"),
                Arguments.of("a text", "{\"trees\": []}".getBytes(StandardCharsets.UTF_8), "no ONNX model"),
                Arguments.of("a zip bomb", zip(), "no ONNX model"),
                Arguments.of("weights elsewhere", adding(external), "external data"),
                Arguments.of("weights elsewhere, unnamed", adding(tensor("W", BY_PLACE, 1, 2)), "external data"),
                Arguments.of("an attribute elsewhere", inAttribute(field(5, external)), "external data"),
                Arguments.of("attributes elsewhere", inAttribute(field(10, external)), "external data"),
                Arguments.of("a graph in an attribute", inAttribute(field(6, field(5, external))), "external data"),
                Arguments.of("graphs in an attribute", inAttribute(field(11, field(5, external))), "external data"),
                Arguments.of(
                        "a function",
                        join(adding(tensor("W", NOTHING, 1, 2)), field(25, node7("Constant", external))),
                        "external data"),
                Arguments.of(
                        "a training graph",
                        join(adding(tensor("W", NOTHING, 1, 2)), field(20, field(1, field(5, external)))),
                        "external data"),
                Arguments.of(
                        "a tensor larger than the file",
                        adding(join(field(1, 1_000_000), field(1, 1_000_000), tensor("W", NOTHING, 1, 2))),
                        "claims a tensor of 2.0E12 numbers in "),
                Arguments.of("sparse tensors", TinyModel.of(field(15, NOTHING)), "holds sparse tensors"),
                Arguments.of("graphs in graphs", nested(50), "nested deeper than 100 levels"),
                Arguments.of("an unknown operator", TinyModel.of("Guess", FLOAT, ANY, 2), "cannot be loaded: "),
                Arguments.of("another width", another, "takes X (float[N, 3]); must take one tensor"),
                Arguments.of("a fixed batch", TinyModel.of("Identity", FLOAT, 32, 2), "takes X (float[32, 2])"),
                Arguments.of("no batch", TinyModel.of("Identity", FLOAT, 2), "takes X (float[2])"),
                Arguments.of("an image", TinyModel.of("Identity", FLOAT, ANY, 1, 2), "takes X (float[N, 1, 2])"),
                Arguments.of("texts", TinyModel.of("Identity", STRING, ANY, 2), "takes X (string[N, 2])"),
                Arguments.of(
                        "two inputs",
                        TinyModel.of(node("Add", "X Z", "Y"), X, input("Z", FLOAT, ANY, 2), OUT),
                        "takes X (float[N, 2]) and Z (float[N, 2])"),
                Arguments.of(
                        "another output",
                        TinyModel.of(node("Abs", "X", "Z"), X, output("Z", FLOAT, ANY, 2)),
                        "gives Z (float[N, 2]); output Y must be among them"),
                Arguments.of(
                        "an output of texts",
                        TinyModel.of(
                                node("Cast", "X", "Y", join(field(1, "to"), field(3, STRING), field(20, 2))),
                                X,
                                output("Y", STRING, ANY, 2)),
                        "gives Y (string[N, 2]); output Y must be among them"),
                Arguments.of(
                        "an output without numbers",
                        TinyModel.of(
                                node("Slice", "X F T", "Y"), X, OUT, field(5, int64("F", 1)), field(5, int64("T", 1))),
                        "output Y gives 0 numbers a row"));
    }

    private static byte[] node7(String operator, byte[] tensor) {
        return field(7, join(field(4, operator), field(5, join(field(1, "value"), field(5, tensor)))));
    }

    private static byte[] int64(String name, long value) {
        return join(field(1, 1), field(2, INT64), field(7, value), field(8, name));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatIsNoModelOrAnotherOneIsRefused(String what, byte[] model, String message) {
        assertThatThrownBy(() -> read(model))
                .as(what)
                .isInstanceOf(ModelFileException.class)
                .hasMessageStartingWith(folder.resolve("1.onnx") + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void whateverIsCutOffIsRefused() {
        byte[] model = GoldenOnnx.model("autoencoder");

        for (int length = 0; length < model.length; length++) {
            byte[] cutOff = Arrays.copyOf(model, length);
            assertThatThrownBy(() -> OnnxReader.read(
                            Files.write(folder.resolve("1.onnx"), cutOff),
                            List.of("a", "b", "c"),
                            List.of(new ModelOutput("score", "score", 0, null, null))))
                    .as("%d bytes", length)
                    .isInstanceOf(ModelFileException.class);
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void noBytesBreakTheWalk(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] model = GoldenOnnx.model("lightgbm_classifier");
        for (int i = 0; i < 200; i++) {
            byte[] damaged = model.clone();
            for (int j = 0; j < 20; j++) {
                damaged[random.nextInt(random.nextBoolean() ? 100 : damaged.length)] = (byte) random.nextInt();
            }
            try {
                ModelWalk.requireWhole(damaged);
            } catch (WrongModel expected) {
                assertThat(expected).hasMessageMatching("(is|claims|keeps|holds) .*");
            }
        }
    }

    @Test
    void aColumnMustBeThere() {
        assertThatThrownBy(() -> OnnxReader.read(
                        Files.write(folder.resolve("1.onnx"), TinyModel.of("Identity", FLOAT, ANY, 2)),
                        List.of("a", "b"),
                        List.of(new ModelOutput("score", "Y", 2, null, null))))
                .hasMessageContaining("output Y gives 2 numbers a row, column 2 is none of them");
    }

    @Test
    void onlyAsManyNumbersAreComparedWithTheInput() {
        byte[] one = TinyModel.of(node("ReduceSum", "X", "Y"), X, output("Y", FLOAT, 1, 1));

        assertThatThrownBy(() -> OnnxReader.read(
                        Files.write(folder.resolve("1.onnx"), one),
                        List.of("a", "b"),
                        List.of(new ModelOutput("score", "Y", 0, null, "mse"))))
                .hasMessageContaining("output Y gives 1 numbers a row, must give 2 as the input has");
    }

    @Test
    void twoGibibytesAreRefusedUnread() throws Exception {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("1.onnx").toFile(), "rw")) {
            file.setLength(2L << 30);
        }

        assertThatThrownBy(() -> OnnxReader.read(folder.resolve("1.onnx"), List.of("a", "b"), Y))
                .hasMessageContaining("must have at most 536870912 bytes, has 2147483648");
    }

    @Test
    void aLinkOutOfItsFolderIsRefused() throws Exception {
        Path versions = Files.createDirectory(folder.resolve("model"));
        Path outside = Files.write(folder.resolve("outside.onnx"), TinyModel.of("Identity", FLOAT, ANY, 2));
        Path link = Files.createSymbolicLink(versions.resolve("1.onnx"), outside);

        assertThatThrownBy(() -> OnnxReader.read(link, List.of("a", "b"), Y))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("must not be a link out of its folder, leads to ");
    }

    @Test
    void aLinkWithinItsFolderIsFollowed() throws Exception {
        Path data = Files.createDirectory(folder.resolve("..data"));
        Files.write(data.resolve("1.onnx"), TinyModel.of("Identity", DOUBLE, 1, 2));
        Path link = Files.createSymbolicLink(folder.resolve("1.onnx"), Path.of("..data/1.onnx"));

        try (TrainedModel model = OnnxReader.read(link, List.of("a", "b"), Y)) {
            assertThat(model.scorer().features()).containsExactly("a", "b");
        }
    }

    @Test
    void aFolderAndNothingAreRefused() throws Exception {
        Path directory = Files.createDirectory(folder.resolve("2.onnx"));

        assertThatThrownBy(() -> OnnxReader.read(directory, List.of("a", "b"), Y))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("must be a regular file");
        assertThatThrownBy(() -> OnnxReader.read(folder.resolve("3.onnx"), List.of("a", "b"), Y))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("3.onnx: no such file");
    }
}
