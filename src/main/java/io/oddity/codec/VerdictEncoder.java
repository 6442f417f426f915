package io.oddity.codec;

import io.oddity.model.Calibrated;
import io.oddity.model.Episode;
import io.oddity.model.Explanation;
import io.oddity.model.Finding;
import io.oddity.model.Missing;
import io.oddity.model.Readings;
import io.oddity.model.Remark;
import io.oddity.model.Shadow;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import io.oddity.model.Versions;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.pipeline.Silence;
import java.util.EnumMap;
import java.util.Map;

/**
 * Encodes verdicts of one pipeline as JSON: the records of the topics {@code scored} and {@code anomalies}.
 *
 * <p>Numbers are the shortest digits that give the same double again, the same on every JDK, so that equal verdicts are equal
 * bytes. Single-threaded.
 */
public final class VerdictEncoder {
    /** Of the record's layout. */
    private static final int SCHEMA_VERSION = 1;

    private static final Name V = new Name("v");
    private static final Name PIPELINE = new Name("pipeline");
    private static final Name SENSOR_ID = new Name("sensor_id");
    private static final Name TS = new Name("ts");
    private static final Name VALUES = new Name("values");
    private static final Name RAW_SCORE = new Name("raw_score");
    private static final Name SCORE = new Name("score");
    private static final Name THRESHOLD = new Name("threshold");
    private static final Name P = new Name("p");
    private static final Name ANOMALY = new Name("anomaly");
    private static final Name STATUS = new Name("status");
    private static final Name KIND = new Name("kind");
    private static final Name APART = new Name("apart");
    private static final Name CORRECTED_BY = new Name("corrected_by");
    private static final Name IGNORED = new Name("ignored");
    private static final Name HEALTH = new Name("health");
    private static final Name CHANNEL = new Name("channel");
    private static final Name MEASURED = new Name("measured");
    private static final Name LIMIT = new Name("limit");
    private static final Name ENDED = new Name("ended");
    private static final Name WHY = new Name("why");
    private static final Name EXPLANATION = new Name("explanation");
    private static final Name CHANNELS = new Name("channels");
    private static final Name VALUE = new Name("value");
    private static final Name EXPECTED = new Name("expected");
    private static final Name LOW = new Name("low");
    private static final Name HIGH = new Name("high");
    private static final Name DEVIATION = new Name("deviation");
    private static final Name SIGMAS = new Name("sigmas");
    private static final Name CONTRIBUTION = new Name("contribution");
    private static final Name NEAREST = new Name("nearest");
    private static final Name AT_MOST = new Name("at_most");
    private static final Name AT_LEAST = new Name("at_least");
    private static final Name EPISODE = new Name("episode");
    private static final Name ID = new Name("id");
    private static final Name STATE = new Name("state");
    private static final Name SINCE = new Name("since");
    private static final Name ANOMALIES = new Name("anomalies");
    private static final Name DETECTOR = new Name("detector");
    private static final Name OUTPUTS = new Name("outputs");
    private static final Name MODELS = new Name("models");
    private static final Name VARIANT = new Name("variant");
    private static final Name SHADOW = new Name("shadow");
    private static final Name PARTITION = new Name("partition");
    private static final Name OFFSET = new Name("offset");

    private static final Map<Episode.State, String> STATES =
            Map.of(Episode.State.OPENED, "opened", Episode.State.OPEN, "open", Episode.State.CLOSED, "closed");

    private static final Map<Status, Name> STATUSES = new EnumMap<>(Status.class);

    static {
        for (Status status : Status.values()) {
            STATUSES.put(status, new Name(status.name()));
        }
    }

    private final PipelineSpec spec;
    private final Name pipeline;
    private final Name detector;
    private final Name[] channels;
    private final Name[] outputs;
    private final JsonBytes json = new JsonBytes();

