package io.oddity.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
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

    /**
     * Begins an answer that has no end, and completes it for HEAD.
     *
     * @param isSse whether server-sent events follow, or lines of JSON
     * @return whether anything is to follow
     */
    static boolean begin(RoutingContext context, boolean isSse) {
        HttpServerResponse response = context.response()
                .setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, isSse ? "text/event-stream" : "application/x-ndjson")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONTENT_ENCODING, "identity")
                .putHeader("X-Accel-Buffering", "no");
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.end();
            return false;
        }
        // Without a first byte a client would not know that it is connected.
        response.write(isSse ? "retry: 1000\n\n" : "\n");
        return true;
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
