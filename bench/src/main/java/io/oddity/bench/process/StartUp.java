package io.oddity.bench.process;

import io.oddity.bench.process.Report.Spread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the first command of the README takes until it is ready, with other options of the JVM; in turns, each time a new process on an empty folder. */
@Command(name = "start-up", mixinStandardHelpOptions = true)
final class StartUp implements Runnable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ARCHIVE = "ARCHIVE";

    private static final List<String> OPTIONS = List.of(
            "",
            "-XX:+UseSerialGC",
            ARCHIVE,
            ARCHIVE + " -XX:+UseSerialGC",
            ARCHIVE + " -XX:+UseSerialGC -Xmx512m",
            ARCHIVE + " -XX:+UseSerialGC -Xmx256m",
            ARCHIVE + " -XX:TieredStopAtLevel=1");

    @Option(names = "--rounds", description = "${DEFAULT-VALUE}.")
    private int rounds = 5;

    private record Start(double seconds, double cpuSeconds, double residentMiB) {}

    @Override
    public void run() {
        Report report = new Report("start-up", rounds + " rounds; " + ARCHIVE + " is -XX:SharedArchiveFile=...");
        Path folder = folder();
        Path archive = folder.resolve("oddity.jsa");
        start(folder, List.of("-XX:ArchiveClassesAtExit=" + archive));
        report.line("# the archive has %d MiB", archive.toFile().length() >> 20);
        Map<String, List<Start>> starts = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (String options : OPTIONS) {
                List<String> words = Arrays.stream(options.split(" "))
                        .filter(word -> !word.isEmpty())
                        .map(word -> word.equals(ARCHIVE) ? "-XX:SharedArchiveFile=" + archive : word)
                        .toList();
                starts.computeIfAbsent(options, key -> new ArrayList<>()).add(start(folder, words));
            }
        }
        report.put("starts", starts);
        report.line("%-48s %-24s %-24s %s", "", "to /readyz, s", "CPU until then, s", "RSS then, MiB");
        starts.forEach((options, of) -> report.line(
                "%-48s %-24s %-24s %s",
                options.isEmpty() ? "none" : options,
                spread(of, Start::seconds),
                spread(of, Start::cpuSeconds),
                spread(of, Start::residentMiB)));
        report.write();
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("oddity-start-up-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the demo with options of the JVM, and ends it when it is ready. */
    private static Start start(Path folder, List<String> options) {
        int port = JavaProcess.freePort();
        List<String> words = new ArrayList<>(options);
        words.addAll(List.of("-jar", Oddity.JAR.toString(), "demo", "--kafka-port", "0", "--http-port", Integer.toString(port)));
        URI ready = URI.create("http://127.0.0.1:" + port + "/readyz");
        long began = System.nanoTime();
        try (JavaProcess demo = JavaProcess.start(folder.resolve("demo.log"), words)) {
            Poll.until("the demo to be ready", PATIENCE, demo, () -> Oddity.status(ready) == 200);
            return new Start(
                    (System.nanoTime() - began) / 1e9, demo.cpuNanos() / 1e9, (double) demo.residentBytes() / (1 << 20));
        }
    }

    private static String spread(List<Start> starts, ToDoubleFunction<Start> of) {
        return Spread.of(starts.stream().mapToDouble(of)).scaled(1);
    }
}
