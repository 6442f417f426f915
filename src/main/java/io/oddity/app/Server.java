package io.oddity.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.oddity.bus.Bus;
import io.oddity.config.Config;
import io.oddity.feedback.FeedbackVerticle;
import io.oddity.gateway.GatewayVerticle;
import io.oddity.gateway.MemoryVerticle;
import io.oddity.gateway.TailVerticle;
import io.oddity.ingest.IngestVerticle;
import io.oddity.lineup.LineupVerticle;
import io.oddity.lineup.TrainedModels;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.score.ScoringVerticle;
import io.oddity.topic.BrokerVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.micrometer.VertxPrometheusOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is deployed, in which order: gateways, so that the probes answer from the start; the broker's keeper, which creates the
 * topics; scoring workers; and when the topics are there, the reader of our own topics and the ingest loops.
 */
public final class Server {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private static final long RETRY_MILLIS = 2_000;

    private final Config config;
    private final TrainedModels models;
    private final List<PipelineSpec> specs;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Vertx vertx;
    private final List<String> ingests = new CopyOnWriteArrayList<>();
    private int port;
    private volatile boolean isStopping;

    private Server(Config config) {
        this.config = config;
        models = new TrainedModels(config);
        specs = PipelineSpecs.of(config, models::model);
        vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setMetricsOptions(new MicrometerMetricsOptions()
                                .setEnabled(true)
                                .setRegistryName(UUID.randomUUID().toString())
                                .setJvmMetricsEnabled(true)
                                .setPrometheusOptions(new VertxPrometheusOptions().setEnabled(true))))
                .withMetrics(new MicrometerMetricsFactory(meters))
                .build();
        Bus.open(vertx);
    }

    /** Starts; completes when HTTP is served, and goes on by itself as soon as Kafka answers. */
    public static Future<Server> start(Config config) {
        Server server = new Server(config);
        return server.vertx
                .executeBlocking(
                        () -> {
                            server.models.requireAll(config);
                            return null;
                        },
                        false)
                .compose(ready -> server.deployGateways())
                .compose(done -> server.deployWorkers())
                .compose(done -> server.deployBroker())
                .map(server)
                .onFailure(e -> server.close());
    }

    private Future<?> deployGateways() {
        GatewayVerticle first = new GatewayVerticle(config, config.http().port(), meters);
        return vertx.deployVerticle(first).compose(deployed -> {
            port = first.port();
            return deploy(
                    config.instances().gateway() - 1,
                    index -> new GatewayVerticle(config, config.http().port(), meters));
        });
    }

    private Future<?> deployWorkers() {
        return vertx.deployVerticle(new MemoryVerticle(config))
                .compose(memory -> deploy(config.instances().scoring(), index -> new ScoringVerticle(index, specs)));
    }

    private Future<?> deployBroker() {
        BrokerVerticle broker = new BrokerVerticle(config);
        broker.prepared().onSuccess(prepared -> deployReaders());
        return vertx.deployVerticle(broker);
    }

    /** Kafka may go away again between its first answer and this. */
    private void deployReaders() {
        vertx.deployVerticle(new TailVerticle(config))
                .compose(deployed -> vertx.deployVerticle(new LineupVerticle(config, models)))
                .compose(deployed -> vertx.deployVerticle(new FeedbackVerticle(config)))
                .compose(deployed ->
                        deploy(config.instances().ingest(), index -> new IngestVerticle(index, config, specs, meters)))
                .onSuccess(ingests::addAll)
                .onFailure(e -> {
                    if (isStopping) {
                        return;
                    }
                    LOG.warn("readers cannot start, trying again: {}", e.toString());
                    vertx.setTimer(RETRY_MILLIS, timer -> deployReaders());
                });
    }

    private Future<List<String>> deploy(int instances, IntFunction<Deployable> verticle) {
        List<Future<String>> deployments = new ArrayList<>();
        for (int index = 0; index < instances; index++) {
            deployments.add(vertx.deployVerticle(verticle.apply(index)));
        }
        return Future.all(deployments).map(done -> done.list());
    }

    /** The Vert.x it runs on, for those who deploy more beside it. */
    public Vertx vertx() {
        return vertx;
    }

    /** The port that HTTP is served on. */
    public int port() {
        return port;
    }

    /** Finishes what was begun, commits it, and stops. */
    public Future<Void> stop() {
        isStopping = true;
        return Future.join(ingests.stream().map(vertx::undeploy).toList())
                .otherwiseEmpty()
                .compose(done -> close());
    }

    /** Models come last: shards ask them until Vert.x is closed. */
    private Future<Void> close() {
        return vertx.close().onComplete(closed -> models.close());
    }
}