    /** Prepares for a pipeline's verdicts. */
    public VerdictEncoder(PipelineSpec spec) {
        this.spec = spec;
        pipeline = new Name(spec.name());
        detector = new Name(spec.detectorType());
        channels = spec.channels().stream()
                .map(channel -> new Name(channel.name()))
                .toArray(Name[]::new);
        outputs = spec.outputs().stream().map(Name::new).toArray(Name[]::new);
    }

    /** One verdict as JSON. */
    public byte[] encode(Verdicts verdicts, int row) {
        return encode(verdicts, row, null);
    }

    /**
     * One verdict as JSON.
     *
     * @param shadow what the variant that does not decide says; null without one
     */
    public byte[] encode(Verdicts verdicts, int row, Shadow shadow) {
        json.clear();
        write(verdicts, row, shadow);
        return json.toByteArray();
    }

    /** A silence as JSON: like a verdict on the sensor's last reading, but without what was measured. */
    public byte[] encode(Silence silence, int partition) {
        json.clear();
        write(silence, partition);
        return json.toByteArray();
    }

    private void write(Verdicts verdicts, int row, Shadow shadow) {
        Readings readings = verdicts.readings();
        Status status = verdicts.statuses()[row];
        Finding finding = verdicts.findings().get(row);
        begin(readings.sensorId(row), readings.eventTimeMicros(row));
        values(readings, row);
        if (!Double.isNaN(verdicts.scores()[row])) {
            number(RAW_SCORE, verdicts.rawScores()[row]);
            number(SCORE, verdicts.scores()[row]);
        }
        calibrated(verdicts.calibrated(), row);
        json.name(ANOMALY);
        json.bool(status == Status.ANOMALY);
        text(STATUS, STATUSES.get(status));
        if (status == Status.ANOMALY) {
            text(KIND, verdicts.kind(row));
        }
        remark(verdicts.calibrated().remarks().get(row));
        health(finding, finding != null && !finding.isFault());
        explanation(verdicts.explanations().get(row));
        episode(verdicts.calibrated().episodes().get(row), readings);
        text(DETECTOR, detector);
        outputs(verdicts, row);
        models(readings.versions());
        variant();
        if (shadow != null) {
            challenger(shadow);
        }
        end(readings.partition(), readings.offset(row));
    }

    private void write(Silence silence, int partition) {
        begin(silence.sensorId(), silence.timeMicros());
        json.name(VALUES);
        json.beginObject();
        json.endObject();
        number(THRESHOLD, spec.threshold().value());
        json.name(ANOMALY);
        json.bool(true);
        text(STATUS, STATUSES.get(Status.ANOMALY));
        text(KIND, silence.finding().kind().word());
        health(silence.finding(), false);
        text(WHY, silence.why());
        text(DETECTOR, detector);
        variant();
        end(partition, silence.offset());
    }

    private void begin(String sensorId, long timeMicros) {
        json.beginObject();
        json.name(V);
        json.number(SCHEMA_VERSION);
        text(PIPELINE, pipeline);
        text(SENSOR_ID, sensorId);
        time(TS, timeMicros);
    }

    private void variant() {
        if (!spec.variant().equals(PipelineSpec.MAIN)) {
            text(VARIANT, spec.variant());
        }
    }

    private void end(int partition, long offset) {
        json.name(PARTITION);
        json.number(partition);
        json.name(OFFSET);
        json.number(offset);
        json.endObject();
    }

    /**
     * What was measured beside what it was held against.
     *
     * @param finding null for nothing
     * @param isOver whether it says that it is over
     */
    private void health(Finding finding, boolean isOver) {
        if (finding == null || Double.isNaN(finding.measured())) {
            return;
        }
        json.name(HEALTH);
        json.beginObject();
        if (isOver) {
            text(ENDED, finding.kind().word());
        }
        if (finding.channel() >= 0) {
            json.name(CHANNEL);
            json.text(channels[finding.channel()]);
        }
        number(MEASURED, finding.measured());
        number(LIMIT, finding.limit());
        json.endObject();
    }

