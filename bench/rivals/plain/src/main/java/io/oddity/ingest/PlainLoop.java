package io.oddity.ingest;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.oddity.bus.ShardCommand;
import io.oddity.config.Config;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.score.ScoringVerticle;
import io.vertx.core.Future;
import java.util.List;

/**
 * One {@link IngestLoop} whose only shard answers at once, in the thread that asks: what Oddity does with a reading, in one plain loop.
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
        Shards shards = new OwnShard(new ScoringVerticle(0, specs));
        new IngestLoop(shards, report -> {}, 0, config, specs, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .run();
    }
}
