package io.oddity.gateway;

import io.oddity.bus.Bus;
import io.oddity.bus.Cursor;
import io.oddity.bus.Events;
import io.oddity.bus.Feed;
import io.oddity.bus.Follow;
import io.oddity.bus.Followed;
import io.oddity.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /api/v1/stream}: verdicts as they are committed, as server-sent events or as lines of JSON.
 *
 * <p>A client that names a cursor (by {@code Last-Event-ID}, as browsers do, or by the parameter {@code cursor}) first gets
 * what it missed, from this process's memory or else from Kafka. New events wait for it meanwhile, so nothing falls between past
 * and present. Single-threaded: owned by
 * one {@code GatewayVerticle}.
 */
final class StreamHandler implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(StreamHandler.class);
    private static final long HEARTBEAT_MILLIS = 15_000;
    private static final long EARLY_MILLIS = 200;

    /** Beyond it, writes get larger, and verdicts older, more than writes get fewer. */
    private static final long MAX_REST_MILLIS = 50;

    private final Vertx vertx;
    private final Backlog backlog;
    /** Those that have clients. */
    private final Map<Feed, Audience> audiences = new EnumMap<>(Feed.class);

    private boolean isResting;

    StreamHandler(Vertx vertx, Config config) {
        this.vertx = vertx;
        backlog = new Backlog(vertx, config);
        vertx.eventBus().<Events>localConsumer(Bus.EVENTS, message -> take(message.body()));
        vertx.setPeriodic(HEARTBEAT_MILLIS, timer -> List.copyOf(audiences.values())
                .forEach(Audience::heartbeat)); // empty ones are forgotten
    }

    private void take(Events events) {
        Audience audience = audiences.get(events.feed());
        if (audience == null) {
            return;
        }
        events.gaps().forEach(audience::lose);
        audience.collect(events.events());
        if (!isResting) {
            handOut();
        }
    }

    /** What costs is the number of writes, so as long as they took, events gather for the next ones. */
    private void handOut() {
        long began = System.nanoTime();
        List.copyOf(audiences.values()).forEach(Audience::handOut);
        long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        isResting = tookMillis > 0;
        if (isResting) {
            vertx.setTimer(Math.min(tookMillis, MAX_REST_MILLIS), timer -> handOut());
        }
    }

    @Override
    public void handle(RoutingContext context) {
        Params params = new Params(context, "sensor", "pipeline", "min_score", "anomalies", "mode", "cursor");
        StreamFilter filter =
                new StreamFilter(params.text("sensor"), params.text("pipeline"), params.fraction("min_score", 0));
        Feed feed = params.flag("anomalies") ? Feed.ANOMALIES : Feed.SCORED;
        boolean onlyLatest = params.choice("mode", "all", "all", "latest").equals("latest");
        Cursor missed = missedFrom(context, params);
        String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        boolean isSse = accept == null || !accept.contains("application/x-ndjson");
        serve(context, feed, filter, isSse, onlyLatest, missed);
    }

    /** Lets a client follow a feed. */
    void serve(
            RoutingContext context, Feed feed, Selection selection, boolean isSse, boolean onlyLatest, Cursor missed) {
        HttpServerResponse response = context.response();
        if (response.closed()) {
            return;
        }
        if (!Answers.begin(context, isSse)) {
            return;
        }
        StreamClient client = new StreamClient(response, new Wanted(feed, selection, isSse), onlyLatest);
        audiences.computeIfAbsent(feed, first -> new Audience()).add(client);
        response.closeHandler(closed -> forget(client));
        response.exceptionHandler(e -> client.close());
        catchUp(client, missed).onFailure(e -> {
            // A client that went away shows first where it is written to.
            if (!client.isClosed() && !(e instanceof IOException)) {
                LOG.warn("a client of the stream could not be served: {}", e.getMessage());
            }
            client.close();
        });
    }

    /** Where a client says that it goes on; null when it begins. */
    static Cursor missedFrom(RoutingContext context, Params params) {
        String lastId = context.request().getHeader("Last-Event-ID");
        if (lastId == null || lastId.isEmpty()) {
            return params.cursor("cursor");
        }
        try {
            return Cursor.parse(lastId);
        } catch (IllegalArgumentException e) {
            throw new Params.BadRequest("Last-Event-ID: " + e.getMessage());
        }
    }

    private void forget(StreamClient client) {
        client.closed();
        Feed feed = client.wanted.feed();
        audiences.computeIfPresent(feed, (same, audience) -> {
            audience.remove(client);
            return audience.isEmpty() ? null : audience;
        });
        Bus.publish(vertx, Bus.FOLLOW, new Follow(feed, client.name, false, null));
    }

    private Future<Void> catchUp(StreamClient client, Cursor missed) {
        return follow(client, missed)
                .compose(followed -> writePast(client, missed, followed))
                .compose(behind -> {
                    client.goLive(behind);
                    return Future.succeededFuture();
                });
    }

    /** HTTP is served before Kafka has answered; who comes so early waits for the reader of the feed to be there. */
    private Future<Followed> follow(StreamClient client, Cursor missed) {
        return Bus.<Followed>request(vertx, Bus.FOLLOW, new Follow(client.wanted.feed(), client.name, true, missed))
                .recover(e -> {
                    boolean isEarly =
                            e instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
                    return isEarly && !client.isClosed()
                            ? vertx.timer(EARLY_MILLIS, TimeUnit.MILLISECONDS).compose(later -> follow(client, missed))
                            : Future.failedFuture(e);
                });
    }

    /** Completes with the place behind the past. */
    private Future<Cursor> writePast(StreamClient client, Cursor missed, Followed followed) {
        Future<Cursor> begun = client.begin(missed, followed);
        return missed == null ? begun : begun.compose(from -> writeMissed(client, from, followed));
    }

    private Future<Cursor> writeMissed(StreamClient client, Cursor missed, Followed followed) {
        if (followed.past() == null) {
            return backlog.write(client, missed, followed.live());
        }
        client.startAt(missed);
        return client.writePast(followed.past()).map(missed.or(followed.live()));
    }
}
