package io.oddity.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.detect.OnlineDetector;
import io.oddity.detect.auto.AutoFactory;
import io.oddity.detect.auto.Onsets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BacktestCommandTest {
    private static final Path NAB = Path.of("src/test/resources/nab");
    private static final int ROWS = 600;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new CommandLine(new BacktestCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private String file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    /** What a row of these two channels looks like; of the last hundred rows some are odd. */
    private interface Layout {
        String row(int i, double vibration, double pressure, boolean isOdd);
    }

    private static String rows(String header, Layout layout) {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder rows = new StringBuilder(header);
        for (int i = 0; i < ROWS; i++) {
            boolean isOdd = i >= 540 && i < 560;
            rows.append(layout.row(i, random.nextDouble() + (isOdd ? 9 : 0), 100 + random.nextDouble(), isOdd));
        }
        return rows.toString();
    }

    private String commas(String name) throws IOException {
        return file(
                name,
                rows(
                        "when,vibration,pressure,fault\n",
                        (i, vibration, pressure, isOdd) -> Instant.ofEpochSecond(1_700_000_000L + 60L * i) + ","
                                + vibration + "," + pressure + "," + (isOdd ? 1 : 0) + "\n"));
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toString());
    }

    @Test
    void anUnknownLabelledFileIsJudgedWithOneCommand() throws IOException {
        Path scores = folder.resolve("scores.csv");

        int exitCode = run(
                "--data",
                commas("pump.csv"),
                "--time",
                "when",
                "--channels",
                "vibration,pressure",
                "--label",
                "fault",
                "--train-rows",
                "100",
                "--out",
                scores.toString());

        assertThat(err.toString()).contains("600 rows in ");
        assertThat(exitCode).isZero();
        assertThat(out.toString())
                .contains("pump: 600 readings of 1 sensor(s), judged by auto above 0.50")
                .contains("100 of them are training")
                .contains("ranges found: 1 of 1; delay: median 0 s, longest 0 s")
                .containsPattern("(?m)^readings +[0-9.]+ +[0-9.]+ +[0-9.]+$")
                .containsPattern("(?m)^0\\.50 \\* ")
                .containsPattern("(?m)^digest [0-9a-f]{64}$");
        List<String> lines = Files.readAllLines(scores);
        assertThat(lines).hasSize(ROWS + 1);
        assertThat(lines.get(0))
                .isEqualTo(
                        "time,score,threshold,anomaly,status,sensor_id,kind,contribution.vibration,contribution.pressure");
        assertThat(lines.get(1)).isEqualTo("2023-11-14T22:13:20Z,0.0,0.5,0,TRAINING,pump,,,");
        assertThat(lines.get(101)).endsWith(",0.5,0,NORMAL,pump,,,");
        assertThat(lines.get(541))
                .matches("2023-11-15T07:13:20Z,.*,0\\.5,1,ANOMALY,pump,score,(1\\.0|0\\.\\d+),(1\\.0|0\\.\\d+)");
    }

    @Test
    void separatorAndTimesAreSeen() throws IOException {
        List<String> files = List.of(
                commas("a/pump.csv"),
                file(
                        "b/pump.csv",
                        rows(
                                "when;vibration;pressure;fault\n",
                                (i, vibration, pressure, isOdd) -> (1_700_000_000L + 60L * i) + ";" + vibration + ";"
                                        + pressure + ";" + isOdd + "\n")),
                file(
                        "c/pump.csv",
                        rows(
                                "when\tvibration\tpressure\tfault\n",
                                (i, vibration, pressure, isOdd) -> (1_700_000_000_000L + 60_000L * i) + "\t" + vibration
                                        + "\t" + pressure + "\t" + (isOdd ? "1.0" : "0.0") + "\n")),
                file(
                        "d/pump.csv",
                        rows(
                                "when|vibration|pressure|fault\n",
                                (i, vibration, pressure, isOdd) ->
                                        LocalDateTime.ofEpochSecond(1_700_000_000L + 60L * i, 0, ZoneOffset.UTC)
                                                        .toString()
                                                        .replace('T', ' ')
                                                + "|" + vibration + "|" + pressure + "|" + (isOdd ? 1 : "") + "\n")),
                file(
                        "e/pump.jsonl",
                        rows(
                                "",
                                (i, vibration, pressure, isOdd) -> "{\"when\":"
                                        + (1_700_000_000_000_000L + 60_000_000L * i) + ",\"vibration\":" + vibration
                                        + ",\"pressure\":" + pressure + ",\"fault\":" + isOdd + "}\n")));

        List<String> digests = new ArrayList<>();
        for (String file : files) {
            assertThat(run(
                            "--data",
                            file,
                            "--time",
                            "when",
                            "--channels",
                            "vibration,pressure",
                            "--label",
                            "fault",
                            "--json"))
                    .as(file + err)
                    .isZero();
            assertThat(json().at("/labelled").asInt()).isEqualTo(20);
            digests.add(json().at("/digest").asText());
        }

        assertThat(digests).hasSize(5).containsOnly(digests.get(0));
    }

    @Test
    void anotherDigestThanExpectedFails() throws IOException {
        String[] command = {
            "--data", commas("pump.csv"), "--time", "when", "--label", "fault", "--json", "--expect-digest", ""
        };
        run(command);
        String digest = json().at("/digest").asText();

        command[command.length - 1] = digest.toUpperCase(Locale.ROOT);
        assertThat(run(command)).isZero();
        command[command.length - 1] = digest.replace('1', '2');
        assertThat(run(command)).isEqualTo(1);
        assertThat(err.toString()).contains("--expect-digest: " + digest.replace('1', '2') + " is wanted, " + digest);
    }

    @Test
    void aFolderIsManySensorsWithAScoreFileEach() throws IOException {
        commas("all/north/pump.csv");
        commas("all/south/pump.csv");
        file("all/readme.txt", "no data");
        String labels = file("l.csv", "sensor_id,start,end\nsouth/pump,2023-11-15T07:13:20Z,2023-11-15T07:32:20Z\n");

        int exitCode = run(
                "--data",
                folder + "/all",
                "--time",
                "when",
                "--channels",
                "vibration",
                "--labels",
                labels,
                "--out",
                folder + "/scores",
                "--json");

        assertThat(exitCode).as(err.toString()).isZero();
        assertThat(json().at("/sensors").findValuesAsText("sensor")).containsExactly("north/pump", "south/pump");
        assertThat(json().at("/ranges/labelled").asInt()).isEqualTo(1);
        assertThat(json().at("/ranges/found").asInt()).isEqualTo(1);
        assertThat(json().at("/sensors/0/ranges/labelled").asInt()).isZero();
        assertThat(Files.readAllLines(folder.resolve("scores/north/pump.csv"))).hasSize(ROWS + 1);
        assertThat(Files.readAllLines(folder.resolve("scores/south/pump.csv")))
                .last()
                .asString()
                .endsWith(",south/pump,,");
    }

    @Test
    void rowsThatAreNoReadingsKeepTheirPlace() throws IOException {
        String file = file("odd.csv", "time,pump,a,b\n1,p1,1,2\n2,p1,NaN,n/a\n3,p2,high,2\n4,\"p,3\",,2\n");

        int exitCode = run("--data", file, "--sensor", "pump", "--channels", "a,b", "--out", folder + "/s.csv");

        assertThat(exitCode).as(err.toString()).isZero();
        assertThat(Files.readAllLines(folder.resolve("s.csv")))
                .containsExactly(
                        "time,score,threshold,anomaly,status,sensor_id,kind,contribution.a,contribution.b",
                        "1,0.0,0.5,0,WARMING_UP,p1,,,",
                        "2,,0.5,0,REJECTED,,,,",
                        "3,,0.5,0,REJECTED,,,,",
                        "4,0.0,0.5,0,WARMING_UP,\"p,3\",,,");
        assertThat(out.toString())
                .contains("2 record(s) are no readings; the first: odd, offset 1: none of the channels is present")
                .contains("no reading is labelled");
    }

    @Test
    void aConfigurationJudgesWithItsOwnPipeline() throws IOException {
        String config = file(
                "oddity.yaml",
                """
                kafka: { bootstrap.servers: localhost:1 }
                pipelines:
                  - name: pumps
                    topic: pumps
                    sensor_id: machine
                    time: { field: /when, format: iso }
                    channels: [{ name: shake, field: vibration, range: [0, 10] }]
                    detector: { type: half-space-trees, params: { trees: 5, height: 3, window: 30, seed: 42 } }
                    threshold: 0.8
                """);

        int exitCode = run("--config", config, "--data", commas("pump.csv"), "--label", "fault", "--json");

        assertThat(exitCode).as(err.toString()).isZero();
        assertThat(json().at("/detector").asText()).isEqualTo("half-space-trees");
        assertThat(json().at("/threshold").asDouble()).isEqualTo(0.8);
        assertThat(json().at("/sensors/0/sensor").asText()).isEqualTo("pump");
        assertThat(json().at("/ranges/found").asInt()).isEqualTo(1);
        assertThat(run("--config", config, "--data", file("x.csv", "when,a\n1,2\n")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("x.csv: no column 'vibration' (channel shake); there are when, a");
        assertThat(run("--config", file("bad.yaml", "pipelines: []"), "--data", commas("pump.csv")))
                .isEqualTo(3);
    }

    /** Two machines, a reading a second each; one measures what cannot be, the other one stops. */
    @Test
    void whatIsWrongWithSensorsIsToldAndSilencesAreCounted() throws IOException {
        String config = file(
                "oddity.yaml",
                """
                kafka: { bootstrap.servers: localhost:1 }
                pipelines:
                  - name: pumps
                    topic: pumps
                    sensor_id: machine
                    time: { field: /when, format: iso }
                    channels: [{ name: shake, field: vibration, range: [0, 5] }]
                    detector: { type: half-space-trees, params: { trees: 5, height: 3, window: 30, seed: 42 } }
                    threshold: 1
                """);
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder rows = new StringBuilder("when,machine,vibration\n");
        for (int i = 0; i < ROWS; i++) {
            Instant when = Instant.ofEpochSecond(1_700_000_000L + i);
            rows.append(when + ",a," + (i == 450 ? 7 : random.nextDouble()) + "\n");
            rows.append(i < 300 ? when + ",b," + random.nextDouble() + "\n" : "");
        }
        String[] command = {"--config", config, "--data", file("pumps.csv", rows.toString()), "--out", folder + "/s.csv"
        };

        int exitCode = run(command);

        assertThat(exitCode).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("sensor health, not counted below: 1 range")
                .contains("1 silence(s); the first: b, noticed at offset 611 of pumps, last heard of at"
                        + " 2023-11-14T22:18:19Z");
        assertThat(Files.readAllLines(folder.resolve("s.csv")))
                .filteredOn(line -> line.contains(",1,ANOMALY,"))
                .singleElement()
                .asString()
                .startsWith("2023-11-14T22:20:50Z,")
                .endsWith(",ANOMALY,a,range,1.0");
        run(Stream.concat(Stream.of(command), Stream.of("--json")).toArray(String[]::new));
        assertThat(json().at("/kinds").toString()).isEqualTo("{\"range\":1}");
        assertThat(json().at("/silences").asInt()).isEqualTo(1);
        assertThat(json().at("/points/false_positives").asInt()).isZero();
    }

    /** Each reading has a threshold of its own, and the figures know one. */
    @Test
    void withABudgetFiguresCountWhatWasSaid() throws IOException {
        String config = file(
                "oddity.yaml",
                """
                kafka: { bootstrap.servers: localhost:1 }
                pipelines:
                  - name: pumps
                    topic: pumps
                    sensor_id: machine
                    time: { field: /when, format: iso }
                    channels: [{ name: vibration }]
                    detector: { type: auto }
                    false_alarms: 1 per sensor per week
                """);

        int exitCode = run(
                "--config",
                config,
                "--data",
                commas("pump.csv"),
                "--label",
                "fault",
                "--out",
                folder + "/s.csv",
                "--json");

        assertThat(exitCode).as(err.toString()).isZero();
        List<String[]> lines = Files.readAllLines(folder.resolve("s.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
        assertThat(lines.stream().map(line -> line[2]).distinct()).hasSizeGreaterThan(5);
        assertThat(lines)
                .allMatch(line -> line[3].equals("1")
                        == (Double.parseDouble(line[1]) > Double.parseDouble(line[2])
                                && !line[4].equals("WARMING_UP")));
        long labelled = lines.subList(540, 560).stream()
                .filter(line -> line[3].equals("1"))
                .count();
        long all = lines.stream().filter(line -> line[3].equals("1")).count();
        assertThat(labelled).isPositive();
        assertThat(json().at("/points/hits").asLong()).isEqualTo(labelled);
        assertThat(json().at("/points/false_positives").asLong()).isEqualTo(all - labelled);
        assertThat(json().at("/kinds/score").asLong()).isEqualTo(all);
    }

    @Test
    void trainedModelsJudgeInTheirNewestVersion() throws IOException {
        String config = file(
                "oddity.yaml",
                """
                kafka: { bootstrap.servers: localhost:1 }
                models: { directory: '%s/models' }
                pipelines:
                  - name: pumps
                    topic: pumps
                    sensor_id: '@key'
                    channels: [{ name: vibration }, { name: pressure }]
                    detector: { type: isolation-forest, model: pump }
                    threshold: 0.6
                """
                        .formatted(folder));
        String[] command = {
            "--config", config, "--data", commas("pump.csv"), "--time", "when", "--label", "fault", "--json"
        };

        assertThat(run(command)).isEqualTo(1);
        assertThat(err.toString()).contains("no usable version of model pump");
        new CommandLine(new TrainCommand())
                .setErr(new PrintWriter(err))
                .setOut(new PrintWriter(new StringWriter()))
                .execute(
                        "--model",
                        "isolation-forest",
                        "--models",
                        folder + "/models",
                        "--name",
                        "pump",
                        "--features",
                        "vibration,pressure",
                        commas("pump.csv"));
        assertThat(run(command)).as(err.toString()).isZero();

        assertThat(json().at("/ranges/found").asInt()).isEqualTo(1);
        assertThat(json().at("/failed").asInt()).isZero();
    }

    @Test
    void thePageIsWritten() throws IOException {
        Path page = folder.resolve("report.html");

        assertThat(run("--data", commas("pump.csv"), "--time", "when", "--label", "fault", "--html", page.toString()))
                .isZero();

        assertThat(Files.readString(page)).startsWith("<!doctype html>").contains("<h3>pump</h3>", "1 / 1");
        assertThat(run("--data", commas("pump.csv"), "--time", "when", "--html", folder + "/no/such/report.html"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("report.html: the page cannot be written");
    }

    @Test
    void theBenchmarksFilesAreScoredAsTheDetectorAloneScoresThem() throws IOException {
        Path scores = folder.resolve("scores");

        int exitCode = run("--nab", NAB.toString(), "--nab-out", scores.toString(), "--json");

        assertThat(exitCode).as(err.toString()).isZero();
        assertThat(json().at("/ranges/labelled").asInt()).isEqualTo(4);
        assertThat(Files.readAllLines(scores.resolve("machine_temperature_system_failure.csv")))
                .isEqualTo(expected());
    }

    private static List<String> expected() throws IOException {
        OnlineDetector detector =
                new AutoFactory().configure(Map.of(), List.of("value")).get();
        int slot = detector.open();
        Onsets onsets = new Onsets();
        int episodes = onsets.open();
        List<String> lines = new ArrayList<>(List.of("timestamp,anomaly_score"));
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(NAB.resolve("machine_temperature_system_failure.csv.gz"))),
                StandardCharsets.UTF_8))) {
            in.readLine();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] cells = line.split(",", -1);
                long micros = LocalDateTime.parse(cells[0].replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC) * 1_000_000;
                double score = detector.scoreAndLearn(slot, new double[] {Double.parseDouble(cells[1])}, 0, micros);
                double news = onsets.isNews(episodes, score, AutoFactory.THRESHOLD, micros) ? score : 0;
                lines.add(cells[0] + ',' + NumberOutput.toString(news, true));
            }
        }
        return lines;
    }

    @Test
    void aWrongCommandLineIsExplained() throws IOException {
        String pump = commas("pump.csv");
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("say what to judge");
        assertThat(run("--data", pump)).isEqualTo(2);
        assertThat(err.toString())
                .contains("no column is known to hold the time; name it with --time; there are when,");
        assertThat(run("--data", pump, "--time", "when", "--channels", "humidity"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("no column 'humidity' (channel humidity); there are when, vibration");
        assertThat(run("--data", pump, "--time", "when", "--label", "odd")).isEqualTo(2);
        assertThat(err.toString()).contains("no column 'odd' (--label)");
        assertThat(run("--data", pump, "--time", "when", "--channels", "pressure,pressure"))
                .isEqualTo(2);
        assertThat(run("--data", "topic")).isEqualTo(2);
        assertThat(run("--data", pump, "--from", "2026-01-01")).isEqualTo(2);
        assertThat(run("--data", pump, "--nab", NAB.toString())).isEqualTo(2);
        assertThat(run("--data", pump, "--nab-out", "x")).isEqualTo(2);
        assertThat(run("--data", "no-such.csv")).isEqualTo(2);
        assertThat(err.toString()).contains("no-such.csv: no such file");
        assertThat(run("--data", folder.resolve("a").toString())).isEqualTo(2);
        assertThat(run("--data", pump, "--time", "when", "--time-format", "fff"))
                .isEqualTo(2);
        assertThat(run("--data", pump, "--time", "when", "--labels", "no-such.json"))
                .isEqualTo(2);
        assertThat(run("--data", pump, "--time", "when", "--train-rows", "-1")).isEqualTo(2);
        assertThat(run("--data", pump, pump, "--time", "when")).isEqualTo(2);
        assertThat(err.toString()).contains("two files are called pump");
    }

    @Test
    void badRowsAreNamedWithTheirLine() throws IOException {
        assertThat(run("--data", file("t.csv", "time,a\n1,2\nsoon,3\n"))).isEqualTo(1);
        assertThat(err.toString()).contains("t.csv:3: time: not a time: 'soon' (--time-format says how to read it)");
        assertThat(run("--data", file("l.csv", "time,a,y\n1,2,maybe\n"), "--label", "y"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("l.csv:2: y: neither 0 nor 1: 'maybe'");
        assertThat(run("--data", file("c.csv", "time,a\n1,2\n1,2,3\n"))).isEqualTo(1);
        assertThat(err.toString()).contains("c.csv:3: ");
    }
}
