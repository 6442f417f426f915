package io.oddity.gateway;

import io.oddity.bus.Bus;
import io.oddity.config.Config;
import io.oddity.feedback.Anomaly;
import io.oddity.feedback.Judgement;
import io.oddity.feedback.Judgement.Verdict;
import io.oddity.feedback.Judgements;
import io.oddity.threshold.Corrections;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What people say of anomalies: {@code POST /api/v1/anomalies/{id}/feedback}, and all that was said. */
final class FeedbackApi {
    private static final String PATH = "/api/v1/anomalies/:id/feedback";
    private static final int MOST_BYTES = 10_000;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_NOTE = 1_000;
    private static final int MOST_LISTED = 1_000;
    private static final int REFUSED = 400;

    private final Vertx vertx;
    private final LogThreads logThreads;
    private final AnomalyLog log;

    FeedbackApi(Vertx vertx, Config config, LogThreads logThreads) {
        this.vertx = vertx;
        this.logThreads = logThreads;
        log = new AnomalyLog(config);
    }

    void mount(Router router) {
        Answers.get(router, PATH).handler(this::ofAnomaly);
        Answers.get(router, "/api/v1/feedback").handler(this::list);
        router.route(HttpMethod.POST, PATH)
                // JSON only: a page of another origin cannot send that without asking first.
                .consumes("application/json")
                .handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES))
                .handler(this::judge);
    }

    private void judge(RoutingContext context) {
        new Params(context);
        String id = context.pathParam("id");
        JsonObject body = body(context);
        Verdict verdict = Verdict.of(text(body, "verdict", LONGEST_NAME))
                .orElseThrow(() -> new Params.BadRequest(
                        "verdict: must be one of false_alarm, true, none, was '" + body.getValue("verdict") + "'"));
        String by = text(body, "by", LONGEST_NAME);
        String note = text(body, "note", LONGEST_NOTE);
        if (!log.isPossible(id)) {
            unknown(context, id);
            return;
        }
        logThreads
                .read(() -> log.find(id))
                .onSuccess(found -> found.ifPresentOrElse(
                        anomaly ->
                                write(context, new Judgement(anomaly, verdict, System.currentTimeMillis(), by, note)),
                        () -> unknown(context, id)))
                .onFailure(context::fail);
    }

    private static void unknown(RoutingContext context, String id) {
        Answers.error(context, 404, "there is no anomaly '" + id + "', or it is gone from the log");
    }

    private static JsonObject body(RoutingContext context) {
        JsonObject body;
        try {
            body = context.body().asJsonObject();
        } catch (DecodeException | ClassCastException e) {
            body = null;
        }
        if (body == null
                || !body.containsKey("verdict")
                || !Set.of("verdict", "by", "note").containsAll(body.fieldNames())) {
            throw new Params.BadRequest("the body must be {\"verdict\": \"false_alarm\", \"true\" or \"none\"}, with "
                    + "\"by\" and \"note\" if you like");
        }
        return body;
    }

    /** Null where there is none. */
    private static String text(JsonObject body, String key, int longest) {
        Object value = body.getValue(key);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text)) {
            throw new Params.BadRequest(key + ": must be text");
        }
        if (text.length() > longest) {
            throw new Params.BadRequest(key + ": must have at most " + longest + " characters, has " + text.length());
        }
        return text;
    }

    private void write(RoutingContext context, Judgement judgement) {
        Bus.<Judgements>request(vertx, Bus.FEEDBACK_COMMANDS, judgement)
                .onSuccess(said -> {
                    String id = judgement.anomaly().id();
                    context.response().putHeader(HttpHeaders.LOCATION, "/api/v1/anomalies/" + id + "/feedback");
                    Answers.json(context, 202, json(judgement).put("effect", effect(judgement)));
                })
                .onFailure(e -> {
                    if (e instanceof ReplyException refused && refused.failureCode() == REFUSED) {
                        Answers.error(context, 400, e.getMessage());
                    } else {
                        context.fail(e);
                    }
                });
    }

    /** In words. */
    private static String effect(Judgement judgement) {
        Anomaly anomaly = judgement.anomaly();
        String sensor = "sensor " + anomaly.sensorId();
        if (!anomaly.isOfScore()) {
            return "kept, and nothing else: the anomaly is one of kind " + anomaly.kind()
                    + ", which no threshold decides";
        }
        return switch (judgement.verdict()) {
            case FALSE_ALARM ->
                "from the next reading on, scores of " + sensor + " up to "
                        + Corrections.passing(anomaly.score()) + " are no anomalies"
                        + (anomaly.isApart() ? "" : ", but for values far from all others");
            case TRUE -> "from the next reading on, the alarm does not count as a false one of " + sensor;
            case NONE ->
                "from the next reading on, " + sensor + " is judged as if nothing had been said of this anomaly";
        };
    }

    private void ofAnomaly(RoutingContext context) {
        new Params(context);
        String id = context.pathParam("id");
        if (!log.isPossible(id)) {
            unknown(context, id);
            return;
        }
        ask(context, said -> new JsonObject()
                .put("id", id)
                .put("verdict", said.of(id).orElse(Verdict.NONE).word())
                .put(
                        "feedback",
                        json(said.all().stream()
                                .filter(judgement -> judgement.anomaly().id().equals(id))
                                .toList())));
    }

    private void list(RoutingContext context) {
        Params params = new Params(context, "pipeline", "sensor", "before", "limit");
        String pipeline = params.text("pipeline");
        String sensor = params.text("sensor");
        int limit = params.whole("limit", 100, 1, MOST_LISTED);
        int before = params.whole("before", Integer.MAX_VALUE, 0, Integer.MAX_VALUE);
        ask(context, said -> {
            List<Judgement> newestFirst = said.newestFirst(judgement -> judgement.place() < before
                    && (pipeline == null || pipeline.equals(judgement.anomaly().pipeline()))
                    && (sensor == null || sensor.equals(judgement.anomaly().sensorId())));
            List<Judgement> shown = newestFirst.subList(0, Math.min(limit, newestFirst.size()));
            return new JsonObject()
                    .put("feedback", json(shown))
                    .put(
                            "next",
                            shown.size() == newestFirst.size()
                                    ? null
                                    : shown.get(shown.size() - 1).place());
        });
    }

    private interface Answer {
        JsonObject of(Judgements said);
    }

    private void ask(RoutingContext context, Answer answer) {
        Bus.<Judgements>request(vertx, Bus.FEEDBACK_NOW, "")
                .onSuccess(said -> Answers.json(context, answer.of(said)))
                .onFailure(context::fail);
    }

    private static JsonArray json(List<Judgement> judgements) {
        JsonArray array = new JsonArray();
        judgements.forEach(judgement -> array.add(json(judgement)));
        return array;
    }

    private static JsonObject json(Judgement judgement) {
        Anomaly anomaly = judgement.anomaly();
        JsonObject json = new JsonObject()
                .put("id", anomaly.id())
                .put("verdict", judgement.verdict().word())
                .put("at", Instant.ofEpochMilli(judgement.atMillis()).toString())
                .put("by", judgement.by())
                .put("note", judgement.note())
                .put("pipeline", anomaly.pipeline())
                .put("sensor_id", anomaly.sensorId())
                .put("kind", anomaly.kind())
                .put("score", Double.isNaN(anomaly.score()) ? null : anomaly.score())
                .put("threshold", anomaly.threshold());
        boolean passes = judgement.verdict() == Verdict.FALSE_ALARM && anomaly.isOfScore();
        return json.put("passes", passes ? Corrections.passing(anomaly.score()) : null);
    }
}
