package io.oddity.backtest.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oddity.backtest.Outcome;
import io.oddity.backtest.metrics.Confusion;
import io.oddity.backtest.metrics.Found;
import io.oddity.backtest.metrics.Quality;
import io.oddity.backtest.metrics.RangeScores;
import io.oddity.backtest.metrics.SensorQuality;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/** An outcome for programs. Seconds end in {@code _seconds}; what is not known is null. */
public final class JsonReport {
    private JsonReport() {}

    /** One JSON object. */
    public static String of(Outcome outcome) {
        Quality quality = outcome.quality();
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("digest", outcome.digest());
        json.put("pipeline", outcome.spec().name());
        json.put("detector", outcome.spec().detectorType());
        json.put("data", outcome.data());
        json.put("threshold", quality.threshold());
        json.put("readings", quality.readings());
        json.put("labelled", quality.labelled());
        json.put("training", outcome.training());
        json.put("rejected", outcome.rejected().count());
        json.put("failed", outcome.failed().count());
        ObjectNode kinds = json.putObject("kinds");
        outcome.kinds().forEach(kinds::put);
        json.put("silences", outcome.silences().count());
        put(json.putObject("points"), quality.points());
        put(json.putObject("ranges"), quality.ranges());
        number(json, "roc_auc", quality.rocAuc());
        number(json, "pr_auc", quality.prAuc());
        ObjectNode delay = json.putObject("delay");
        seconds(delay, "median_seconds", quality.medianDelayMicros());
        seconds(delay, "max_seconds", quality.maxDelayMicros());
        json.put("alarms", quality.alarms());
        json.put("alarms_outside", quality.falseAlarms().falseAt(quality.threshold()));
        number(json, "alarms_outside_per_sensor_week", quality.falseAlarms().falsePerWeekAt(quality.threshold()));
        number(json, "sensor_weeks", quality.falseAlarms().sensorWeeks());
        ObjectNode best = json.putObject("best_f1");
        best.put("threshold", quality.best().threshold());
        put(best, quality.best().points());
        ArrayNode sweep = json.putArray("sweep");
        quality.sweep().forEach(step -> put(sweep.addObject(), step));
        ArrayNode sensors = json.putArray("sensors");
        outcome.sensors().forEach(sensor -> put(sensors.addObject(), sensor));
        ArrayNode found = json.putArray("labelled_ranges");
        quality.found().forEach(one -> put(found.addObject(), one));
        return json.toString();
    }

    private static void number(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        } else {
            json.putNull(name);
        }
    }

    private static void seconds(ObjectNode json, String name, OptionalLong micros) {
        number(json, name, micros.isPresent() ? micros.getAsLong() / 1e6 : Double.NaN);
    }

    private static void put(ObjectNode json, Confusion points) {
        json.put("hits", points.hits());
        json.put("false_positives", points.falsePositives());
        json.put("misses", points.misses());
        json.put("calm", points.calm());
        number(json, "precision", points.precision());
        number(json, "recall", points.recall());
        number(json, "f1", points.f1());
    }

    private static void put(ObjectNode json, RangeScores ranges) {
        json.put("labelled", ranges.ranges());
        json.put("found", ranges.found());
        number(json, "existence", ranges.existence());
        number(json, "precision", ranges.precision());
        number(json, "recall", ranges.recall());
        number(json, "f1", ranges.f1());
    }

    private static void put(ObjectNode json, Quality.Step step) {
        json.put("threshold", step.threshold());
        put(json, step.points());
        json.put("ranges_found", step.rangesFound());
        json.put("alarms_outside", step.falseAlarms());
        number(json, "alarms_outside_per_sensor_week", step.falsePerWeek());
    }

    private static void put(ObjectNode json, SensorQuality sensor) {
        json.put("sensor", sensor.series().name());
        json.put("readings", sensor.series().size());
        put(json.putObject("points"), sensor.points());
        put(json.putObject("ranges"), sensor.ranges());
        json.put("alarms", sensor.alarms());
        json.put("alarms_outside", sensor.falseAlarms());
        number(json, "alarms_outside_per_week", sensor.falsePerWeek());
    }

    private static void put(ObjectNode json, Found found) {
        json.put("sensor", found.sensor());
        json.put("start", iso(found.startMicros()));
        json.put("end", iso(found.endMicros()));
        seconds(json, "delay_seconds", found.delayMicros());
    }

    private static String iso(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
}
