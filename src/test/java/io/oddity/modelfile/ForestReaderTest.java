package io.oddity.modelfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oddity.testing.GoldenForest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ForestReaderTest {
    private static final String GOOD =
            """
            {"sklearn":"1.9.1","params":{"n_jobs":null},"max_samples":3,"offset":-0.5,"feature_names":["x","y"],"trees":[
            {"features":[1],"feature":[0,-2,-2],"threshold":[0.25,-2.0,-2.0],"left":[1,-1,-1],"right":[2,-1,-1],\
            "n_node_samples":[3,1,2],"missing_go_left":[0,1,0]}]}
            """;
    private static final Training TRAINING =
            new Training("rows.csv", 3, 1, 0.1, 42, Instant.parse("2026-11-21T09:00:00Z"));

    @TempDir
    private Path folder;

    private static ForestFile read(String json) throws IOException, ModelFileException {
        return ForestReader.read(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), Path.of("models/pump/1.json"));
    }

    private static String written(ForestFile file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ForestWriter.write(file, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anExportedForestHasNoNameAndAHash() throws Exception {
        ForestFile file = read(GOOD);

        assertThat(file.name()).isEmpty();
        assertThat(file.version()).isZero();
        assertThat(file.training()).isEmpty();
        assertThat(file.sha256()).matches("[0-9a-f]{64}");
        assertThat(file.forest().features()).containsExactly("x", "y");
        assertThat(file.forest().threshold()).isEqualTo(0.5);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        ForestFile model = ForestFile.of("pump", 7, TRAINING, GoldenForest.forest("if50_feat2_boot"));

        ForestFile again = read(written(model));

        assertThat(again.name()).isEqualTo("pump");
        assertThat(again.version()).isEqualTo(7);
        assertThat(again.training()).contains(TRAINING);
        assertThat(again.sha256()).isEqualTo(model.sha256());
        assertThat(written(again)).isEqualTo(written(model));
    }

    @Test
    void theHashIsOfWhatIsComputedOnly() throws Exception {
        String hash = read(GOOD).sha256();

        assertThat(read(GOOD.replace("\"sklearn\":\"1.9.1\",", "\"name\":\"a\", "))
                        .sha256())
                .isEqualTo(hash);
        assertThat(read(GOOD.replace("-0.5", "-0.4")).sha256()).isNotEqualTo(hash);
        assertThat(read(GOOD.replace("0.25", "0.26")).sha256()).isNotEqualTo(hash);
        assertThat(read(GOOD.replace("\"y\"", "\"z\"")).sha256()).isNotEqualTo(hash);
        assertThat(read(GOOD.replace("[0,1,0]", "[1,1,0]")).sha256()).isNotEqualTo(hash);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("\"offset\":-0.5", "\"ofset\":-0.5", "ofset: not known; the keys are "),
                Arguments.of("\"offset\":-0.5,", "", "lacks offset"),
                Arguments.of("\"n_node_samples\":[3,1,2],", "", "trees[0]: lacks n_node_samples"),
                Arguments.of("\"offset\":-0.5", "\"offset\":0.5", "offset: must be from -1 to 0, was 0.5"),
                Arguments.of("\"offset\"", "\"max_samples\":4,\"offset\"", "not JSON: Duplicate field 'max_samples'"),
                Arguments.of("0.25", "\"a\"", "trees[0].threshold[0]: must be a number, was a"),
                Arguments.of("0.25", "NaN", "not JSON: "),
                Arguments.of("0.25", "1e999", "trees[0].threshold[0]: must be finite, was 1e999"),
                Arguments.of(
                        "[0.25,-2.0,-2.0]", "[0.25,-2.0]", "trees[0].threshold: has 2 entries where feature has 3"),
                Arguments.of("\"left\":[1", "\"left\":[3", "trees[0].left[0]: must be from 0 to 2, was 3"),
                Arguments.of("\"left\":[1", "\"left\":[0", "trees[0].left[0]: node 0 has a parent already"),
                Arguments.of("\"left\":[1", "\"left\":[1.0", "trees[0].left[0]: must be a whole number, was 1.0"),
                Arguments.of("\"left\":[1", "\"left\":[9999999999", "trees[0].left[0]: must be a 32-bit number"),
                Arguments.of(
                        "\"left\":[1", "\"left\":[99999999999999999999", "trees[0].left[0]: must be a 64-bit number"),
                Arguments.of("[0,1,0]", "[0,2,0]", "trees[0].missing_go_left[1]: must be 0 or 1, was 2"),
                Arguments.of(
                        "\"features\":[1]", "\"features\":[2]", "trees[0].features[0]: must be from 0 to 1, was 2"),
                Arguments.of("[3,1,2]", "[3,0,2]", "trees[0].n_node_samples[1]: must be >= 1, was 0"),
                Arguments.of("\"max_samples\":3", "\"max_samples\":0", "max_samples: must be >= 1, was 0"),
                Arguments.of("[\"x\",\"y\"]", "[\"x\",\"x\"]", "feature_names: must differ"),
                Arguments.of("{\"sklearn\"", "{\"format\":2,\"sklearn\"", "format: must be 1, was 2"),
                Arguments.of(
                        "{\"sklearn\"", "{\"kind\":\"svm\",\"sklearn\"", "kind: must be isolation-forest, was svm"),
                Arguments.of("{\"sklearn\"", "{\"sha256\":\"00\",\"sklearn\"", "sha256: is that of another forest"),
                Arguments.of("]}]}", "]}]", "not JSON: "),
                Arguments.of("]}]}", "]}]} {}", "something follows the object"),
                Arguments.of("{\"sklearn\"", "[{\"sklearn\"", ": must be an object, was an array"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsRefusedWithFileAndPlace(String right, String wrong, String message) {
        assertThat(GOOD).contains(right);

        assertThatThrownBy(() -> read(GOOD.replace(right, wrong)))
                .isInstanceOf(ModelFileException.class)
                .hasMessageStartingWith("models/pump/1.json: ")
                .hasMessageContaining(message);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> ForestReader.read(folder.resolve("none.json")))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("none.json: no such file");
    }

    @Test
    void versionsCountUpAndAreNeverOverwritten() throws Exception {
        ModelFolder models = new ModelFolder(folder.resolve("models"));
        assertThat(models.nextVersion("pump")).isEqualTo(1);
        ForestFile model = ForestFile.of("pump", 9, TRAINING, read(GOOD).forest());

        Path file = models.write(model);

        assertThat(file).isEqualTo(folder.resolve("models/pump/9.json"));
        assertThat(ForestReader.read(file).version()).isEqualTo(9);
        assertThat(models.nextVersion("pump")).isEqualTo(10);
        byte[] before = Files.readAllBytes(file);
        ForestFile other = ForestFile.of("pump", 9, TRAINING, GoldenForest.forest("if100_auto"));
        assertThatThrownBy(() -> models.write(other)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasBinaryContent(before);
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.tmp");
    }
}
