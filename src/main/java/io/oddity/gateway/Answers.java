package io.oddity.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How every answer looks: its headers, and errors as JSON that say what to do. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    /** What is served on a path, and to HEAD without its body. */
    static Route get(Router router, String path) {
        return get(router.route(path));
    }

    static Route get(Route route) {
        return route.method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    /** Headers that keep a browser from doing more than the page needs. */
    static void secure(RoutingContext context) {
        context.response()
                .putHeader(
                        "Content-Security-Policy",
                        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
        context.next();
    }

    static void json(RoutingContext context, JsonObject json) {
        json(context, 200, json);
    }

    static void json(RoutingContext context, int status, JsonObject json) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(json.toBuffer());
    }

    static void error(RoutingContext context, int status, String message) {
        json(context, status, new JsonObject().put("error", message));
    }

    /** Answers a request whose handler failed. */
    static void failure(RoutingContext context) {
        Throwable failure = context.failure();
        if (context.response().ended() || context.response().headWritten()) {
            context.response().reset();
        } else if (failure instanceof Params.BadRequest) {
            error(context, 400, failure.getMessage());
        } else if (failure == null) {
            error(context, context.statusCode(), "refused with status " + context.statusCode());
        } else if (context.statusCode() == 400) {
            error(context, 400, "the request cannot be read: " + failure.getMessage());
        } else {
            LOG.warn("{} {}", context.request().method(), context.request().path(), failure);
            error(context, 503, "no answer: " + failure.getMessage());
        }
    }

    /** Answers a request whose path cannot be decoded. */
    static void unreadable(RoutingContext context) {
        error(context, 400, "the path cannot be read: " + context.request().path());
    }

    static void unknown(RoutingContext context) {
        error(context, 404, "there is nothing at " + context.request().path() + "; see /api/v1/openapi.yaml");
    }
}
