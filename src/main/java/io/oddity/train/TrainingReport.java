package io.oddity.train;

import io.oddity.detect.IsolationForest;
import io.oddity.detect.IsolationForestTrainer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How a new model scores the rows that it was trained on. */
public final class TrainingReport {
    private static final double[] SHARES = {0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1};
    private static final double BIN = 0.05;
    private static final int BAR_CHARS = 40;

    private final double[] sorted;
    private final double threshold;

    private TrainingReport(double[] sorted, double threshold) {
        this.sorted = sorted;
        this.threshold = threshold;
    }

    /** Scores the rows. */
    public static TrainingReport of(IsolationForest forest, TrainingRows rows) {
        double[] scores = new double[rows.size()];
        forest.scorer().score(rows.values(), scores.length, scores);
        Arrays.sort(scores);
        return new TrainingReport(scores, forest.threshold());
    }

    /** How many rows are above the threshold. */
    public long anomalies() {
        return Arrays.stream(sorted).filter(score -> score > threshold).count();
    }

    /** Shares of the rows, and the scores they end at. */
    public double[][] quantiles() {
        return Arrays.stream(SHARES)
                .mapToObj(share -> new double[] {share, IsolationForestTrainer.quantile(sorted, share)})
                .toArray(double[][]::new);
    }

    /** Quantiles on one line, then a line for each 0.05 of score between the lowest and the highest. */
    public String toText() {
        String quantiles = Arrays.stream(quantiles())
                .map(pair -> String.format(Locale.ROOT, "%s %.3f", label(pair[0]), pair[1]))
                .collect(Collectors.joining("  "));
        return "scores: " + quantiles + System.lineSeparator() + histogram();
    }

    private static String label(double share) {
        return share == 0
                ? "min"
                : share == 1
                        ? "max"
                        : "p" + String.format(Locale.ROOT, "%.4g", share * 100).replaceAll("\\.?0+$", "");
    }

    private String histogram() {
        long[] counts = new long[(int) Math.ceil(1 / BIN) + 1];
        for (double score : sorted) {
            counts[(int) (score / BIN)]++;
        }
        long most = Arrays.stream(counts).max().orElse(1);
        int first = (int) (sorted[0] / BIN);
        int last = (int) (sorted[sorted.length - 1] / BIN);
        return IntStream.rangeClosed(first, last)
                .mapToObj(bin -> String.format(
                        Locale.ROOT,
                        "  %.2f %-" + BAR_CHARS + "s %d",
                        bin * BIN,
                        "#".repeat((int) Math.ceil((double) BAR_CHARS * counts[bin] / most)),
                        counts[bin]))
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
