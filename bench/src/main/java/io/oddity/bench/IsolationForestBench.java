package io.oddity.bench;

import io.oddity.detect.BatchModel;
import io.oddity.modelfile.ForestReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a batch costs an isolation forest of 100 trees that scikit-learn trained; {@code iforest.sh} puts scikit-learn beside it.
 *
 * <p>Rows are those of the reference vectors, one batch after the other, so that small batches are not the same row again and again.
 * The folder of the vectors is the system property {@code golden}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class IsolationForestBench {
    private static final int WIDTH = 3;

    @Param({"1", "10", "100", "1000", "10000"})
    public int batch;

    private BatchModel model;
    private double[][] batches;
    private double[] scores;
    private int next;

    @Setup
    public void load() throws Exception {
        Path golden = Path.of(System.getProperty("golden", "src/test/resources/golden/iforest"));
        model = ForestReader.read(open(golden.resolve("if100_auto.json.gz")), golden)
                .forest()
                .scorer();
        double[] rows = rows(golden.resolve("if100_auto_expected.csv.gz"));
        int count = rows.length / WIDTH;
        batches = new double[Math.max(1, count / batch)][batch * WIDTH];
        for (int i = 0; i < batches.length * batch * WIDTH; i++) {
            batches[i / (batch * WIDTH)][i % (batch * WIDTH)] = rows[i % rows.length];
        }
        scores = new double[batch];
    }

    private static InputStream open(Path file) throws IOException {
        return new GZIPInputStream(Files.newInputStream(file));
    }

    /** Whole rows only, as scikit-learn's {@code predict} is given them too. */
    private static double[] rows(Path file) throws IOException {
        try (InputStream in = open(file)) {
            List<String> lines = new String(in.readAllBytes()).lines().toList();
            return lines.subList(1, lines.size()).stream()
                    .filter(line -> !line.contains("nan"))
                    .flatMap(line -> List.of(line.split(",")).subList(0, WIDTH).stream())
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }
    }

    @Benchmark
    public double[] batch() {
        next = next + 1 < batches.length ? next + 1 : 0;
        model.score(batches[next], batch, scores);
        return scores;
    }
}
