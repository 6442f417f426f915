package io.oddity.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.oddity.bus.Bus;
import io.oddity.bus.Lineup;
import io.oddity.config.Config;
import io.oddity.feedback.Judgements;
import io.oddity.pipeline.PipelineSpec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.List;

/**
 * Runs an {@link IngestLoop} on a thread of its own: a Kafka consumer must be polled by one thread that may block, and a
 * blocked verticle would never see the shards' answers.
 */
public final class IngestVerticle extends VerticleBase {
    private final int index;
    private final Config config;
    private final List<PipelineSpec> specs;
    private final MeterRegistry meters;
    private IngestLoop loop;
    private Thread thread;

    /** Reads the topics of all pipelines; {@code index} tells the loops of a process apart. */
    public IngestVerticle(int index, Config config, List<PipelineSpec> specs, MeterRegistry meters) {
        this.index = index;
        this.config = config;
        this.specs = List.copyOf(specs);
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        loop = new IngestLoop(
                new BusShards(vertx, config.instances().scoring()),
                report -> Bus.publish(vertx, Bus.INGEST_REPORTS, report),
                index,
                config,
                specs,
                meters);
        thread = new Thread(loop, "oddity-ingest-" + index);
        vertx.eventBus().<Lineup>localConsumer(Bus.LINEUP, message -> loop.use(message.body()));
        vertx.eventBus().<Judgements>localConsumer(Bus.FEEDBACK, message -> loop.hear(message.body()));
        return Bus.<Lineup>request(vertx, Bus.LINEUP_NOW, index)
                .onSuccess(loop::use)
                .compose(used -> Bus.<Judgements>request(vertx, Bus.FEEDBACK_NOW, index))
                .onSuccess(said -> {
                    loop.hear(said);
                    thread.start();
                });
    }

    @Override
    public Future<?> stop() {
        loop.stop();
        Promise<Void> stopped = Promise.promise();
        Thread waiting = new Thread(
                () -> {
                    try {
                        thread.join();
                        stopped.complete();
                    } catch (InterruptedException e) {
                        stopped.fail(e);
                    }
                },
                "oddity-ingest-stop-" + index);
        waiting.start();
        return stopped.future();
    }
}
