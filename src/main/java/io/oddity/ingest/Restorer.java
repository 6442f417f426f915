package io.oddity.ingest;

import io.oddity.bus.Bus;
import io.oddity.bus.ShardCommand;
import io.oddity.config.Config;
import io.oddity.model.Snapshot;
import io.oddity.pipeline.Sharding;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Brings the state of newly assigned partitions from the state topic into the shards. Used by one ingest loop. */
final class Restorer {
    /** A transaction that a dead process left open ends by its time-out of 10 s; this waits longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final Config config;
    private final int ingest;
    private final int shards;

    Restorer(Vertx vertx, Config config, int ingest) {
        this.vertx = vertx;
        this.config = config;
        this.ingest = ingest;
        shards = config.instances().scoring();
    }

    /** Hands the saved sensors of each lane to their shards; sensors that were never saved start as new. */
    void restore(Collection<Assignment> assignments) {
        List<Lane> lanes = assignments.stream().flatMap(a -> a.lanes.stream()).toList();
        Map<Lane, Map<String, Snapshot>> saved = read(lanes);
        List<Future<?>> answers = new ArrayList<>();
        for (Lane lane : lanes) {
            List<List<Snapshot>> byShard = new ArrayList<>();
            for (int shard = 0; shard < shards; shard++) {
                byShard.add(new ArrayList<>());
            }
            for (Snapshot snapshot : saved.get(lane).values()) {
                byShard.get(Sharding.shardOf(snapshot.sensorId(), shards)).add(snapshot);
            }
            for (int shard = 0; shard < shards; shard++) {
                answers.add(Bus.request(
                        vertx,
                        Bus.shard(shard),
                        new ShardCommand.Restore(lane.route.spec().name(), lane.assignment.id, byShard.get(shard))));
            }
        }
        Waiting.forAll(answers);
    }

    /** Makes the shards forget what belongs to these assignments. */
    void drop(Collection<Assignment> assignments) {
        List<Future<?>> answers = new ArrayList<>();
        for (Assignment assignment : assignments) {
            for (Lane lane : assignment.lanes) {
                for (int shard = 0; shard < shards; shard++) {
                    answers.add(Bus.request(
                            vertx,
                            Bus.shard(shard),
                            new ShardCommand.Drop(lane.route.spec().name(), assignment.id)));
                }
            }
        }
        Waiting.forAll(answers);
    }

    private Map<Lane, Map<String, Snapshot>> read(List<Lane> lanes) {
        Map<Lane, Map<String, Snapshot>> saved = new HashMap<>();
        lanes.forEach(lane -> saved.put(lane, new HashMap<>()));
        String topic = config.stateTopic();
        List<TopicPartition> partitions = lanes.stream()
                .map(lane -> new TopicPartition(topic, lane.assignment.partition.partition()))
                .distinct()
                .toList();
        Map<TopicPartition, Long> ends = ends(partitions);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                KafkaSettings.stateReader(config, ingest), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long giveUp = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    lanes.forEach(lane -> take(lane, record, saved.get(lane)));
                    giveUp = System.nanoTime() + PATIENCE.toNanos();
                }
                if (System.nanoTime() > giveUp) {
                    throw new TimeoutException("the state topic " + topic + " cannot be read to its end: "
                            + "a transaction stays open or a broker is away");
                }
            }
        }
        return saved;
    }

    private static void take(Lane lane, ConsumerRecord<byte[], byte[]> record, Map<String, Snapshot> saved) {
        StateTopic state = lane.route.state();
        if (record.partition() != lane.assignment.partition.partition() || !state.isMine(record)) {
            return;
        }
        if (record.value() == null) {
            saved.remove(state.sensorId(record));
        } else {
            Snapshot snapshot = state.decode(record);
            saved.put(snapshot.sensorId(), snapshot);
        }
    }

    /**
     * The ends of the log, uncommitted records included. Reading up to the last <em>committed</em> record is not enough: when
     * the group's position is already committed, the same transaction's mark may still be missing on the state partition.
     */
    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        try (Admin admin = Admin.create(new HashMap<>(config.kafka()))) {
            admin.listOffsets(latest).all().get().forEach((partition, info) -> ends.put(partition, info.offset()));
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "the ends of the state topic cannot be read: "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
        return ends;
    }
}
