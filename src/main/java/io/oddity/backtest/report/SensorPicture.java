package io.oddity.backtest.report;

import static io.oddity.backtest.report.Words.format;

import io.oddity.backtest.metrics.Range;
import io.oddity.backtest.metrics.Series;
import java.util.ArrayList;
import java.util.List;

/**
 * One sensor as SVG: its channels, its score with the threshold, labelled ranges shaded, flagged readings and alarms marked. As wide as {@link
 * #WIDTH} pixels whatever the number of readings.
 */
final class SensorPicture {
    static final int WIDTH = 1120;
    private static final int LEFT = 58;
    private static final int TOP = 20;
    private static final int NAME_HEIGHT = 16;
    private static final int GAP = 8;
    private static final int ALARMS_HEIGHT = 16;
    private static final int SCORE_HEIGHT = 60;
    private static final int AXIS_HEIGHT = 24;

    /** More would hide the score below the fold; the others are counted in words. */
    static final int MOST_CHANNELS = 6;

    private final Series series;
    private final List<String> channels;
    private final double threshold;
    private final boolean hasLabels;
    private final String id;
    private final TimeScale time;
    private final Pixels pixels;
    private final StringBuilder svg = new StringBuilder();

    private SensorPicture(Series series, List<String> channels, double threshold, boolean hasLabels, String id) {
        this.series = series;
        this.channels = channels.subList(0, Math.min(channels.size(), MOST_CHANNELS));
        this.threshold = threshold;
        this.hasLabels = hasLabels;
        this.id = id;
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (int i = 0; i < series.size(); i++) {
            from = Math.min(from, series.timeMicros(i));
            to = Math.max(to, series.timeMicros(i));
        }
        time = new TimeScale(from, to, LEFT, WIDTH - LEFT - 8);
        pixels = new Pixels(series, time, threshold);
    }

    /**
     * Draws it.
     *
     * @param hasLabels whether alarms can be false
     * @param id unique on the page
     */
    static String of(Series series, List<String> channels, double threshold, boolean hasLabels, String id) {
        SensorPicture picture = new SensorPicture(series, channels, threshold, hasLabels, id);
        picture.draw();
        return picture.svg.toString();
    }

    private void draw() {
        int channelHeight = channels.size() == 1 ? 128 : channels.size() == 2 ? 84 : 56;
        int alarmsTop = TOP + channels.size() * (NAME_HEIGHT + channelHeight + GAP);
        Band score = new Band(alarmsTop + ALARMS_HEIGHT, SCORE_HEIGHT, 0, 1);
        svg.append(format(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s: values and score over time\">",
                WIDTH, score.bottom() + AXIS_HEIGHT, Html.escape(series.name())));
        axis(score.bottom());
        shade(score.bottom());
        for (int channel = 0; channel < channels.size(); channel++) {
            channel(channel, TOP + NAME_HEIGHT + channel * (NAME_HEIGHT + channelHeight + GAP), channelHeight);
        }
        alarms(alarmsTop + ALARMS_HEIGHT - 5);
        score(score);
        svg.append("</svg>");
    }

