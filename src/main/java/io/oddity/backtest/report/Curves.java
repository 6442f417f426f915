package io.oddity.backtest.report;

import static io.oddity.backtest.report.Words.format;

import io.oddity.backtest.metrics.Confusion;
import io.oddity.backtest.metrics.Quality;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the threshold decides, as two SVG pictures with both axes from 0 to 1. */
final class Curves {
    private static final int WIDTH = 540;
    private static final int HEIGHT = 260;
    private static final int LEFT = 40;
    private static final int RIGHT = 526;
    private static final int TOP = 14;
    private static final int BOTTOM = 214;

    private final StringBuilder svg = new StringBuilder();

    private Curves(String title, String axis) {
        svg.append(format("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">", WIDTH, HEIGHT, title));
        for (int i = 0; i <= 4; i++) {
            double at = i / 4.0;
            svg.append(format("<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, y(at), RIGHT));
            svg.append(
                    format("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 8, y(at) + 4, tick(at)));
            svg.append(
                    format("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", x(at), BOTTOM + 17, tick(at)));
        }
        svg.append(format(
                "<text class=\"name\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                (LEFT + RIGHT) / 2, HEIGHT - 8, axis));
    }

    private static String tick(double at) {
        return format("%.2f", at).replaceFirst("\\.?0+$", "");
    }

    private static double x(double share) {
        return LEFT + share * (RIGHT - LEFT);
    }

    private static double y(double share) {
        return BOTTOM - share * (BOTTOM - TOP);
    }

    /** Precision, recall and F1 of readings, and the share of ranges found, over the threshold. */
    static String sweep(Quality quality) {
        Curves curves = new Curves("Precision, recall and F1 over the threshold", "threshold");
        List<Quality.Step> steps = quality.sweep();
        curves.upright(quality.threshold());
        curves.line("precision", steps, Quality.Step::threshold, step -> step.points()
                .precision());
        curves.line(
                "recall", steps, Quality.Step::threshold, step -> step.points().recall());
        curves.line(
                "found",
                steps,
                Quality.Step::threshold,
                step -> (double) step.rangesFound() / quality.ranges().ranges());
        curves.line("f1", steps, Quality.Step::threshold, step -> step.points().f1());
        return curves.end();
    }

    /** Precision over recall of readings, for all thresholds. */
    static String precisionOverRecall(Quality quality) {
        Curves curves = new Curves("Precision over recall", "recall of readings");
        double chance = (double) quality.labelled() / quality.readings();
        curves.svg.append(format("<path class=\"threshold\" d=\"M%d %.1fH%d\"/>", LEFT, y(chance), RIGHT));
        curves.line("f1", quality.curve(), cut -> cut.points().recall(), cut -> cut.points()
                .precision());
        curves.dot(
                "best",
                quality.best().points(),
                "best F1, above " + Words.threshold(quality.best().threshold()));
        curves.dot("now", quality.points(), "above " + Words.threshold(quality.threshold()));
        return curves.end();
    }

    private void upright(double at) {
        svg.append(format("<path class=\"threshold\" d=\"M%.1f %dV%d\"/>", x(at), TOP, BOTTOM));
    }

    private <T> void line(String kind, List<T> points, ToDoubleFunction<T> across, ToDoubleFunction<T> up) {
        StringBuilder path = new StringBuilder();
        for (T point : points) {
            double x = across.applyAsDouble(point);
            double y = up.applyAsDouble(point);
            if (!Double.isNaN(x) && !Double.isNaN(y)) {
                path.append(format("%c%.1f %.1f", path.isEmpty() ? 'M' : 'L', x(x), y(y)));
            }
        }
        svg.append(format("<path class=\"line %s\" d=\"%s\"/>", kind, path));
    }

    private void dot(String kind, Confusion points, String title) {
        if (!Double.isNaN(points.precision())) {
            svg.append(format(
                    "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"><title>%s: precision %s, recall %s</title></circle>",
                    kind,
                    x(points.recall()),
                    y(points.precision()),
                    title,
                    Words.share(points.precision()),
                    Words.share(points.recall())));
        }
    }

    private String end() {
        return svg.append("</svg>").toString();
    }
}
