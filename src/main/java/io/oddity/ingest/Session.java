package io.oddity.ingest;

import io.oddity.bus.Lineup;
import io.oddity.bus.Scored;
import io.oddity.config.Config;
import io.oddity.feedback.Judgements;
import io.oddity.model.Versions;
import io.oddity.pipeline.DetectorSpec;
import io.oddity.pipeline.Judged;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of an ingest loop: from joining the consumer group to leaving it, or to the first failure.
 *
 * <p>While the shards judge one poll, the next one is fetched and decoded. What a poll led to is written into a transaction;
 * the transaction is committed as soon as nothing is in flight, or when it is old compared with what the last commit took, at the
 * latest after {@link #COMMIT_AFTER}. So with light load every poll is committed at once, and with heavy load transactions grow.
 *
 * <p>After any failure the session is over: nothing uncommitted counts, and the next session restores what was committed.
 * Single-threaded.
 */
final class Session implements ConsumerRebalanceListener, JoiningAssignor.Joining, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** Longer transactions gain no throughput that can be measured, and every verdict waits for its transaction. */
    private static final Duration COMMIT_AFTER = Duration.ofMillis(100);

    /** Where one poll follows the other without a break, committing takes at most a fifth of the time. */
    private static final int COMMIT_AFTER_COMMITS = 4;

    /** How long a pulse is collected before it is written. */
    private static final Duration PULSE_EVERY = Duration.ofMillis(200);

    private static final Duration IDLE_POLL = Duration.ofMillis(50);

    /** A newcomer is given nothing at first, and something as soon as the others have let go of it, if there is enough for all. */
    private static final Duration NEWCOMER = Duration.ofSeconds(3);

    /** One poll with the shards, one being fetched and decoded. */
    private static final int MAX_IN_FLIGHT = 2;

    private final Shards shards;
    private final boolean isTransactional;
    private final List<Route> routes;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final Restorer restorer;
    private final Assigner assigner;
    private final Cluster cluster;
    private final Collector collector;
    private final Outbox outbox;
    private final IngestStats stats;
    private final Supplier<Lineup> lineup;
    private final Supplier<Judgements> feedback;
    private final LongSupplier nanoTime;
    private final Map<TopicPartition, Assignment> assignments = new HashMap<>();
    private final ArrayDeque<InFlight> inFlight = new ArrayDeque<>();
    private long pulsesWrittenNanos;
    /** What the last commit took; the first one is awaited. */
    private long commitNanos = COMMIT_AFTER.toNanos();

    private boolean isJoining;
    private OptionalLong joinedNanos = OptionalLong.empty();
    private boolean isOver;

    Session(
            Shards shards,
            Config config,
            List<Route> routes,
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            Restorer restorer,
            Assigner assigner,
            Cluster cluster,
            IngestStats stats,
            Supplier<Lineup> lineup,
            Supplier<Judgements> feedback,
            LongSupplier nanoTime) {
        this.shards = shards;
        this.routes = routes;
        this.consumer = consumer;
        this.producer = producer;
        this.restorer = restorer;
        this.assigner = assigner;
        this.cluster = cluster;
        isTransactional = config.delivery() == Config.Delivery.EXACTLY_ONCE;
        this.stats = stats;
        this.lineup = lineup;
        this.feedback = feedback;
        this.nanoTime = nanoTime;
        collector = new Collector(mostRows(routes), config.batchWait(), nanoTime);
        outbox = new Outbox(producer, consumer, config, stats, nanoTime);
        pulsesWrittenNanos = nanoTime.getAsLong();
    }

    private static int mostRows(List<Route> routes) {
        return routes.stream()
                .flatMap(route -> route.spec().detectors().stream())
                .mapToInt(DetectorSpec::batchRows)
                .max()
                .orElse(0);
    }

    /** Fences an earlier self that may still be alive, and joins the group. */
    void start() {
        if (isTransactional) {
            producer.initTransactions();
        }
        consumer.subscribe(routes.stream().map(Route::topic).collect(Collectors.toSet()), this);
    }

    /** Does one round: fetches and sends out a poll, writes what came back, commits when it is time. */
    void step() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(pollAtMost());
        if (isOver) {
            throw new KafkaException("this process was taken for dead and lost its partitions");
        }
        collector.add(records);
        if (collector.isDue()) {
            inFlight.add(sendOut(collector.take()));
        }
        if (inFlight.size() >= MAX_IN_FLIGHT || (records.isEmpty() && !inFlight.isEmpty())) {
            write(inFlight.remove());
        }
        if (nanoTime.getAsLong() - pulsesWrittenNanos > PULSE_EVERY.toNanos()) {
            writePulses(assignments.values());
            pulsesWrittenNanos = nanoTime.getAsLong();
        }
        if (!isJoining && (inFlight.isEmpty() || outbox.openNanos() >= commitAfterNanos())) {
            commit();
        }
    }

    private long commitAfterNanos() {
        return Math.min(COMMIT_AFTER.toNanos(), COMMIT_AFTER_COMMITS * commitNanos);
    }

    private void commit() {
        long began = nanoTime.getAsLong();
        if (outbox.commit()) {
            commitNanos = nanoTime.getAsLong() - began;
        }
    }

    private Duration pollAtMost() {
        if (!inFlight.isEmpty()) {
            return Duration.ZERO;
        }
        return collector.isEmpty() ? IDLE_POLL : collector.remaining();
    }

    /** Finishes what was begun; the group may have the partitions afterwards. */
    void finish() {
        finish(assignments.values());
        consumer.unsubscribe();
    }

    private void finish(Collection<Assignment> leaving) {
        if (!collector.isEmpty()) {
            inFlight.add(sendOut(collector.take()));
        }
        while (!inFlight.isEmpty()) {
            write(inFlight.remove());
        }
        writePulses(leaving);
        commit();
    }

    private InFlight sendOut(ConsumerRecords<byte[], byte[]> records) {
        Lineup now = lineup.get();
        Judgements said = feedback.get();
        List<Part> parts = new ArrayList<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> own = records.records(partition);
            for (Lane lane : assignments.get(partition).lanes) {
                addParts(lane, own, now, said, parts);
            }
        }
        return new InFlight(shards, parts, records.nextOffsets(), now.deciding());
    }

    /** Cuts records where other versions of the lane's models begin to judge, and where a replay ends. */
    private void addParts(
            Lane lane, List<ConsumerRecord<byte[], byte[]>> records, Lineup now, Judgements said, List<Part> parts) {
        // What is replayed is judged as it was before.
        long committed = lane.assignment.committed;
        long fresh = Math.max(records.get(0).offset(), committed);
        lane.use(now.versions().getOrDefault(lane.route.spec().id(), Versions.NONE), fresh);
        int from = 0;
        while (from < records.size()) {
            boolean isReplayed = records.get(from).offset() < committed;
            long change = lane.nextChange(records.get(from).offset());
            change = isReplayed ? Math.min(change, committed) : change;
            int to = from + 1;
            while (to < records.size() && records.get(to).offset() < change) {
                to++;
            }
            parts.add(new Part(
                    lane, records.subList(from, to), shards.count(), isReplayed ? List.of() : lane.tell(said)));
            from = to;
        }
    }

    private void write(InFlight poll) {
        poll.await();
        outbox.write(poll.parts(), poll.deciding());
        for (Part part : poll.parts()) {
            part.lane.judgedTo(part.end(), part.heard());
            for (int shard = 0; shard < shards.count(); shard++) {
                Scored answer = part.answer(shard);
                if (answer != null) {
                    Judged judged = answer.judged();
                    part.lane.replayFrom(shard, judged.replayFrom(), judged.replayAt());
                    stats.forgotten(judged.forgotten());
                    judged.snapshots().forEach(snapshot -> outbox.write(part.lane, snapshot));
                }
            }
        }
        poll.next().forEach(this::position);
    }

    private void position(TopicPartition partition, OffsetAndMetadata next) {
        Assignment assignment = assignments.get(partition);
        assignment.next = next.offset();
        // While the past is replayed, the position stays where it was committed.
        if (next.offset() > assignment.committed) {
            outbox.position(
                    partition,
                    new OffsetAndMetadata(
                            next.offset(),
                            next.leaderEpoch(),
                            assignment.bookmark(next.offset()).encode()));
        }
    }

    private void writePulses(Collection<Assignment> of) {
        for (Assignment assignment : of) {
            for (Lane lane : assignment.lanes) {
                if (!lane.pulses.isEmpty()) {
                    outbox.writePulses(lane);
                }
            }
        }
    }

    @Override
    public void begins() {
        // Asked to join once more before it was given anything: the generation for which it could commit is over by
        // now.
        if (!isOver && !isJoining) {
            finish(assignments.values());
            isJoining = true;
        }
    }

    @Override
    public void ends() {
        isJoining = false;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (joinedNanos.isEmpty()) {
            joinedNanos = OptionalLong.of(nanoTime.getAsLong());
        }
        try {
            // Any loop may get the new partition, and what the others have left is incomplete from then on.
            assigner.refuseGrowth();
            if (!partitions.isEmpty()) {
                assign(partitions);
            }
        } catch (IllegalStateException e) {
            // The consumer hides the words of any other exception behind its own.
            throw new KafkaException(e.getMessage(), e);
        }
    }

    private void assign(Collection<TopicPartition> partitions) {
        for (Assignment assignment : assigner.assign(partitions, consumer.committed(Set.copyOf(partitions)))) {
            assignments.put(assignment.partition, assignment);
            consumer.seek(assignment.partition, assignment.next);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (isOver || partitions.isEmpty()) {
            return;
        }
        List<Assignment> leaving = partitions.stream().map(assignments::get).toList();
        finish(leaving);
        partitions.forEach(assignments::remove);
        restorer.drop(leaving);
        LOG.info("handed over {}", partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        isOver = true;
    }

    /** Records in the assigned partitions that are not judged yet, as far as is known. */
    long lagRecords() {
        return consumer.assignment().stream()
                .map(consumer::currentLag)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .sum();
    }

    /** Partitions that are still replaying what was committed before: by partition, records to go. */
    Map<String, Long> replaying() {
        Map<String, Long> left = new TreeMap<>();
        assignments.forEach((partition, assignment) -> {
            if (assignment.next < assignment.committed) {
                left.put(partition.toString(), assignment.committed - assignment.next);
            }
        });
        return left;
    }

    /** How many records a restart would have to read again. */
    long unsavedRecords() {
        return assignments.values().stream()
                .mapToLong(assignment -> Math.max(0, assignment.next - assignment.replayFrom))
                .sum();
    }

    /** How long ago the oldest reading was judged that a restart would have to read again; to be asked about once a second. */
    long snapshotAgeNanos() {
        long now = nanoTime.getAsLong();
        long oldest = 0;
        for (Assignment assignment : assignments.values()) {
            assignment.passage.mark(assignment.next, now);
            oldest = Math.max(oldest, assignment.passage.ageNanos(assignment.replayFrom, now));
        }
        return oldest;
    }

    /** Says whether the group has dealt out its partitions, of which this loop may have got none. */
    boolean hasJoined() {
        return !assignments.isEmpty()
                || (joinedNanos.isPresent() && nanoTime.getAsLong() - joinedNanos.getAsLong() > NEWCOMER.toNanos());
    }

    /** The partitions assigned, in order. */
    List<String> partitions() {
        return assignments.keySet().stream()
                .map(TopicPartition::toString)
                .sorted()
                .toList();
    }

    /** Ends the session wherever it is; what is not committed never happened. */
    @Override
    public void close() {
        isOver = true;
        if (outbox.isOpen()) {
            stats.aborted();
        }
        Quietly.run("close the producer", () -> producer.close(Duration.ZERO));
        Quietly.run("close the consumer", consumer::close);
        Quietly.run("drop the state", () -> restorer.drop(assignments.values()));
        Quietly.run("close the admin client", cluster::close);
    }
}
