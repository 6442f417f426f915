package io.oddity.gateway;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.compression.StandardCompressionOptions;
import io.oddity.config.Config;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Serves HTTP; several instances share one port. */
public final class GatewayVerticle extends VerticleBase {
    /** Streams say something every 15 s, so a connection silent for longer than this is a stalled or a forgotten one. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(30);

    /** Of a client that does not read, the kernel would keep megabytes, and it would be long until they are full. */
    private static final int SEND_BUFFER_BYTES = 64 << 10;

    /** Instances that ask for a free port under the same name get the same one; with port 0 each would get its own. */
    private static final int FREE_PORT_NAME = 1;

    /** Beyond it, JSON gets no smaller to speak of and the processor notices. Said outright, for Vert.x's own default stores. */
    private static final int GZIP_LEVEL = 4;

    private final Config config;
    private final int port;
    private final PrometheusMeterRegistry meters;
    private final Duration maxIdle;
    private HttpServer server;

    /** Listens on {@code port}, 0 for a free one, of the configuration's address. */
    public GatewayVerticle(Config config, int port, PrometheusMeterRegistry meters) {
        this(config, port, meters, MAX_IDLE);
    }

    /** @param maxIdle after which a connection is cut on which nothing moves */
    GatewayVerticle(Config config, int port, PrometheusMeterRegistry meters, Duration maxIdle) {
        this.config = config;
        this.port = port;
        this.meters = meters;
        this.maxIdle = maxIdle;
    }

    @Override
    public Future<?> start() {
        server = vertx.createHttpServer(new HttpServerOptions()
                .setCompressionSupported(true)
                .setCompressors(List.of(StandardCompressionOptions.gzip(GZIP_LEVEL, 15, 8)))
                .setSendBufferSize(SEND_BUFFER_BYTES)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) maxIdle.toMillis()));
        return server.requestHandler(router()).listen(address());
    }

    private SocketAddress address() {
        String host = config.http().host();
        return port == 0
                ? SocketAddress.sharedRandomPort(FREE_PORT_NAME, host)
                : SocketAddress.inetSocketAddress(port, host);
    }

    /** The port it listens on. */
    public int port() {
        return server.actualPort();
    }

    /** What is served. */
    Router router() {
        int ingests = config.instances().ingest();
        StatusBoard board = new StatusBoard(vertx, ingests);
        Router router = Router.router(vertx);
        router.route().handler(Answers::secure).failureHandler(Answers::failure);
        Probes.mount(router, vertx, board, ingests);
        Answers.get(router, "/metrics").handler(context -> context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                .end(meters.scrape()));
        StreamHandler streams = new StreamHandler(vertx, config);
        Answers.get(router, "/api/v1/stream").handler(streams);
        LogThreads logThreads = new LogThreads(vertx);
        new TablesApi(vertx, config, streams, logThreads).mount(router);
        new LiveHandler(vertx, config, logThreads).mount(router);
        new Api(vertx, config, board, logThreads).mount(router);
        new LineupApi(vertx, config).mount(router);
        new FeedbackApi(vertx, config, logThreads).mount(router);
        new DemoFeed(vertx, config).mount(router);
        Libraries.mount(router);
        Answers.get(router.route())
                .handler(
                        StaticHandler.create("webroot").setCachingEnabled(false).setIncludeHidden(false));
        router.errorHandler(400, Answers::unreadable);
        router.errorHandler(404, Answers::unknown);
        router.errorHandler(405, context -> {
            context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            Answers.error(context, 405, "only GET and HEAD are served here");
        });
        return router;
    }
}
