package io.oddity.gateway;

import io.oddity.config.Pipeline;
import io.oddity.detect.Detectors;
import io.oddity.explain.Expectation;
import io.oddity.explain.Parts;
import io.oddity.explain.Sentence;
import io.oddity.model.Channel;
import io.oddity.model.Explanation.Part;
import io.oddity.model.Missing;
import io.oddity.model.Readings;
import io.oddity.model.Status;
import io.oddity.threshold.Calibration;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Why a reading was flagged, or why not, from its verdict and those before it in the log. What is expected is learned anew from these, as
 * verdicts on calm readings do not carry it: so it is near what the pipeline expected then, not the same.
 */
final class Why {
    /** Readings to learn from what is expected. */
    static final int READINGS = 300;

    private final Pipeline pipeline;
    private final Pipeline.Variant variant;
    private final List<JsonObject> verdicts;
    private final JsonObject verdict;

    /** @param verdicts of one sensor and pipeline, oldest first; the last is what is asked about */
    Why(Pipeline pipeline, List<JsonObject> verdicts) {
        this.pipeline = pipeline;
        this.verdicts = verdicts;
        verdict = verdicts.get(verdicts.size() - 1);
        String named = verdict.getString("variant");
        variant = pipeline.variants().stream()
                .filter(other -> other.variant().equals(named))
                .findFirst()
                .orElse(pipeline.main());
    }

    /** The answer. */
    JsonObject toJson() {
        List<Part> parts = parts();
        JsonArray channels = new JsonArray();
        parts.forEach(part -> channels.add(toJson(part)));
        return new JsonObject()
                .put("sensor_id", verdict.getString("sensor_id"))
                .put("why", words(parts))
                .put("explanation", verdict.getJsonObject("explanation", new JsonObject().put("channels", channels)))
                .put("reading", verdict);
    }

    private String words(List<Part> parts) {
        if (verdict.containsKey("why")) {
            return verdict.getString("why");
        }
        String measured = new Sentence(channels()).measured(parts);
        String beside = measured.isEmpty() ? "" : "; " + measured;
        return switch (Status.valueOf(verdict.getString("status"))) {
            case WARMING_UP -> learning();
            case SKIPPED -> "not judged: it lacks " + String.join(", ", missing());
            case NORMAL -> "not flagged: " + (verdict.containsKey("ignored") ? rule() : score()) + beside;
            case ANOMALY ->
                "flagged: score " + number("score") + " is above the threshold " + number("threshold") + beside;
        };
    }

    /** Where all that the log has of a sensor is warming up, that is how many there were. */
    private String learning() {
        long readings = verdicts.stream()
                .filter(other -> Status.WARMING_UP.name().equals(other.getString("status")))
                .count();
        return "not judged: still learning this sensor, reading " + readings + " of the first " + warmUp() + " or so";
    }

    private int warmUp() {
        int detectors = variant.detectors().stream()
                .mapToInt(detector -> Detectors.named(detector.type())
                        .map(factory -> factory.warmUp(detector.params()))
                        .orElse(0))
                .max()
                .orElse(0);
        return detectors + (variant.threshold() == null ? Calibration.WARM_UP : 0);
    }

    private List<String> missing() {
        JsonObject values = verdict.getJsonObject("values");
        return pipeline.channels().stream()
                .map(Pipeline.ChannelSource::name)
                .filter(name -> !values.containsKey(name))
                .toList();
    }

    private String rule() {
        return "the rule '" + verdict.getString("ignored") + "' passes it over";
    }

    private String score() {
        String text = "score " + number("score") + " is not above the threshold " + number("threshold");
        if (variant.threshold() == null) {
            text += ", which the budget of false alarms (" + variant.falseAlarms() + ") asks for";
        }
        if (verdict.containsKey("corrected_by")) {
            text += "; what people said of this sensor's anomalies counts in it";
        }
        if (verdict.containsKey("p")) {
            long among = Math.round(1 / verdict.getDouble("p"));
            text += among < 2
                    ? "; most readings of this sensor are as odd"
                    : "; so odd is one reading in " + among + " of this sensor";
        }
        return verdict.containsKey("episode") ? text + "; its episode is not over yet" : text;
    }

    private String number(String field) {
        return Double.toString(Math.rint(verdict.getDouble(field) * 1e4) / 1e4);
    }

    private List<Channel> channels() {
        return pipeline.channels().stream()
                .map(channel -> new Channel(channel.name(), channel.unit()))
                .toList();
    }

    private List<Part> parts() {
        Readings readings = readings();
        Expectation expectation = new Expectation(readings.channels());
        int slot = expectation.open();
        int last = readings.size() - 1;
        for (int row = 0; row < last; row++) {
            expectation.learn(slot, readings, row, verdicts.get(row).getBoolean("anomaly", false));
        }
        return Parts.of(expectation, slot, readings, last, null);
    }

    private Readings readings() {
        List<String> names =
                pipeline.channels().stream().map(Pipeline.ChannelSource::name).toList();
        Readings.Builder readings = new Readings.Builder(pipeline.name(), 0, 0, names.size());
        for (JsonObject other : verdicts) {
            double[] row = names.stream()
                    .mapToDouble(name -> Optional.ofNullable(
                                    other.getJsonObject("values").getDouble(name))
                            .orElse(Missing.VALUE))
                    .toArray();
            readings.add("", 0, 0, 0, row);
        }
        return readings.build();
    }

    private JsonObject toJson(Part part) {
        JsonObject json = new JsonObject()
                .put("channel", pipeline.channels().get(part.channel()).name())
                .put("value", part.value());
        String[] names = {"expected", "low", "high", "deviation", "sigmas"};
        double[] numbers = {part.expected(), part.low(), part.high(), part.deviation(), part.sigmas()};
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isNaN(numbers[i])) {
                json.put(names[i], numbers[i]);
            }
        }
        return json;
    }
}
