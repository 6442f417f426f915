package io.oddity.gateway;

import io.oddity.bus.Bus;
import io.oddity.bus.LineupCommand;
import io.oddity.config.Config;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Set;

/** {@code /api/v1/pipelines/{name}/lineup}: what judges a pipeline's readings, and changing it while all runs. */
final class LineupApi {
    private static final String PATH = "/api/v1/pipelines/:name/lineup";
    private static final int MOST_BYTES = 10_000;

    private final Vertx vertx;
    private final Config config;

    LineupApi(Vertx vertx, Config config) {
        this.vertx = vertx;
        this.config = config;
    }

    void mount(Router router) {
        Answers.get(router, PATH).handler(context -> {
            new Params(context);
            answer(context, new LineupCommand.Ask(pipeline(context)));
        });
        router.route(HttpMethod.POST, PATH)
                // JSON only: a page of another origin cannot send that without asking first.
                .consumes("application/json")
                .handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES))
                .handler(context -> answer(context, command(context)));
    }

    private String pipeline(RoutingContext context) {
        String name = context.pathParam("name");
        if (config.pipelines().stream().noneMatch(pipeline -> pipeline.name().equals(name))) {
            throw new Params.BadRequest("name: there is no pipeline '" + name + "'");
        }
        return name;
    }

    private LineupCommand command(RoutingContext context) {
        String pipeline = pipeline(context);
        JsonObject body = body(context);
        if (body.fieldNames().equals(Set.of("variant"))) {
            return new LineupCommand.Promote(pipeline, text(body, "variant"));
        }
        if (body.fieldNames().containsAll(Set.of("detector", "version"))
                && Set.of("variant", "detector", "version").containsAll(body.fieldNames())) {
            String variant = body.containsKey("variant")
                    ? text(body, "variant")
                    : config.pipeline(pipeline).main().variant();
            String version = body.getValue("version") == null ? null : text(body, "version");
            return new LineupCommand.Use(pipeline, variant, text(body, "detector"), version);
        }
        throw new Params.BadRequest(
                "the body must be {\"variant\": NAME} to let that variant decide, or {\"detector\": NAME, "
                        + "\"version\": VERSION or null for the newest} with \"variant\" unless it is the main one");
    }

    private static JsonObject body(RoutingContext context) {
        try {
            JsonObject body = context.body().asJsonObject();
            return body == null ? new JsonObject() : body;
        } catch (DecodeException | ClassCastException e) {
            throw new Params.BadRequest("the body must be a JSON object");
        }
    }

    private static String text(JsonObject body, String key) {
        if (body.getValue(key) instanceof String text) {
            return text;
        }
        throw new Params.BadRequest(key + ": must be text");
    }

    private void answer(RoutingContext context, LineupCommand command) {
        Bus.<JsonObject>request(vertx, Bus.LINEUP_COMMANDS, command)
                .onSuccess(json -> Answers.json(context, json))
                .onFailure(e -> {
                    if (e instanceof ReplyException refused
                            && refused.failureType() == ReplyFailure.RECIPIENT_FAILURE) {
                        Answers.error(context, 400, e.getMessage());
                    } else {
                        context.fail(e);
                    }
                });
    }
}