    /** @param explanation null for nothing */
    private void explanation(Explanation explanation) {
        if (explanation == null) {
            return;
        }
        text(WHY, explanation.why());
        json.name(EXPLANATION);
        json.beginObject();
        json.name(CHANNELS);
        json.beginArray();
        for (Explanation.Part part : explanation.channels()) {
            part(part);
        }
        json.endArray();
        if (!explanation.nearest().isEmpty()) {
            json.name(NEAREST);
            json.beginObject();
            for (Explanation.Bound bound : explanation.nearest()) {
                json.name(channels[bound.channel()]);
                json.beginObject();
                number(bound.isMost() ? AT_MOST : AT_LEAST, bound.value());
                json.endObject();
            }
            json.endObject();
        }
        json.endObject();
    }

    private void part(Explanation.Part part) {
        json.beginObject();
        json.name(CHANNEL);
        json.text(channels[part.channel()]);
        number(VALUE, part.value());
        known(EXPECTED, part.expected());
        known(LOW, part.low());
        known(HIGH, part.high());
        known(DEVIATION, part.deviation());
        known(SIGMAS, part.sigmas());
        known(CONTRIBUTION, part.contribution());
        json.endObject();
    }

    private void remark(Remark remark) {
        if (remark == null) {
            return;
        }
        if (remark.isApart()) {
            json.name(APART);
            json.bool(true);
        }
        if (remark.correctedBy() >= 0) {
            json.name(CORRECTED_BY);
            json.number(remark.correctedBy());
        }
        if (remark.ignored() != null) {
            text(IGNORED, remark.ignored());
        }
    }

    private void calibrated(Calibrated calibrated, int row) {
        number(THRESHOLD, calibrated.thresholds()[row]);
        known(P, calibrated.p()[row]);
    }

    private void episode(Episode episode, Readings readings) {
        if (episode == null) {
            return;
        }
        json.name(EPISODE);
        json.beginObject();
        text(ID, spec.id() + '/' + readings.partition() + '/' + episode.offset());
        text(STATE, STATES.get(episode.state()));
        time(SINCE, episode.sinceMicros());
        json.name(ANOMALIES);
        json.number(episode.anomalies());
        json.endObject();
    }

    private void time(Name name, long micros) {
        json.name(name);
        json.time(micros);
    }

    private void outputs(Verdicts verdicts, int row) {
        if (verdicts.outputs().length == 0) {
            return;
        }
        json.name(OUTPUTS);
        json.beginObject();
        for (int i = 0; i < outputs.length; i++) {
            double output = verdicts.outputs()[row * outputs.length + i];
            if (!Double.isNaN(output)) {
                number(outputs[i], output);
            }
        }
        json.endObject();
    }

    private void models(Versions versions) {
        if (versions.byDetector().isEmpty()) {
            return;
        }
        json.name(MODELS);
        json.beginObject();
        for (Map.Entry<String, String> model : versions.byDetector().entrySet()) {
            text(new Name(model.getKey()), model.getValue());
        }
        json.endObject();
    }

    private void challenger(Shadow shadow) {
        json.name(SHADOW);
        json.beginObject();
        text(VARIANT, shadow.variant());
        if (!Double.isNaN(shadow.score())) {
            number(SCORE, shadow.score());
        }
        text(STATUS, shadow.status().name());
        json.endObject();
    }

    private void values(Readings readings, int row) {
        json.name(VALUES);
        json.beginObject();
        for (int channel = 0; channel < channels.length; channel++) {
            double value = readings.value(row, channel);
            if (!Missing.is(value)) {
                number(channels[channel], value);
            }
        }
        json.endObject();
    }

    private void text(Name name, Name value) {
        json.name(name);
        json.text(value);
    }

    private void text(Name name, String value) {
        json.name(name);
        json.text(value);
    }

    private void number(Name name, double value) {
        json.name(name);
        json.number(value);
    }

    /** A number that is left out where it is NaN. */
    private void known(Name name, double value) {
        if (!Double.isNaN(value)) {
            number(name, value);
        }
    }
}
