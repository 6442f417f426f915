package io.oddity.bench;

import io.oddity.detect.OnlineDetector;
import io.oddity.detect.auto.AutoFactory;
import io.oddity.detect.auto.Onsets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Judges the files of the Numenta Anomaly Benchmark with {@code auto}, as it is, and writes a score file for each.
 *
 * <p>Arguments: the folder of {@code *.csv.gz} with {@code timestamp,value}, and the folder to write to. A score is written
 * where it opens an episode, and 0 elsewhere: the benchmark charges for every row, an operator is called once.
 */
public final class NabScores {
    private NabScores() {}

    /** Runs it. */
    public static void main(String[] args) throws IOException {
        Path data = Path.of(args[0]);
        Path out = Path.of(args[1]);
        List<Path> files;
        try (Stream<Path> found = Files.walk(data)) {
            files = found.filter(path -> path.toString().endsWith(".csv.gz"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            String name = data.relativize(file).toString();
            Path scores = out.resolve(name.substring(0, name.length() - ".gz".length()));
            Files.createDirectories(scores.getParent());
            judge(file, scores);
        }
        System.out.println(files.size() + " files, threshold " + AutoFactory.THRESHOLD);
    }

    private static void judge(Path file, Path scores) throws IOException {
        OnlineDetector detector =
                new AutoFactory().configure(Map.of(), List.of("value")).get();
        int slot = detector.open();
        Onsets onsets = new Onsets();
        int episodes = onsets.open();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
                PrintWriter out = new PrintWriter(Files.newBufferedWriter(scores))) {
            in.readLine();
            out.println("timestamp,anomaly_score");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] cells = line.split(",", -1);
                long micros = LocalDateTime.parse(cells[0].replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC) * 1_000_000;
                double score = detector.scoreAndLearn(slot, new double[] {Double.parseDouble(cells[1])}, 0, micros);
                out.println(cells[0] + ',' + (onsets.isNews(episodes, score, micros) ? score : 0));
            }
        }
    }
}
