package io.oddity.codec;

import io.oddity.model.Explanation;
import io.oddity.model.Finding;

/** Writes what stands in verdicts that are out of the ordinary: what is wrong with a sensor, and why. Single-threaded. */
final class ReasonWriter {
    private static final Name HEALTH = new Name("health");
    private static final Name ENDED = new Name("ended");
    private static final Name CHANNEL = new Name("channel");
    private static final Name MEASURED = new Name("measured");
    private static final Name LIMIT = new Name("limit");
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

    private final Name[] channels;
    private final JsonBytes json;

    ReasonWriter(Name[] channels, JsonBytes json) {
        this.channels = channels;
        this.json = json;
    }

    /**
     * What was measured beside what it was held against.
     *
     * @param finding null for nothing
     * @param isOver whether it says that it is over
     */
    void health(Finding finding, boolean isOver) {
        if (finding == null || Double.isNaN(finding.measured())) {
            return;
        }
        json.name(HEALTH);
        json.beginObject();
        if (isOver) {
            json.text(ENDED, finding.kind().word());
        }
        if (finding.channel() >= 0) {
            json.name(CHANNEL);
            json.text(channels[finding.channel()]);
        }
        json.number(MEASURED, finding.measured());
        json.number(LIMIT, finding.limit());
        json.endObject();
    }

    void why(String sentence) {
        json.text(WHY, sentence);
    }

    /** @param explanation null for nothing */
    void explanation(Explanation explanation) {
        if (explanation == null) {
            return;
        }
        why(explanation.why());
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
                json.number(bound.isMost() ? AT_MOST : AT_LEAST, bound.value());
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
        json.number(VALUE, part.value());
        json.known(EXPECTED, part.expected());
        json.known(LOW, part.low());
        json.known(HIGH, part.high());
        json.known(DEVIATION, part.deviation());
        json.known(SIGMAS, part.sigmas());
        json.known(CONTRIBUTION, part.contribution());
        json.endObject();
    }
}
