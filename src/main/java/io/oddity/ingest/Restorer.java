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
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
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
    private final Cluster cluster;

    Restorer(Vertx vertx, Config config, int ingest, Cluster cluster) {
        this.vertx = vertx;
        this.config = config;
        this.ingest = ingest;
        this.cluster = cluster;
        shards = config.instances().scoring();
    }

    /** Takes each record of the partitions of the state topic that go with some input partitions, and the share read so far. */
    interface StateSink {
        void take(ConsumerRecord<byte[], byte[]> record, double share);
    }

    /**
     * Reads the state topic's partitions to their end.
     *
     * <p>To the end of the log, uncommitted records included: when the group's position is already committed, the same
     * transaction's mark may still be missing on the state partition, and the last <em>committed</em> record is too early.
     */
    void read(Collection<Integer> inputPartitions, StateSink sink) {
        List<TopicPartition> partitions = inputPartitions.stream()
                .distinct()
                .map(partition -> new TopicPartition(config.stateTopic(), partition))
                .toList();
        Map<TopicPartition, Long> ends = cluster.ends(partitions);
        long total = ends.values().stream().mapToLong(Long::longValue).sum()
                - cluster.beginnings(partitions).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                KafkaSettings.stateReader(config, ingest), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long giveUp = System.nanoTime() + PATIENCE.toNanos();
            long read = 0;
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    sink.take(record, Math.min(1, ++read / (double) Math.max(1, total)));
                    giveUp = System.nanoTime() + PATIENCE.toNanos();
                }
                if (System.nanoTime() > giveUp) {
                    throw new TimeoutException("the state topic " + config.stateTopic()
                            + " cannot be read to its end: a transaction stays open or a broker is away");
                }
            }
        }
    }

    /** Hands the saved sensors of each lane to their shards; sensors that were never saved start as new. */
    int restore(Map<Lane, Map<String, Snapshot>> saved, Consumer<String> progress) {
        int sensors = saved.values().stream().mapToInt(Map::size).sum();
        progress.accept("handing " + sensors + " saved sensors to the scoring workers");
        List<Future<?>> answers = new ArrayList<>();
        saved.forEach((lane, snapshots) -> {
            Map<Integer, List<Snapshot>> byShard = new HashMap<>();
            for (Snapshot snapshot : snapshots.values()) {
                byShard.computeIfAbsent(Sharding.shardOf(snapshot.sensorId(), shards), shard -> new ArrayList<>())
                        .add(snapshot);
            }
            for (int shard = 0; shard < shards; shard++) {
                answers.add(Bus.request(
                        vertx,
                        Bus.shard(shard),
                        new ShardCommand.Restore(
                                lane.route.spec().name(),
                                lane.assignment.id,
                                lane.assignment.committed,
                                byShard.getOrDefault(shard, List.of()))));
            }
        });
        Waiting.forAll(answers);
        return sensors;
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
}
