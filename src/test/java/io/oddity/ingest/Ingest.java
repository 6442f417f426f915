package io.oddity.ingest;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oddity.bus.Lineup;
import io.oddity.config.Config;
import io.oddity.feedback.Judgements;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A session whose Kafka is in memory; a later one can go on from what it committed. */
final class Ingest implements AutoCloseable {
    final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    final IngestStats stats = new IngestStats(new SimpleMeterRegistry(), List.of("plant"));
    final Session session;

    /** The topics that Oddity writes have five. */
    int inputPartitions = 5;

    /** What people said of anomalies. */
    Judgements said = Judgements.NONE;

    private final Map<TopicPartition, OffsetAndMetadata> committedBefore;
    private long waitedNanos;

    /** Starts from nothing. */
    Ingest(Vertx vertx, Config config) {
        this(vertx, config, Map.of(), List.of());
    }

    /** Starts from a committed position and the records of the state topic. */
    Ingest(
            Vertx vertx,
            Config config,
            Map<TopicPartition, OffsetAndMetadata> committed,
            List<ProducerRecord<byte[], byte[]>> state) {
        committedBefore = committed;
        Shards shards = new BusShards(vertx, config.instances().scoring());
        Restorer restorer = new Restorer(shards);
        List<Route> routes = List.of(Records.route(config));
        session = new Session(
                shards,
                config,
                routes,
                consumer,
                producer,
                restorer,
                new Assigner(
                        config,
                        routes,
                        (partitions, sink) -> state.forEach(record -> sink.take(
                                new ConsumerRecord<>(
                                        record.topic(), record.partition(), 0, record.key(), record.value()),
                                1)),
                        restorer,
                        new MemoryCluster(),
                        stats,
                        text -> {}),
                new MemoryCluster(),
                stats,
                () -> Lineup.NONE,
                () -> said,
                () -> System.nanoTime() + waitedNanos);
        session.start();
    }

    /** Topics that have all their records. */
    private final class MemoryCluster implements Cluster {
        @Override
        public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
            return partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> Long.MAX_VALUE));
        }

        @Override
        public Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
            return partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> 0L));
        }

        @Override
        public Map<String, TopicDescription> topics(Collection<String> names) {
            return names.stream().collect(Collectors.toMap(name -> name, this::topic));
        }

        private TopicDescription topic(String name) {
            int count = name.equals(Records.PARTITION.topic()) ? inputPartitions : 5;
            List<TopicPartitionInfo> partitions = IntStream.range(0, count)
                    .mapToObj(i -> new TopicPartitionInfo(i, Node.noNode(), List.of(), List.of()))
                    .toList();
            return new TopicDescription(name, false, partitions, Set.of(), Records.TOPIC_ID);
        }

        @Override
        public void close() {}
    }

    /** Gives the session these partitions in its next round, as a rebalance does. */
    void assign(TopicPartition... partitions) {
        consumer.schedulePollTask(() -> {
            Map<TopicPartition, Long> beginnings = new HashMap<>();
            for (TopicPartition partition : partitions) {
                beginnings.put(partition, 0L);
            }
            consumer.updateBeginningOffsets(beginnings);
            consumer.updateEndOffsets(beginnings);
            consumer.commitSync(committedBefore);
            consumer.rebalance(List.of(partitions));
        });
        session.step();
    }

    /** Lets the session's clock go on. */
    void waitSeconds(long seconds) {
        waitedNanos += TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Lets the session poll these records. */
    void feed(Collection<ConsumerRecord<byte[], byte[]>> records) {
        records.forEach(consumer::addRecord);
        session.step();
    }

    /** Goes on until nothing is in flight, which is then committed. */
    void finishWhatIsInFlight() {
        session.step();
        session.step();
    }

    /** The last committed position of the partition, or null. */
    OffsetAndMetadata position() {
        List<Map<String, Map<TopicPartition, OffsetAndMetadata>>> history = producer.consumerGroupOffsetsHistory();
        return history.isEmpty()
                ? null
                : history.get(history.size() - 1).values().iterator().next().get(Records.PARTITION);
    }

    /** What was committed to a topic. */
    List<ProducerRecord<byte[], byte[]>> committed(String topic) {
        return new ArrayList<>(producer.history().stream()
                .filter(record -> record.topic().equals(topic))
                .toList());
    }

    @Override
    public void close() {
        session.close();
    }
}
