package io.oddity.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private static final String GOOD =
            """
            kafka: {bootstrap.servers: "localhost:9092"}
            pipelines:
              - name: plant
                topic: sensors
                sensor_id: id
                channels: [{name: temp, range: [0, 100]}]
                detector: {type: half-space-trees, params: {trees: 5}}
                threshold: 0.7
            """;

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(out, true, UTF_8));
        System.setErr(new PrintStream(err, true, UTF_8));
    }

    @AfterEach
    void stopListening() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    private String out() {
        return out.toString(UTF_8);
    }

    private String err() {
        return err.toString(UTF_8);
    }

    private String file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("oddity.yaml"), yaml).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void helpListsCommandsAndExitCodes(String option) {
        int exitCode = Main.run(option);

        assertThat(exitCode).isZero();
        assertThat(out())
                .startsWith("Usage: oddity ")
                .contains("Turns any sensor stream into explained anomalies.")
                .contains("  demo ", "  run ", "  validate ", "  send ", "  train ", "  detectors ")
                .containsPattern("(?m)^ +3 +the configuration is wrong; every mistake is listed$");
        assertThat(err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "run", "validate", "send", "train", "detectors"})
    void everyCommandExplainsItself(String command) {
        int exitCode = Main.run(command, "--help");

        assertThat(exitCode).isZero();
        assertThat(out()).startsWith("Usage: oddity " + command + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void versionNamesTheProgram(String option) {
        int exitCode = Main.run(option);

        assertThat(exitCode).isZero();
        assertThat(out()).matches("oddity \\S+\\R");
    }

    @Test
    void detectorsListsThoseThatLearnAndThoseThatWereTrained() {
        int exitCode = Main.run("detectors");

        assertThat(exitCode).isZero();
        assertThat(out())
                .contains("auto\n", "half-space-trees\n", "random-cut-forest\n")
                .containsPattern(
                        "(?m)^isolation-forest\\R +finds .+; needs model: FOLDER, and `java -jar oddity.jar train`")
                .containsPattern("(?m)^onnx\\R +asks .+ docs/onnx.md");
    }

    @Test
    void anUnknownOptionIsAnsweredWithTheUsage() {
        int exitCode = Main.run("detectors", "--nonsense");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err()).contains("--nonsense").contains("Usage: oddity detectors");
        assertThat(out()).isEmpty();
    }

    @Test
    void withoutACommandOptionsAreTheDemos() {
        int exitCode = Main.run("--nonsense");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err()).contains("--nonsense").contains("Usage: oddity demo");
    }

    @Test
    void anUnknownCommandIsAnsweredWithTheUsage() {
        int exitCode = Main.run("nonsense");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err()).contains("nonsense");
    }

    @Test
    void validateNeedsAFile() {
        int exitCode = Main.run("validate");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err()).contains("Missing required option: '--config=FILE'");
    }

    @Test
    void validateTellsWhatAGoodConfigurationMeans() throws IOException {
        String file = file(GOOD);

        int exitCode = Main.run("validate", "--config", file);

        assertThat(exitCode).isZero();
        assertThat(out())
                .isEqualToNormalizingNewlines(file + ": fine\n"
                        + "  pipeline plant: topic sensors, 1 feature(s), half-space-trees "
                        + "{trees=5.0, height=8.0, window=250.0, seed=42.0}, threshold 0.7\n");
        assertThat(err()).isEmpty();
    }

    @Test
    void validateListsEveryMistake() throws IOException {
        String file = file(GOOD.replace("trees: 5", "trees: 0").replace("threshold: 0.7", "threshold: 2"));

        int exitCode = Main.run("validate", "--config", file);

        assertThat(exitCode).isEqualTo(3);
        assertThat(err())
                .startsWith(file + ": the configuration is wrong")
                .contains("  pipelines[0].detector.params.trees: must be >= 1, was 0")
                .contains("  pipelines[0].threshold: must be <= 1, was 2")
                .contains("try again with: oddity validate --config " + file);
        assertThat(out()).isEmpty();
    }

    @Test
    void validateSaysWhenThereIsNoFile() {
        String file = directory.resolve("absent.yaml").toString();

        int exitCode = Main.run("validate", "--config", file);

        assertThat(exitCode).isEqualTo(3);
        assertThat(err()).contains(file + ": no such file");
    }

    @Test
    void detectorsListsParametersWithDefaultsAndRanges() {
        int exitCode = Main.run("detectors");

        assertThat(exitCode).isZero();
        assertThat(out())
                .containsPattern("(?m)^half-space-trees$")
                .containsPattern("(?m)^  trees +10 +random trees .*\\R +from 1 to 256$")
                .containsPattern("(?m)^  height +8 +levels .*\\R +from 1 to 15$")
                .containsPattern("(?m)^  window +250 +readings .*\\R +from 1 to 65535$")
                .containsPattern("(?m)^  seed +42 +draws .*\\R +from -9007199254740992 to 9007199254740992$");
    }
}
