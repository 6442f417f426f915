package io.oddity.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private static final SerializableString V = new SerializedString("v");
    private static final SerializableString PIPELINE = new SerializedString("pipeline");
    private static final SerializableString SENSOR_ID = new SerializedString("sensor_id");
    private static final SerializableString TS = new SerializedString("ts");
    private static final SerializableString VALUES = new SerializedString("values");
    private static final SerializableString RAW_SCORE = new SerializedString("raw_score");
    private static final SerializableString SCORE = new SerializedString("score");
    private static final SerializableString THRESHOLD = new SerializedString("threshold");
    private static final SerializableString P = new SerializedString("p");
    private static final SerializableString ANOMALY = new SerializedString("anomaly");
    private static final SerializableString STATUS = new SerializedString("status");
    private static final SerializableString KIND = new SerializedString("kind");
    private static final SerializableString APART = new SerializedString("apart");
    private static final SerializableString CORRECTED_BY = new SerializedString("corrected_by");
    private static final SerializableString IGNORED = new SerializedString("ignored");
    private static final SerializableString HEALTH = new SerializedString("health");
    private static final SerializableString CHANNEL = new SerializedString("channel");
    private static final SerializableString MEASURED = new SerializedString("measured");
    private static final SerializableString LIMIT = new SerializedString("limit");
    private static final SerializableString ENDED = new SerializedString("ended");
    private static final SerializableString WHY = new SerializedString("why");
    private static final SerializableString EXPLANATION = new SerializedString("explanation");
    private static final SerializableString CHANNELS = new SerializedString("channels");
    private static final SerializableString VALUE = new SerializedString("value");
    private static final SerializableString EXPECTED = new SerializedString("expected");
    private static final SerializableString LOW = new SerializedString("low");
    private static final SerializableString HIGH = new SerializedString("high");
    private static final SerializableString DEVIATION = new SerializedString("deviation");
    private static final SerializableString SIGMAS = new SerializedString("sigmas");
    private static final SerializableString CONTRIBUTION = new SerializedString("contribution");
    private static final SerializableString NEAREST = new SerializedString("nearest");
    private static final SerializableString AT_MOST = new SerializedString("at_most");
    private static final SerializableString AT_LEAST = new SerializedString("at_least");
    private static final SerializableString EPISODE = new SerializedString("episode");
    private static final SerializableString ID = new SerializedString("id");
    private static final SerializableString STATE = new SerializedString("state");
    private static final SerializableString SINCE = new SerializedString("since");
    private static final SerializableString ANOMALIES = new SerializedString("anomalies");
    private static final SerializableString DETECTOR = new SerializedString("detector");
    private static final SerializableString OUTPUTS = new SerializedString("outputs");
    private static final SerializableString MODELS = new SerializedString("models");
    private static final SerializableString VARIANT = new SerializedString("variant");
    private static final SerializableString SHADOW = new SerializedString("shadow");
    private static final SerializableString PARTITION = new SerializedString("partition");
    private static final SerializableString OFFSET = new SerializedString("offset");

    private static final Map<Episode.State, String> STATES =
            Map.of(Episode.State.OPENED, "opened", Episode.State.OPEN, "open", Episode.State.CLOSED, "closed");

    private final PipelineSpec spec;
    private final SerializableString[] channels;
    private final SerializableString[] outputs;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private JsonGenerator json;

    /** Prepares for a pipeline's verdicts. */
    public VerdictEncoder(PipelineSpec spec) {
        this.spec = spec;
        channels = spec.channels().stream()
                .map(channel -> new SerializedString(channel.name()))
                .toArray(SerializableString[]::new);
        outputs = spec.outputs().stream().map(SerializedString::new).toArray(SerializableString[]::new);
        json = generator();
    }

    private JsonGenerator generator() {
        try {
            return FACTORY.createGenerator(bytes).setRootValueSeparator(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return encode(() -> write(verdicts, row, shadow));
    }

    /** A silence as JSON: like a verdict on the sensor's last reading, but without what was measured. */
    public byte[] encode(Silence silence, int partition) {
        return encode(() -> write(silence, partition));
    }

    private interface Writing {
        void write() throws IOException;
    }

    private byte[] encode(Writing writing) {
        bytes.reset();
        try {
            writing.write();
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!json.getOutputContext().inRoot()) {
                json = generator(); // or the next verdict would begin inside this one
            }
        }
        return bytes.toByteArray();
    }

    private void write(Verdicts verdicts, int row, Shadow shadow) throws IOException {
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
        json.writeFieldName(ANOMALY);
        json.writeBoolean(status == Status.ANOMALY);
        text(STATUS, status.name());
        if (status == Status.ANOMALY) {
            text(KIND, verdicts.kind(row));
        }
        remark(verdicts.calibrated().remarks().get(row));
        health(finding, finding != null && !finding.isFault());
        explanation(verdicts.explanations().get(row));
        episode(verdicts.calibrated().episodes().get(row), readings);
        text(DETECTOR, spec.detectorType());
        outputs(verdicts, row);
        models(readings.versions());
        variant();
        if (shadow != null) {
            challenger(shadow);
        }
        end(readings.partition(), readings.offset(row));
    }

    private void write(Silence silence, int partition) throws IOException {
        begin(silence.sensorId(), silence.timeMicros());
        json.writeFieldName(VALUES);
        json.writeStartObject();
        json.writeEndObject();
        number(THRESHOLD, spec.threshold().value());
        json.writeFieldName(ANOMALY);
        json.writeBoolean(true);
        text(STATUS, Status.ANOMALY.name());
        text(KIND, silence.finding().kind().word());
        health(silence.finding(), false);
        text(WHY, silence.why());
        text(DETECTOR, spec.detectorType());
        variant();
        end(partition, silence.offset());
    }

    private void begin(String sensorId, long timeMicros) throws IOException {
        json.writeStartObject();
        json.writeFieldName(V);
        json.writeNumber(SCHEMA_VERSION);
        text(PIPELINE, spec.name());
        text(SENSOR_ID, sensorId);
        text(TS, Instant.EPOCH.plus(timeMicros, ChronoUnit.MICROS).toString());
    }

    private void variant() throws IOException {
        if (!spec.variant().equals(PipelineSpec.MAIN)) {
            text(VARIANT, spec.variant());
        }
    }

    private void end(int partition, long offset) throws IOException {
        json.writeFieldName(PARTITION);
        json.writeNumber(partition);
        json.writeFieldName(OFFSET);
        json.writeNumber(offset);
        json.writeEndObject();
    }

    /**
     * What was measured beside what it was held against.
     *
     * @param finding null for nothing
     * @param isOver whether it says that it is over
     */
    private void health(Finding finding, boolean isOver) throws IOException {
        if (finding == null || Double.isNaN(finding.measured())) {
            return;
        }
        json.writeFieldName(HEALTH);
        json.writeStartObject();
        if (isOver) {
            text(ENDED, finding.kind().word());
        }
        if (finding.channel() >= 0) {
            json.writeFieldName(CHANNEL);
            json.writeString(channels[finding.channel()]);
        }
        number(MEASURED, finding.measured());
        number(LIMIT, finding.limit());
        json.writeEndObject();
    }

    /** @param explanation null for nothing */
    private void explanation(Explanation explanation) throws IOException {
        if (explanation == null) {
            return;
        }
        text(WHY, explanation.why());
        json.writeFieldName(EXPLANATION);
        json.writeStartObject();
        json.writeFieldName(CHANNELS);
        json.writeStartArray();
        for (Explanation.Part part : explanation.channels()) {
            part(part);
        }
        json.writeEndArray();
        if (!explanation.nearest().isEmpty()) {
            json.writeFieldName(NEAREST);
            json.writeStartObject();
            for (Explanation.Bound bound : explanation.nearest()) {
                json.writeFieldName(channels[bound.channel()]);
                json.writeStartObject();
                number(bound.isMost() ? AT_MOST : AT_LEAST, bound.value());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void part(Explanation.Part part) throws IOException {
        json.writeStartObject();
        json.writeFieldName(CHANNEL);
        json.writeString(channels[part.channel()]);
        number(VALUE, part.value());
        known(EXPECTED, part.expected());
        known(LOW, part.low());
        known(HIGH, part.high());
        known(DEVIATION, part.deviation());
        known(SIGMAS, part.sigmas());
        known(CONTRIBUTION, part.contribution());
        json.writeEndObject();
    }

    private void remark(Remark remark) throws IOException {
        if (remark == null) {
            return;
        }
        if (remark.isApart()) {
            json.writeFieldName(APART);
            json.writeBoolean(true);
        }
        if (remark.correctedBy() >= 0) {
            json.writeFieldName(CORRECTED_BY);
            json.writeNumber(remark.correctedBy());
        }
        if (remark.ignored() != null) {
            text(IGNORED, remark.ignored());
        }
    }

    private void calibrated(Calibrated calibrated, int row) throws IOException {
        number(THRESHOLD, calibrated.thresholds()[row]);
        known(P, calibrated.p()[row]);
    }

    private void episode(Episode episode, Readings readings) throws IOException {
        if (episode == null) {
            return;
        }
        json.writeFieldName(EPISODE);
        json.writeStartObject();
        text(ID, spec.id() + '/' + readings.partition() + '/' + episode.offset());
        text(STATE, STATES.get(episode.state()));
        text(SINCE, time(episode.sinceMicros()));
        json.writeFieldName(ANOMALIES);
        json.writeNumber(episode.anomalies());
        json.writeEndObject();
    }

    private static String time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private void outputs(Verdicts verdicts, int row) throws IOException {
        if (verdicts.outputs().length == 0) {
            return;
        }
        json.writeFieldName(OUTPUTS);
        json.writeStartObject();
        for (int i = 0; i < outputs.length; i++) {
            double output = verdicts.outputs()[row * outputs.length + i];
            if (!Double.isNaN(output)) {
                number(outputs[i], output);
            }
        }
        json.writeEndObject();
    }

    private void models(Versions versions) throws IOException {
        if (versions.byDetector().isEmpty()) {
            return;
        }
        json.writeFieldName(MODELS);
        json.writeStartObject();
        for (Map.Entry<String, String> model : versions.byDetector().entrySet()) {
            json.writeStringField(model.getKey(), model.getValue());
        }
        json.writeEndObject();
    }

    private void challenger(Shadow shadow) throws IOException {
        json.writeFieldName(SHADOW);
        json.writeStartObject();
        text(VARIANT, shadow.variant());
        if (!Double.isNaN(shadow.score())) {
            number(SCORE, shadow.score());
        }
        text(STATUS, shadow.status().name());
        json.writeEndObject();
    }

    private void values(Readings readings, int row) throws IOException {
        json.writeFieldName(VALUES);
        json.writeStartObject();
        for (int channel = 0; channel < channels.length; channel++) {
            double value = readings.value(row, channel);
            if (!Missing.is(value)) {
                number(channels[channel], value);
            }
        }
        json.writeEndObject();
    }

    private void text(SerializableString name, String value) throws IOException {
        json.writeFieldName(name);
        json.writeString(value);
    }

    private void number(SerializableString name, double value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(value);
    }

    /** A number that is left out where it is NaN. */
    private void known(SerializableString name, double value) throws IOException {
        if (!Double.isNaN(value)) {
            number(name, value);
        }
    }
}
