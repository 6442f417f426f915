package io.oddity.codec;

import io.oddity.model.Calibrated;
import io.oddity.model.Episode;
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
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Encodes verdicts of one pipeline as JSON: the records of the topics {@code scored} and {@code anomalies}.
 *
 * <p>Numbers are the shortest digits that give the same double again, the same on every JDK, so that equal verdicts are equal
 * bytes. What many records have in common is put together once and copied. Single-threaded.
 */
public final class VerdictEncoder {
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
    private static final Name EPISODE = new Name("episode");
    private static final Name ID = new Name("id");
    private static final Name STATE = new Name("state");
    private static final Name SINCE = new Name("since");
    private static final Name ANOMALIES = new Name("anomalies");
    private static final Name OUTPUTS = new Name("outputs");
    private static final Name DETECTOR = new Name("detector");
    private static final Name MODELS = new Name("models");
    private static final Name VARIANT = new Name("variant");
    private static final Name PARTITION = new Name("partition");
    private static final Name OFFSET = new Name("offset");
    private static final Name SHADOW = new Name("shadow");

    private static final Map<Episode.State, String> STATES =
            Map.of(Episode.State.OPENED, "opened", Episode.State.OPEN, "open", Episode.State.CLOSED, "closed");

    private final PipelineSpec spec;
    private final Name[] channels;
    private final Name[] outputs;
    private final JsonBytes json = new JsonBytes();
    private final ReasonWriter reasons;
    private final Heads heads;
    /** By status: whether it is an anomaly, and the status. */
    private final Map<Status, byte[]> outcomes = new EnumMap<>(Status.class);

    /** Prepares for a pipeline's verdicts. */
    public VerdictEncoder(PipelineSpec spec) {
        this.spec = spec;
        channels = spec.channels().stream()
                .map(channel -> new Name(channel.name()))
                .toArray(Name[]::new);
        outputs = spec.outputs().stream().map(Name::new).toArray(Name[]::new);
        reasons = new ReasonWriter(channels, json);
        heads = new Heads(new Name(spec.name()));
        for (Status status : Status.values()) {
            outcomes.put(status, outcome(status));
        }
    }

    private byte[] outcome(Status status) {
        json.clear();
        json.name(ANOMALY);
        json.bool(status == Status.ANOMALY);
        json.text(STATUS, status.name());
        return json.toByteArray();
    }

    /** The keys of records about readings, by row. */
    public byte[][] keys(Readings readings) {
        byte[][] keys = new byte[readings.size()][];
        Arrays.setAll(keys, row -> heads.of(readings.sensorId(row)).key());
        return keys;
    }

    /** All verdicts as JSON, by row; null where there is no status. */
    public byte[][] encode(Verdicts verdicts) {
        byte[] tail = tail(verdicts.readings().versions(), verdicts.readings().partition());
        byte[][] records = new byte[verdicts.statuses().length][];
        for (int row = 0; row < records.length; row++) {
            if (verdicts.statuses()[row] != null) {
                records[row] = encode(verdicts, row, tail);
            }
        }
        return records;
    }

    /** One verdict as JSON. */
    public byte[] encode(Verdicts verdicts, int row) {
        return encode(
                verdicts,
                row,
                tail(verdicts.readings().versions(), verdicts.readings().partition()));
    }

    private byte[] encode(Verdicts verdicts, int row, byte[] tail) {
        json.clear();
        write(verdicts, row, tail);
        return json.toByteArray();
    }

    /** A silence as JSON: like a verdict on the sensor's last reading, but without what was measured. */
    public byte[] encode(Silence silence, int partition) {
        byte[] tail = tail(Versions.NONE, partition);
        json.clear();
        write(silence, tail);
        return json.toByteArray();
    }

