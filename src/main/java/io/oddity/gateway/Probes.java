package io.oddity.gateway;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code /livez}: the process reacts. {@code /readyz}: readings are being judged. {@code /startupz}: they were once. */
final class Probes {
    private Probes() {}

    static void mount(Router router, Vertx vertx, StatusBoard board, int ingests) {
        HealthChecks ready = HealthChecks.create(vertx);
        ready.register(
                "kafka",
                promise -> complete(
                        promise, board.broker().isUp() ? null : board.broker().text()));
        for (int i = 0; i < ingests; i++) {
            int ingest = i;
            ready.register("ingest-" + ingest, promise -> complete(promise, board.problem(ingest)));
        }
        Answers.get(router, "/livez").handler(context -> Answers.json(context, new JsonObject().put("status", "UP")));
        Answers.get(router, "/readyz").handler(context -> answer(context, ready));
        Answers.get(router, "/startupz").handler(context -> {
            if (board.hasStarted()) {
                Answers.json(context, new JsonObject().put("status", "UP"));
            } else {
                answer(context, ready);
            }
        });
    }

    private static void complete(Promise<Status> promise, String problem) {
        promise.complete(problem == null ? Status.OK() : Status.KO(new JsonObject().put("problem", problem)));
    }

    private static void answer(RoutingContext context, HealthChecks checks) {
        checks.checkStatus()
                .onSuccess(result -> Answers.json(context, CheckResult.isUp(result) ? 200 : 503, result.toJson()))
                .onFailure(context::fail);
    }
}
