package io.oddity.feedback;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What somebody said of an anomaly.
 *
 * @param place in the feedback topic
 * @param atMillis when it was said
 * @param by who said it; null when that was not told
 * @param note why; null without one
 */
public record Judgement(long place, Anomaly anomaly, Verdict verdict, long atMillis, String by, String note) {
    /** Of what has no place yet. */
    static final long NOWHERE = -1;

    /** What can be said. */
    public enum Verdict {
        /** Nothing was wrong. */
        FALSE_ALARM,
        /** Something was. */
        TRUE,
        /** What was said before is taken back. */
        NONE;

        /** As it is written. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The verdict of this word. */
        public static Optional<Verdict> of(String word) {
            return Arrays.stream(values())
                    .filter(verdict -> verdict.word().equals(word))
                    .findFirst();
        }
    }

    /** Before it is written. */
    public Judgement(Anomaly anomaly, Verdict verdict, long atMillis, String by, String note) {
        this(NOWHERE, anomaly, verdict, atMillis, by, note);
    }

    /** As a record of the topic. */
    String encode() {
        JsonObject json = new JsonObject()
                .put("v", 1)
                .put("verdict", verdict.word())
                .put("at", atMillis)
                .put("pipeline", anomaly.pipeline())
                .put("variant", anomaly.variant())
                .put("partition", anomaly.partition())
                .put("offset", anomaly.offset())
                .put("silence", anomaly.isSilence())
                .put("sensor_id", anomaly.sensorId())
                .put("kind", anomaly.kind())
                .put("threshold", anomaly.threshold())
                .put("apart", anomaly.isApart())
                .put("episode", anomaly.episode());
        if (!Double.isNaN(anomaly.score())) {
            json.put("score", anomaly.score());
        }
        if (by != null) {
            json.put("by", by);
        }
        if (note != null) {
            json.put("note", note);
        }
        return json.encode();
    }

    /** Empty for what nobody of ours has written. */
    static Optional<Judgement> decode(long place, String text) {
        try {
            JsonObject json = new JsonObject(text);
            return Verdict.of(json.getString("verdict")).map(verdict -> {
                Anomaly anomaly = new Anomaly(
                        json.getString("pipeline"),
                        json.getString("variant"),
                        json.getInteger("partition"),
                        json.getLong("offset"),
                        json.getBoolean("silence"),
                        json.getString("sensor_id"),
                        json.getString("kind"),
                        json.getDouble("score", Double.NaN),
                        json.getDouble("threshold"),
                        json.getBoolean("apart"),
                        json.getLong("episode"));
                return new Judgement(
                        place, anomaly, verdict, json.getLong("at"), json.getString("by"), json.getString("note"));
            });
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            return Optional.empty();
        }
    }
}