    /** A verdict, and behind it what the variant says that does not decide. */
    public byte[] encode(byte[] verdict, Shadow shadow) {
        json.clear();
        json.copy(verdict, verdict.length - 1);
        json.name(SHADOW);
        json.beginObject();
        json.text(VARIANT, shadow.variant());
        json.known(SCORE, shadow.score());
        json.text(STATUS, shadow.status().name());
        json.endObject();
        json.endObject();
        return json.toByteArray();
    }

    /** What all verdicts end with that come from a partition, with the same versions of models: up to the offset. */
    private byte[] tail(Versions versions, int partition) {
        json.clear();
        json.text(DETECTOR, spec.detectorType());
        if (!versions.byDetector().isEmpty()) {
            json.name(MODELS);
            json.beginObject();
            versions.byDetector().forEach((detector, version) -> json.text(new Name(detector), version));
            json.endObject();
        }
        if (!spec.variant().equals(PipelineSpec.MAIN)) {
            json.text(VARIANT, spec.variant());
        }
        json.name(PARTITION);
        json.number(partition);
        json.name(OFFSET);
        return json.toByteArray();
    }

    private void write(Verdicts verdicts, int row, byte[] tail) {
        Readings readings = verdicts.readings();
        Status status = verdicts.statuses()[row];
        Finding finding = verdicts.findings().at(row);
        Calibrated calibrated = verdicts.calibrated();
        json.nameLast(heads.of(readings.sensorId(row)).json());
        json.time(readings.eventTimeMicros(row));
        values(readings, row);
        if (!Double.isNaN(verdicts.scores()[row])) {
            json.number(RAW_SCORE, verdicts.rawScores()[row]);
            json.number(SCORE, verdicts.scores()[row]);
        }
        json.number(THRESHOLD, calibrated.thresholds()[row]);
        json.known(P, calibrated.p()[row]);
        json.members(outcomes.get(status));
        if (status == Status.ANOMALY) {
            json.text(KIND, verdicts.kind(row));
        }
        remark(calibrated.remarks().at(row));
        reasons.health(finding, finding != null && !finding.isFault());
        reasons.explanation(verdicts.explanations().at(row));
        episode(calibrated.episodes().at(row), readings);
        outputs(verdicts, row);
        end(tail, readings.offset(row));
    }

    private void write(Silence silence, byte[] tail) {
        json.nameLast(heads.of(silence.sensorId()).json());
        json.time(silence.timeMicros());
        json.name(VALUES);
        json.beginObject();
        json.endObject();
        json.number(THRESHOLD, spec.threshold().value());
        json.members(outcomes.get(Status.ANOMALY));
        json.text(KIND, silence.finding().kind().word());
        reasons.health(silence.finding(), false);
        reasons.why(silence.why());
        end(tail, silence.offset());
    }

    private void end(byte[] tail, long offset) {
        json.nameLast(tail);
        json.number(offset);
        json.endObject();
    }

    private void values(Readings readings, int row) {
        json.name(VALUES);
        json.beginObject();
        for (int channel = 0; channel < channels.length; channel++) {
            double value = readings.value(row, channel);
            if (!Missing.is(value)) {
                json.number(channels[channel], value);
            }
        }
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
            json.text(IGNORED, remark.ignored());
        }
    }

    private void episode(Episode episode, Readings readings) {
        if (episode == null) {
            return;
        }
        json.name(EPISODE);
        json.beginObject();
        json.text(ID, spec.id() + '/' + readings.partition() + '/' + episode.offset());
        json.text(STATE, STATES.get(episode.state()));
        json.name(SINCE);
        json.time(episode.sinceMicros());
        json.name(ANOMALIES);
        json.number(episode.anomalies());
        json.endObject();
    }

    private void outputs(Verdicts verdicts, int row) {
        if (verdicts.outputs().length == 0) {
            return;
        }
        json.name(OUTPUTS);
        json.beginObject();
        for (int i = 0; i < outputs.length; i++) {
            json.known(outputs[i], verdicts.outputs()[row * outputs.length + i]);
        }
        json.endObject();
    }
}
