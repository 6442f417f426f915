package io.oddity.ingest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.oddity.bus.IngestReport;
import io.oddity.bus.IngestReport.Phase;
import io.oddity.bus.Lineup;
import io.oddity.config.Config;
import io.oddity.feedback.Judgements;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.topic.Readers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lives one {@link Session} after the other until it is told to stop, and says how it is. */
final class IngestLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(IngestLoop.class);
    private static final long REPORT_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final Shards shards;
    private final Consumer<IngestReport> reports;
    private final int index;
    private final Config config;
    private final List<Route> routes;
    private final IngestStats stats;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private long reportedNanos = System.nanoTime();
    private int failures;

    private volatile long lagRecords;
    private volatile long snapshotAgeMillis;
    private volatile Lineup lineup = Lineup.NONE;
    private volatile Judgements feedback = Judgements.NONE;

    /**
     * Prepares for sessions.
     *
     * @param reports told how the loop is, about once a second, by the thread that runs it
     * @param index tells the loops of a process apart
     * @param specs the pipelines whose topics are read
     */
    IngestLoop(
            Shards shards,
            Consumer<IngestReport> reports,
            int index,
            Config config,
            List<PipelineSpec> specs,
            MeterRegistry meters) {
        this.shards = shards;
        this.reports = reports;
        this.index = index;
        this.config = config;
        routes = specs.stream()
                .map(spec -> Route.of(config.pipeline(spec.name()), spec))
                .toList();
        stats = new IngestStats(
                meters, specs.stream().map(PipelineSpec::name).distinct().toList());
        Gauge.builder("oddity.lag.records", this, loop -> loop.lagRecords)
                .description("records not judged yet in the partitions of this ingest loop")
                .tag("ingest", Integer.toString(index))
                .register(meters);
        Gauge.builder("oddity.snapshot.age", this, loop -> loop.snapshotAgeMillis / 1_000.0)
                .description("since the oldest reading was judged that a restart would have to read again")
                .baseUnit("seconds")
                .tag("ingest", Integer.toString(index))
                .register(meters);
    }

    /** Asks the loop to finish; from any thread. */
    void stop() {
        stopping.countDown();
    }

    /** Says what is to judge from now on; from any thread. */
    void use(Lineup wanted) {
        lineup = wanted;
    }

    /** Says what people said of anomalies so far; from any thread. */
    void hear(Judgements said) {
        feedback = said;
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    @Override
    public void run() {
        while (!isStopping()) {
            report(Phase.CONNECTING, "connecting to Kafka", null);
            try (Session session = open()) {
                live(session);
            } catch (RuntimeException e) {
                pauseAfter(e);
            }
        }
        report(Phase.STOPPED, "stopped", null);
    }

    private Session open() {
        Cluster cluster = new KafkaCluster(config.kafka());
        Restorer restorer = new Restorer(shards);
        AtomicReference<JoiningAssignor.Joining> joining = new AtomicReference<>();
        Session session = new Session(
                shards,
                config,
                routes,
                new KafkaConsumer<>(
                        KafkaSettings.consumer(config, index, joining),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                new KafkaProducer<>(
                        KafkaSettings.producer(config, index), new ByteArraySerializer(), new ByteArraySerializer()),
                restorer,
                new Assigner(
                        config,
                        routes,
                        new StateTopicReader(
                                config.stateTopic(),
                                () -> Readers.open(KafkaSettings.stateReader(config, index)),
                                cluster),
                        restorer,
                        cluster,
                        stats,
                        text -> report(Phase.RESTORING, text, null)),
                cluster,
                stats,
                () -> lineup,
                () -> feedback,
                System::nanoTime);
        joining.set(session);
        return session;
    }

    private void live(Session session) {
        session.start();
        while (!isStopping()) {
            session.step();
            if (System.nanoTime() - reportedNanos > REPORT_EVERY_NANOS) {
                stats.tick();
                report(session);
                failures = 0;
            }
        }
        session.finish();
    }

    private void pauseAfter(RuntimeException failure) {
        failures++;
        stats.restarted();
        long pause = Math.min(LONGEST_PAUSE_MILLIS, 250L << Math.min(failures, 6));
        LOG.warn("ingest {}: {}; starting anew in {} ms", index, failure.toString(), pause);
        LOG.debug("ingest {}", index, failure);
        report(Phase.FAILED, failure.getMessage() + "; starting anew in " + pause + " ms", null);
        try {
            stopping.await(pause, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stop();
        }
    }

    private void report(Session session) {
        Map<String, Long> replaying = session.replaying();
        if (!session.hasJoined()) {
            report(Phase.CONNECTING, "waiting for the group to deal out the partitions", session);
        } else if (replaying.isEmpty()) {
            report(Phase.RUNNING, "running", session);
        } else {
            report(Phase.RESTORING, "replaying, records to go: " + replaying, session);
        }
    }

    private void report(Phase phase, String text, Session session) {
        reportedNanos = System.nanoTime();
        lagRecords = session == null ? 0 : session.lagRecords();
        snapshotAgeMillis = session == null ? 0 : TimeUnit.NANOSECONDS.toMillis(session.snapshotAgeNanos());
        reports.accept(new IngestReport(
                index,
                phase,
                text,
                session == null ? List.of() : session.partitions(),
                lagRecords,
                stats.restarts(),
                stats.abortedTransactions(),
                session == null ? stats.restore(0, 0) : stats.restore(session.unsavedRecords(), snapshotAgeMillis),
                stats.counts(),
                stats.latency()));
    }
}
