package io.oddity.gateway;

import io.oddity.bus.Bus;
import io.oddity.bus.Events;
import io.oddity.bus.Feed;
import io.oddity.bus.FleetTick;
import io.oddity.bus.MemoryQuery;
import io.oddity.bus.MemoryQuery.Names;
import io.oddity.bus.Tick;
import io.oddity.config.Config;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the page lives on: {@code /api/v1/live}, which costs by the sensor and not by the reading, and what is asked for around it.
 * Single-threaded: owned by one {@code GatewayVerticle}.
 */
final class LiveHandler implements Handler<RoutingContext> {
    private static final String MATRIX = "application/octet-stream";
    private static final int MOST_COLUMNS = MemoryVerticle.SECONDS;
    private static final int MOST_SECONDS = 86_400;

    private final Vertx vertx;
    private final Config config;
    private final LogThreads logThreads;
    private final FleetLog fleetLog;
    private final Set<LiveClient> clients = new HashSet<>();

    LiveHandler(Vertx vertx, Config config, LogThreads logThreads) {
        this.vertx = vertx;
        this.config = config;
        this.logThreads = logThreads;
        fleetLog = new FleetLog(config);
        vertx.eventBus().<FleetTick>localConsumer(Bus.TICKS, message -> take(message.body()));
        vertx.eventBus().<Events>localConsumer(Bus.EVENTS, message -> take(message.body()));
    }

    void mount(Router router) {
        Answers.get(router, "/api/v1/live").handler(this);
        Answers.get(router, "/api/v1/overview").handler(this::overview);
        Answers.get(router, "/api/v1/cloud").handler(this::cloud);
        Answers.get(router, "/api/v1/usual").handler(this::usual);
        Answers.get(router, "/api/v1/past").handler(this::past);
    }

    private void take(Events events) {
        if (events.feed() == Feed.ANOMALIES) {
            clients.forEach(client -> client.take(events.events()));
        }
    }

    private void take(FleetTick message) {
        Tick tick = message.tick();
        Map<LiveChannel, Buffer> encoded = new HashMap<>();
        for (LiveClient client : List.copyOf(clients)) { // one that is cut leaves the set
            if (message.run().equals(client.run())) {
                client.take(
                        tick,
                        encoded.computeIfAbsent(
                                client.values, values -> Buffer.buffer(LiveEncoder.tick(tick, values))));
            }
        }
    }

    @Override
    public void handle(RoutingContext context) {
        Params params = new Params(context, "pipeline", "channel", "q");
        LiveChannel values = channel(params);
        HttpServerResponse response = context.response();
        if (!Answers.begin(context, true)) {
            return;
        }
        LiveClient client = new LiveClient(response, values);
        clients.add(client);
        Promise<Void> gone = Promise.promise();
        response.closeHandler(closed -> {
            gone.complete();
            client.closed();
            clients.remove(client);
        });
        response.exceptionHandler(e -> client.close());
        Bus.<Names>request(vertx, Bus.MEMORY, new MemoryQuery.Follow(params.text("q")))
                .onSuccess(names -> {
                    client.goLive(names, System.currentTimeMillis());
                    gone.future()
                            .onComplete(done -> Bus.request(vertx, Bus.MEMORY, new MemoryQuery.Unfollow(names.run())));
                })
                .onFailure(e -> client.close());
    }

    /** The channel whose values are wanted; null for none. */
    private LiveChannel channel(Params params) {
        return params.has("pipeline") || params.has("channel") ? LiveChannel.of(params, config) : null;
    }

    private void overview(RoutingContext context) {
        Params params = new Params(context, "run", "from", "to", "cols");
        Span span = Span.of(params);
        ask(context, new MemoryQuery.Overview(params.text("run"), span.from(), span.seconds(), span.columns()), MATRIX);
    }

    private void cloud(RoutingContext context) {
        Params params = new Params(context, "run", "pipeline", "channel", "from", "to", "cols");
        LiveChannel channel = LiveChannel.of(params, config);
        Span span = Span.of(params);
        ask(
                context,
                new MemoryQuery.Values(
                        params.text("run"),
                        channel.pipeline(),
                        channel.index(),
                        span.from(),
                        span.seconds(),
                        span.columns()),
                MATRIX);
    }

    private void usual(RoutingContext context) {
        ask(context, new MemoryQuery.Usual(new Params(context, "run").text("run")), "application/json");
    }

    private void past(RoutingContext context) {
        Params params = new Params(context, "from", "to", "q", "pipeline", "channel", "step");
        LiveChannel values = channel(params);
        int step = params.whole("step", 1, 1, MOST_COLUMNS);
        Span span = Span.of(params);
        if (span.seconds() > MOST_COLUMNS) {
            throw new Params.BadRequest("to: must be after 'from', by 15 minutes at most");
        }
        SensorFilter filter = new SensorFilter(params.text("q"));
        logThreads
                .read(() -> fleetLog.read(span.from(), span.seconds(), filter, values, step))
                .onSuccess(json -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .end(json))
                .onFailure(context::fail);
    }

    private record Span(long from, int seconds, int columns) {
        static Span of(Params params) {
            long now = System.currentTimeMillis();
            long from = Math.floorDiv(params.millis("from", now - 1_000L * MemoryVerticle.SECONDS), 1_000L);
            long to = Math.floorDiv(params.millis("to", now) + 999, 1_000L);
            if (to <= from || to - from > MOST_SECONDS) {
                throw new Params.BadRequest("to: must be after 'from', by a day at most");
            }
            int seconds = (int) (to - from);
            return new Span(from, seconds, params.whole("cols", Math.min(seconds, MOST_COLUMNS), 1, MOST_COLUMNS));
        }
    }

    private void ask(RoutingContext context, MemoryQuery query, String contentType) {
        Bus.<Buffer>request(vertx, Bus.MEMORY, query)
                .onSuccess(answer -> {
                    if (answer == null) {
                        Answers.error(context, 409, "run: the server was started anew; connect to /api/v1/live again");
                    } else {
                        context.response()
                                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                                .end(answer);
                    }
                })
                .onFailure(context::fail);
    }
}
