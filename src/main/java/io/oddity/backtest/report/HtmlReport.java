package io.oddity.backtest.report;

import static io.oddity.backtest.report.Html.escape;

import io.oddity.backtest.Outcome;
import io.oddity.backtest.metrics.Confusion;
import io.oddity.backtest.metrics.Quality;
import io.oddity.backtest.metrics.SensorQuality;
import io.oddity.model.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/** An outcome as one page that stands alone: no script, nothing from elsewhere, pictures in SVG, light and dark. */
public final class HtmlReport {
    private static final int MOST_PICTURES = 60;

    private final Outcome outcome;
    private final Quality quality;
    private final Writer out;

    private HtmlReport(Outcome outcome, Writer out) {
        this.outcome = outcome;
        quality = outcome.quality();
        this.out = out;
    }

    /** Writes the page, UTF-8; values must have been kept. */
    public static void write(Outcome outcome, Writer out) throws IOException {
        new HtmlReport(outcome, out).page();
    }

    private void page() throws IOException {
        out.write("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
        // Even if something slipped through the escaping, it would reach nobody.
        out.write(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
        out.write("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" "
                + "content=\"light dark\"><title>Backtest: " + escape(outcome.data()) + "</title><style>" + style()
                + "</style></head><body>");
        header();
        tiles();
        if (quality.isLabelled()) {
            curves();
        }
        sensors();
        tables();
        footer();
        out.write("</body></html>\n");
    }

    private static String style() {
        try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void header() throws IOException {
        out.write(
                "<header><svg class=\"mark\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><g class=\"quiet\"><circle cx=\"3\" cy=\"17\" r=\"2\"/>"
                        + "<circle cx=\"9\" cy=\"19\" r=\"2\"/><circle cx=\"21\" cy=\"17\" r=\"2\"/></g>"
                        + "<circle class=\"one\" cx=\"15\" cy=\"7\" r=\"3.6\"/></svg><div><h1>Backtest</h1><p>"
                        + escape(outcome.data())
                        + "</p></div><dl>");
        fact("detector", outcome.spec().detectorType());
        fact("threshold", Words.threshold(quality.threshold()));
        fact("readings", Words.count(outcome.readings()));
        fact("sensors", Words.count(outcome.series().size()));
        out.write("</dl></header>");
        note(outcome.training(), "readings are training: learned, and not counted.", "");
        note(
                outcome.rejected().count(),
                "records are no readings; the first:",
                outcome.rejected().first());
        note(
                outcome.failed().count(),
                "readings made Oddity throw, which is a bug; the first:",
                outcome.failed().first());
        if (!outcome.health().isEmpty()) {
            out.write("<p class=\"note\">Sensor health, not counted below: " + escape(outcome.health()) + ".</p>");
        }
        note(
                outcome.silences().count(),
                "silences; the first:",
                outcome.silences().first());
    }

    private void fact(String name, String value) throws IOException {
        out.write("<div><dt>" + name + "</dt><dd>" + escape(value) + "</dd></div>");
    }

    private void note(long count, String what, String first) throws IOException {
        if (count > 0) {
            out.write("<p class=\"note\">" + Words.count(count) + " " + what + " " + escape(first) + "</p>");
        }
    }

    private void tiles() throws IOException {
        double at = quality.threshold();
        out.write("<section class=\"tiles\">");
        if (quality.isLabelled()) {
            tile(
                    "ranges found",
                    quality.ranges().found() + " / " + quality.ranges().ranges(),
                    "delay: median " + Words.duration(quality.medianDelayMicros()) + ", longest "
                            + Words.duration(quality.maxDelayMicros()));
            tile(
                    "false alarms",
                    Words.rate(quality.falseAlarms().falsePerWeekAt(at)),
                    "a sensor and week: " + Words.count(quality.falseAlarms().falseAt(at)) + " of "
                            + Words.count(quality.alarms()) + " alarms");
            tile(
                    "F1 of readings",
                    Words.share(quality.points().f1()),
                    "precision " + Words.share(quality.points().precision()) + ", recall "
                            + Words.share(quality.points().recall()));
            tile(
                    "F1 of ranges",
                    Words.share(quality.ranges().f1()),
                    "precision " + Words.share(quality.ranges().precision()) + ", recall "
                            + Words.share(quality.ranges().recall()));
            tile("ROC-AUC", Words.share(quality.rocAuc()), "0.5 is chance");
            tile(
                    "PR-AUC",
                    Words.share(quality.prAuc()),
                    Words.share((double) quality.labelled() / quality.readings()) + " is chance");
        } else {
            tile("anomalies", Words.count(quality.points().falsePositives()), "readings above the threshold");
            tile("alarms", Words.count(quality.alarms()), "one an episode");
            tile(
                    "a sensor and week",
                    Words.rate(quality.falseAlarms().falsePerWeekAt(at)),
                    Words.rate(quality.falseAlarms().sensorWeeks()) + " sensor-weeks; nothing is labelled");
        }
        out.write("</section>");
    }

    private void tile(String name, String value, String more) throws IOException {
        out.write("<div class=\"tile\"><h2>" + name + "</h2><b>" + value + "</b><p>" + more + "</p></div>");
    }

    private void curves() throws IOException {
        out.write("<section class=\"pair\"><figure><figcaption><h2>What the threshold decides</h2><p class=\"key\">"
                + "<i class=\"precision\"></i>precision <i class=\"recall\"></i>recall <i class=\"f1\"></i>F1 "
                + "<i class=\"found\"></i>ranges found</p></figcaption>" + Curves.sweep(quality)
                + "</figure><figure><figcaption><h2>Precision over recall</h2><p class=\"key\"><i class=\"now\"></i>threshold "
                + Words.threshold(quality.threshold()) + " <i class=\"best\"></i>best F1 "
                + Words.share(quality.best().points().f1()) + " above "
                + Words.threshold(quality.best().threshold())
                + "</p></figcaption>" + Curves.precisionOverRecall(quality) + "</figure></section>");
    }

    /** Of very many sensors those with most to see. */
    private void sensors() throws IOException {
        List<String> channels =
                outcome.spec().channels().stream().map(Channel::name).toList();
        List<SensorQuality> shown = outcome.sensors().toList();
        if (shown.size() > MOST_PICTURES) {
            shown = shown.stream()
                    .sorted(Comparator.comparingLong(
                            (SensorQuality one) -> -one.ranges().ranges() - one.alarms()))
                    .limit(MOST_PICTURES)
                    .toList();
        }
        out.write("<section><div class=\"title\"><h2>Sensors</h2><p class=\"key\"><i class=\"truth\"></i>labelled "
                + "<i class=\"odd\"></i>above the threshold " + key("alarm") + "alarm"
                + (quality.isLabelled() ? " " + key("alarm outside") + "false alarm" : "") + "</p></div>");
        for (int i = 0; i < shown.size(); i++) {
            sensor(shown.get(i), channels, "s" + i);
        }
        if (outcome.series().size() > shown.size()) {
            out.write("<p class=\"note\">" + Words.count(outcome.series().size() - shown.size())
                    + " more sensors have fewer labelled ranges and alarms than these and are not drawn.</p>");
        }
        out.write("</section>");
    }

    private void sensor(SensorQuality sensor, List<String> channels, String id) throws IOException {
        String found = sensor.ranges().ranges() == 0
                ? ""
                : "ranges found " + sensor.ranges().found() + " of "
                        + sensor.ranges().ranges() + " · ";
        String outside = quality.isLabelled() ? ", false " + Words.count(sensor.falseAlarms()) : "";
        out.write("<figure class=\"sensor\"><figcaption><h3>"
                + escape(sensor.series().name()) + "</h3><p>" + found
                + "alarms " + Words.count(sensor.alarms()) + outside + " · above the threshold "
                + Words.count(sensor.anomalies()) + " of "
                + Words.count(sensor.series().size()) + " readings"
                + more(channels) + "</p></figcaption>"
                + SensorPicture.of(sensor.series(), channels, quality.threshold(), quality.isLabelled(), id)
                + "</figure>");
    }

    private static String key(String alarm) {
        return "<svg viewBox=\"0 0 11 10\"><path class=\"" + alarm + "\" d=\"M5.5 9l-4.5 -8h9z\"/></svg>";
    }

    private static String more(List<String> channels) {
        int hidden = channels.size() - SensorPicture.MOST_CHANNELS;
        return hidden > 0 ? " · " + hidden + " more channels not drawn" : "";
    }

    private void tables() throws IOException {
        if (!quality.isLabelled()) {
            return;
        }
        out.write(
                "<section><h2>Threshold sweep</h2><table><thead><tr><th>threshold<th>precision<th>recall<th>F1<th>ranges found"
                        + "<th>false alarms<th>a sensor and week</tr></thead><tbody>");
        for (Quality.Step step : quality.sweep()) {
            Confusion points = step.points();
            out.write((step.threshold() == quality.threshold() ? "<tr class=\"now\">" : "<tr>") + "<td>"
                    + String.join(
                            "<td>",
                            Words.threshold(step.threshold()),
                            Words.share(points.precision()),
                            Words.share(points.recall()),
                            Words.share(points.f1()),
                            Words.count(step.rangesFound()),
                            Words.count(step.falseAlarms()),
                            Words.rate(step.falsePerWeek()))
                    + "</tr>");
        }
        out.write("</tbody></table></section>");
    }

    private void footer() throws IOException {
        out.write(
                "<footer><p>Times are UTC. A reading is flagged when its score is above the threshold; an alarm is a flagged reading that "
                        + "is news, one an episode. Ranges: precision and recall of Tatbul et al., 2018, flat bias. Point-adjusted scores are left "
                        + "out on purpose. What the data cannot tell is a dash.</p><p>Verdicts: <code>sha256 "
                        + outcome.digest()
                        + "</code></p></footer>");
    }
}