    private void axis(int bottom) {
        for (long tick : time.ticks()) {
            double x = time.x(tick);
            svg.append(format("<path class=\"grid\" d=\"M%.1f %dV%d\"/>", x, TOP, bottom + 4));
            String anchor = x < LEFT + 40 ? "start" : x > WIDTH - 50 ? "end" : "middle";
            svg.append(format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>", x, bottom + 18, anchor, time.text(tick)));
        }
    }

    private void shade(int bottom) {
        merged(series.labelled()).forEach(range -> box("truth", range, bottom));
        int training = 0;
        while (training < series.size() && series.isTraining(training)) {
            training++;
        }
        if (training > 0) {
            box("training", new Range(0, training - 1), bottom);
            svg.append(format("<text x=\"%d\" y=\"%d\">training</text>", LEFT, TOP - 7));
        }
    }

    /** Ranges less than a pixel apart as one. */
    private List<Range> merged(List<Range> ranges) {
        List<Range> merged = new ArrayList<>();
        for (Range range : ranges) {
            int last = merged.size() - 1;
            boolean isNear = last >= 0
                    && time.x(series.timeMicros(range.from()))
                                    - time.x(series.timeMicros(merged.get(last).to()))
                            < 1;
            if (isNear) {
                merged.set(last, new Range(merged.get(last).from(), range.to()));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }

    private void box(String kind, Range range, int bottom) {
        double x = time.x(series.timeMicros(range.from()));
        double width = Math.max(1.5, time.x(series.timeMicros(range.to())) - x);
        svg.append(format(
                "<g class=\"%s\"><title>%s from %s to %s</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>"
                        + "<rect class=\"cap\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"3\"/></g>",
                kind,
                kind.equals("truth") ? "labelled" : kind,
                TimeScale.full(series.timeMicros(range.from())),
                TimeScale.full(series.timeMicros(range.to())),
                x,
                TOP,
                width,
                bottom - TOP,
                x,
                TOP - 3,
                width));
    }

    private void channel(int channel, int top, int height) {
        double lowest = pixels.lowest(channel);
        double highest = pixels.highest(channel);
        svg.append(format(
                "<text class=\"name\" x=\"%d\" y=\"%d\">%s</text>", LEFT, top - 4, Html.escape(channels.get(channel))));
        if (Double.isNaN(lowest)) {
            return;
        }
        Band band = Band.around(top, height, lowest, highest);
        label(band.y(highest), number(highest));
        if (highest > lowest) {
            label(band.y(lowest), number(lowest));
        }
        svg.append(
                format("<path class=\"value\" d=\"%s\"/>", band.path(pixels.low[channel], pixels.high[channel], LEFT)));
        StringBuilder flagged = new StringBuilder();
        for (int x = 0; x < pixels.isFlagged.length; x++) {
            if (pixels.isFlagged[x] && !Float.isNaN(pixels.low[channel][x])) {
                flagged.append(format(
                        "M%d %.1fV%.1f",
                        LEFT + x, band.y(pixels.high[channel][x]) - 1.5, band.y(pixels.low[channel][x]) + 1.5));
            }
        }
        svg.append(format("<path class=\"odd\" d=\"%s\"/>", flagged));
    }

    private void label(double y, String text) {
        svg.append(format("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 8, y + 4, text));
    }

    /** Short enough for the margin. */
    private static String number(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size >= 1e6 || size < 1e-3)) {
            return format("%.1e", value).replaceFirst("e([+-])0?", "e$1").replace("e+", "e");
        }
        String text = format(size >= 100 ? "%.0f" : size >= 1 ? "%.1f" : "%.3f", value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }

    /** Hollow where they are false. */
    private void alarms(int y) {
        int lastColumn = -1;
        for (int i = 0; i < series.size(); i++) {
            int column = time.column(series.timeMicros(i));
            if (series.isAlarm(i, threshold) && column != lastColumn) {
                lastColumn = column;
                svg.append(format(
                        "<path class=\"alarm%s\" d=\"M%.1f %dl-4.5 -8h9z\"><title>alarm %s, score %.3f</title></path>",
                        hasLabels && !series.isLabelled(i) ? " outside" : "",
                        time.x(series.timeMicros(i)),
                        y,
                        TimeScale.full(series.timeMicros(i)),
                        series.score(i)));
            }
        }
    }

    private void score(Band band) {
        double y = band.y(threshold);
        String path = band.path(pixels.score, pixels.score, LEFT);
        label(band.y(1) + 4, "1");
        label(y, Words.threshold(threshold));
        label(band.y(0) - 3, "0");
        svg.append(format("<path class=\"threshold\" d=\"M%d %.1fH%d\"/>", LEFT, y, LEFT + time.width()));
        svg.append(format(
                "<defs><path id=\"%s\" d=\"%s\"/><clipPath id=\"%s-odd\"><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%.1f\"/>"
                        + "</clipPath></defs>",
                id, path, id, LEFT, band.top() - 2, time.width() + 2, y - band.top() + 2));
        svg.append(format("<use class=\"score\" href=\"#%s\"/>", id));
        svg.append(format("<use class=\"odd\" href=\"#%s\" clip-path=\"url(#%s-odd)\"/>", id, id));
        svg.append(format(
                "<text class=\"name\" x=\"%d\" y=\"%d\" text-anchor=\"end\">score</text>", LEFT - 8, band.top() - 7));
    }
}
