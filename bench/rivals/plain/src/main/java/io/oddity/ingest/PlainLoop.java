package io.oddity.ingest;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.oddity.bus.Lineup;
import io.oddity.bus.ShardCommand;
import io.oddity.config.Config;
import io.oddity.feedback.Judgements;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.score.ScoringVerticle;
import io.oddity.topic.Readers;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One {@link Session} whose only shard answers at once, in the thread that asks: what Oddity does with a reading, in one plain loop.
 * What sharding and the event bus cost is what Oddity is slower.
 */
public final class PlainLoop {
    private PlainLoop() {}

    /** The scoring worker, asked without a bus. */
    private record OwnShard(ScoringVerticle worker) implements Shards {
        @Override
        public int count() {
            return 1;
        }

        @Override
        @SuppressWarnings("unchecked") // as the event bus has it
        public <T> Future<T> ask(int shard, ShardCommand command) {
            return (Future<T>) Future.succeededFuture(worker.answer(command));
        }
    }

    /** Judges what there is, and goes on for ever. */
    public static void run(Config config, List<PipelineSpec> specs) {
        List<Route> routes = specs.stream()
                .map(spec -> Route.of(config.pipeline(spec.name()), spec))
                .toList();
        IngestStats stats = new IngestStats(
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                specs.stream().map(PipelineSpec::name).toList());
        Shards shards = new OwnShard(new ScoringVerticle(0, specs));
        Restorer restorer = new Restorer(shards);
        Cluster cluster = new KafkaCluster(config.kafka());
        StateTopicReader saved = new StateTopicReader(
                config.stateTopic(), () -> Readers.open(KafkaSettings.stateReader(config, 0)), cluster);
        AtomicReference<JoiningAssignor.Joining> joining = new AtomicReference<>();
        Session session = new Session(
                shards,
                config,
                routes,
                new KafkaConsumer<>(
                        KafkaSettings.consumer(config, 0, joining),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                new KafkaProducer<>(
                        KafkaSettings.producer(config, 0), new ByteArraySerializer(), new ByteArraySerializer()),
                restorer,
                new Assigner(config, routes, saved, restorer, cluster, stats, text -> {}),
                cluster,
                stats,
                () -> Lineup.NONE,
                () -> Judgements.NONE,
                System::nanoTime);
        joining.set(session);
        session.start();
        while (true) {
            session.step();
        }
    }
}
