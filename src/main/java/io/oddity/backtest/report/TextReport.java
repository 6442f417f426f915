package io.oddity.backtest.report;

import io.oddity.backtest.Outcome;
import io.oddity.backtest.metrics.Confusion;
import io.oddity.backtest.metrics.Quality;
import io.oddity.backtest.metrics.SensorQuality;

/** An outcome for the terminal. */
public final class TextReport {
    private static final int MOST_SENSORS = 60;

    private final Outcome outcome;
    private final Quality quality;
    private final StringBuilder text = new StringBuilder();

    private TextReport(Outcome outcome) {
        this.outcome = outcome;
        quality = outcome.quality();
    }

    /** All of it, with a line feed at the end. */
    public static String of(Outcome outcome) {
        TextReport report = new TextReport(outcome);
        report.write();
        return report.text.toString();
    }

    private void write() {
        line(outcome.data() + ": " + Words.count(outcome.readings()) + " readings of "
                + Words.count(outcome.series().size()) + " sensor(s), judged by "
                + outcome.spec().detectorType()
                + " above " + Words.threshold(quality.threshold()));
        if (outcome.training() > 0) {
            line(Words.count(outcome.training()) + " of them are training: learned, and not counted below");
        }
        count(outcome.rejected(), "record(s) are no readings; the first: ");
        count(outcome.failed(), "reading(s) made Oddity throw, which is a bug; the first: ");
        if (!outcome.health().isEmpty()) {
            line("sensor health, not counted below: " + outcome.health());
        }
        count(outcome.silences(), "silence(s); the first: ");
        line("");
        if (quality.isLabelled()) {
            scores();
        } else {
            line("no reading is labelled, so nothing can be said of hits and misses");
        }
        alarms();
        line("");
        if (quality.isLabelled()) {
            sweep();
            line("");
        }
        sensors();
        line("");
        line("digest " + outcome.digest());
    }

    private void line(String line) {
        text.append(printable(line)).append(System.lineSeparator());
    }

    /** A sensor's name must not move the cursor. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private void count(Outcome.Count count, String what) {
        if (count.count() > 0) {
            line(Words.count(count.count()) + " " + what + count.first());
        }
    }

    private void scores() {
        Confusion points = quality.points();
        Table table = new Table("", "precision", "recall", "F1");
        table.add("readings", Words.share(points.precision()), Words.share(points.recall()), Words.share(points.f1()));
        table.add(
                "ranges (Tatbul)",
                Words.share(quality.ranges().precision()),
                Words.share(quality.ranges().recall()),
                Words.share(quality.ranges().f1()));
        text.append(table.toText());
        line("ROC-AUC " + Words.share(quality.rocAuc()) + ", PR-AUC " + Words.share(quality.prAuc()) + " ("
                + Words.percent((double) quality.labelled() / quality.readings()) + " of the readings are labelled)");
        line("ranges found: " + Words.count(quality.ranges().found()) + " of "
                + Words.count(quality.ranges().ranges()) + "; delay: median "
                + Words.duration(quality.medianDelayMicros()) + ", longest "
                + Words.duration(quality.maxDelayMicros()));
    }

    private void alarms() {
        double at = quality.threshold();
        String outside =
                quality.isLabelled() ? Words.count(quality.falseAlarms().falseAt(at)) + " of them false, " : "";
        line("alarms, one an episode: " + Words.count(quality.alarms()) + ", " + outside
                + Words.rate(quality.falseAlarms().falsePerWeekAt(at)) + (quality.isLabelled() ? " false" : "")
                + " a sensor and week (" + Words.rate(quality.falseAlarms().sensorWeeks()) + " sensor-weeks)");
    }

    private void sweep() {
        Table table = new Table(
                "threshold", "precision", "recall", "F1", "ranges found", "false alarms", "a sensor and week");
        for (Quality.Step step : quality.sweep()) {
            Confusion points = step.points();
            table.add(
                    Words.threshold(step.threshold()) + (step.threshold() == quality.threshold() ? " *" : ""),
                    Words.share(points.precision()),
                    Words.share(points.recall()),
                    Words.share(points.f1()),
                    Words.count(step.rangesFound()),
                    Words.count(step.falseAlarms()),
                    Words.rate(step.falsePerWeek()));
        }
        text.append(table.toText());
        line("best F1 of readings: " + Words.share(quality.best().points().f1()) + " above "
                + Words.threshold(quality.best().threshold()));
    }

    private void sensors() {
        Table table = new Table("sensor", "readings", "anomalies", "ranges found", "alarms", "false", "a week");
        outcome.sensors().limit(MOST_SENSORS).forEach(sensor -> add(sensor, table));
        text.append(table.toText());
        int more = outcome.series().size() - MOST_SENSORS;
        if (more > 0) {
            line("and " + Words.count(more) + " more, which --json lists");
        }
    }

    private static void add(SensorQuality sensor, Table table) {
        table.add(
                printable(sensor.series().name()),
                Words.count(sensor.series().size()),
                Words.count(sensor.anomalies()),
                sensor.ranges().ranges() == 0
                        ? Words.UNKNOWN
                        : sensor.ranges().found() + " of " + sensor.ranges().ranges(),
                Words.count(sensor.alarms()),
                Words.count(sensor.falseAlarms()),
                Words.rate(sensor.falsePerWeek()));
    }
}
