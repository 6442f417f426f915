package io.oddity.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.modelfile.ForestFile;
import io.oddity.modelfile.ForestReader;
import io.oddity.testing.GoldenForest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private String train;

    @BeforeEach
    void writeRows() throws IOException {
        train = Files.write(folder.resolve("train.csv"), GoldenForest.bytes("train.csv"))
                .toString();
    }

    private int run(String... arguments) {
        String[] all = Arrays.copyOf(
                new String[] {"--model", "isolation-forest", "--models", folder + "/models"}, 4 + arguments.length);
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return new CommandLine(new TrainCommand(InstantSource.fixed(NOW)))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private ForestFile model(String file) throws Exception {
        return ForestReader.read(folder.resolve("models").resolve(file));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void trainsOnAFileAndReports() throws Exception {
        int exitCode = run("--name", "pump", "--contamination", "0.05", "--seed", "7", train);

        assertThat(err.toString()).contains("reading ", "100 of 100 trees");
        assertThat(exitCode).isZero();
        ForestFile model = model("pump/1.json");
        assertThat(model.forest().features()).containsExactly("temperature", "vibration", "pressure");
        assertThat(model.forest().trees()).hasSize(100);
        assertThat(model.training().orElseThrow().rows()).isEqualTo(1000);
        assertThat(model.training().orElseThrow().seed()).isEqualTo(7);
        assertThat(model.training().orElseThrow().at()).isEqualTo(NOW);
        assertThat(out.toString())
                .contains("rows: 1000; 0 skipped")
                .contains("features: temperature, vibration, pressure")
                .contains("makes 50 of these rows anomalies (5.00 %)")
                .contains("pump/1.json (sha256 " + model.sha256() + ")")
                .containsPattern("scores: min 0\\.\\d{3}  p1 0\\.\\d{3} .* p99\\.9 0\\.\\d{3}  max 0\\.\\d{3}")
                .containsPattern("(?m)^  0\\.40 #{1,40} +\\d+$");
    }

    @Test
    void theNextTrainingIsTheNextVersion() throws Exception {
        run("--name", "pump", train);
        run("--name", "pump", train);

        assertThat(model("pump/2.json").sha256()).isEqualTo(model("pump/1.json").sha256());
        assertThat(run("--name", "pump", "--model-version", "2", train)).isEqualTo(1);
        assertThat(err.toString()).contains("2.json: is there already and is not overwritten");
    }

    @Test
    void reportsToMachinesAsJson() throws Exception {
        int exitCode = run("--json", "--features", "pressure,temperature", train);

        assertThat(exitCode).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.get("rows").asInt()).isEqualTo(1000);
        assertThat(report.get("features").toString()).isEqualTo("[\"pressure\",\"temperature\"]");
        assertThat(report.get("file").asText()).endsWith("models/isolation-forest/1.json");
        assertThat(report.get("score_quantiles")).hasSize(11);
    }

    @Test
    void rowsThatLackAFeatureAreSkippedAndCounted() throws Exception {
        String rows = file(
                "rows.jsonl",
                """
                {"sensor_id": 1, "ts": 1, "a": 1, "b": 2}
                {"a": 2}
                {"a": 3, "b": "high"}
                {"a": 4, "b": 1e300}
                {"a": 5, "b": 6}
                """);

        int exitCode = run(rows);

        assertThat(exitCode).isZero();
        assertThat(out.toString()).contains("rows: 2; 3 skipped", "features: a, b");
    }

    @Test
    void ofVeryManyRowsSomeAreDrawn() {
        assertThat(run("--max-rows", "300", train)).isZero();

        assertThat(out.toString()).contains("rows: 300, drawn from 1000;");
    }

    @Test
    void trainsOnASimulator() throws Exception {
        assertThat(run("--simulator", "temperature")).isZero();

        assertThat(out.toString()).contains("rows: 18000; 0 skipped", "features: temp");
        assertThat(run("--simulator", "weather")).isEqualTo(2);
        assertThat(err.toString()).contains("--simulator: no weather; there are machines, temperature");
    }

    @Test
    void aColumnThatIsNotThereIsAnsweredWithThoseThatAre() {
        int exitCode = run("--features", "temperature,humidity", train);

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .contains("--features: no row has humidity; there are pressure, temperature, vibration");
        assertThat(folder.resolve("models")).doesNotExist();
    }

    @Test
    void noRowsIsAnError() throws IOException {
        assertThat(run(file("empty.csv", "a,b\n"))).isEqualTo(1);
        assertThat(err.toString()).contains("empty.csv: 0 rows with all features, at least 2 are needed");
    }

    @Test
    void aWrongCommandLineIsExplained() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("--simulator", "temperature", train)).isEqualTo(2);
        assertThat(run("--contamination", "0.6", train)).isEqualTo(2);
        assertThat(run("--contamination", "0", train)).isEqualTo(2);
        assertThat(run("--trees", "0", train)).isEqualTo(2);
        assertThat(run("--name", "../etc", train)).isEqualTo(2);
        assertThat(run("--from", "2026-01-01", train)).isEqualTo(2);
        assertThat(run("no-such.csv")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "say what to train on",
                        "--contamination: ",
                        "--trees: ",
                        "--name: ",
                        "go with --config",
                        "no-such.csv: no such file");
    }
}
