package io.oddity.testing;

import io.oddity.demo.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A Kafka to test against: topics, records in, records out. Thread-safe. */
public final class Kafka implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String bootstrapServers;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /** Clients of a broker, which need not be there yet. */
    public Kafka(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "linger.ms",
                        5,
                        "buffer.memory",
                        64L << 20,
                        "max.request.size",
                        16 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** The one broker of this JVM; its data is deleted when the JVM ends. */
    public static Kafka shared() {
        return Shared.KAFKA;
    }

    private static final class Shared {
        static final Kafka KAFKA = start();

        private static Kafka start() {
            try {
                Path directory = Files.createTempDirectory("oddity-it-");
                EmbeddedBroker broker = EmbeddedBroker.start(directory, 0);
                Runtime.getRuntime()
                        .addShutdownHook(new Thread(
                                () -> {
                                    broker.close();
                                    Folders.delete(directory);
                                },
                                "it-broker-stop"));
                return new Kafka(broker.bootstrapServers());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Where it is. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Creates a topic that takes records of any time and size. */
    public void create(String topic, int partitions) {
        NewTopic settings = new NewTopic(topic, partitions, (short) 1)
                .configs(Map.of(
                        "retention.ms",
                        "-1",
                        "retention.bytes",
                        "-1",
                        "max.message.bytes",
                        Integer.toString(16 << 20),
                        "message.timestamp.after.max.ms",
                        Long.toString(Long.MAX_VALUE)));
        get(admin.createTopics(List.of(settings)).all());
        // Until its broker leads a new partition, it refuses a producer's first batch and may take the second one,
        // which spoils
        // the order of the producer's sequence numbers for good.
        Await.until("topic " + topic, PATIENCE, () -> get(admin.listTopics().names())
                .contains(topic));
        ends(topic);
    }

    /** Gives a topic more partitions, as {@code kafka-topics --alter} does. */
    public void grow(String topic, int partitions) {
        get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                .all());
        Await.until(
                "more partitions of " + topic, PATIENCE, () -> partitions(topic).size() == partitions);
    }

    /** Deletes a partition's oldest records. */
    public void deleteBefore(String topic, int partition, long offset) {
        get(admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
                .all());
    }

    /** Sends a record some time soon; {@link #flush()} says whether that worked. */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback keeps the failure
    public void send(ProducerRecord<byte[], byte[]> record) {
        producer.send(record, (sent, e) -> {
            if (e != null) {
                failure.compareAndSet(null, e);
            }
        });
    }

    /** Waits until the broker has all that was sent. */
    public void flush() {
        producer.flush();
        if (failure.get() != null) {
            throw new AssertionError("a record could not be sent", failure.get());
        }
    }

    /** All committed records of a topic, by partition; waits for transactions that are still open to end. */
    public List<List<ConsumerRecord<byte[], byte[]>>> read(String topic) {
        return read(topic, "read_committed");
    }

    /** All records of a topic, by partition, as a reader of this isolation level sees them. */
    public List<List<ConsumerRecord<byte[], byte[]>>> read(String topic, String isolationLevel) {
        Map<TopicPartition, Long> ends = ends(topic);
        List<List<ConsumerRecord<byte[], byte[]>>> records = new ArrayList<>();
        ends.keySet().forEach(partition -> records.add(new ArrayList<>()));
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(isolationLevel)) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            Await.until(
                    "the end of " + topic,
                    PATIENCE,
                    () -> {
                        consumer.poll(Duration.ofMillis(20)).forEach(record -> records.get(record.partition())
                                .add(record));
                        return ends.entrySet().stream()
                                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
                    },
                    () -> "a transaction stays open or the broker is away, ends are " + ends);
        }
        return records;
    }

    /** A consumer of no group; the caller closes it. */
    public KafkaConsumer<byte[], byte[]> consumer(String isolationLevel) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        isolationLevel,
                        "enable.auto.commit",
                        false,
                        "max.poll.records",
                        10_000,
                        // Who goes from place to place, or is closed, does not wait for a fetch at the end.
                        "fetch.max.wait.ms",
                        50),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** The partitions of a topic. */
    public Set<TopicPartition> partitions(String topic) {
        return ends(topic).keySet();
    }

    /** How many records of a topic a group has behind it. */
    public long committed(String group, String topic) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        return committed.entrySet().stream()
                .filter(position -> position.getKey().topic().equals(topic) && position.getValue() != null)
                .mapToLong(position -> position.getValue().offset())
                .sum();
    }

    /** Sets a stopped group's positions to where they are, without what was noted with them. */
    public void forgetNotes(String group) {
        Map<TopicPartition, OffsetAndMetadata> plain = new HashMap<>();
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, position) -> plain.put(partition, new OffsetAndMetadata(position.offset())));
        get(admin.alterConsumerGroupOffsets(group, plain).all());
    }

    /** Waits until a group has so many records of a topic behind it. */
    public void awaitCommitted(String group, String topic, long records, Duration within) {
        Await.until(
                records + " records of " + topic + " committed by " + group,
                within,
                () -> committed(group, topic) >= records,
                () -> "it is at " + committed(group, topic));
    }

    /** Waits until a group has all of a topic behind it. */
    public void awaitCaughtUp(String group, String topic, Duration within) {
        awaitCommitted(group, topic, written(topic), within);
    }

    /** How many records a topic has, those of open transactions and the transactions' own ends included. */
    public long written(String topic) {
        return sum(ends(topic));
    }

    /** How many of them belong to transactions that are open, or come behind one. */
    public long uncommitted(String topic) {
        return written(topic) - sum(ends(topic, IsolationLevel.READ_COMMITTED));
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<TopicPartition, Long> ends(String topic) {
        return ends(topic, IsolationLevel.READ_UNCOMMITTED);
    }

    private Map<TopicPartition, Long> ends(String topic, IsolationLevel isolationLevel) {
        int partitions = get(admin.describeTopics(Set.of(topic)).allTopicNames())
                .get(topic)
                .partitions()
                .size();
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                get(admin.listOffsets(latest, new ListOffsetsOptions(isolationLevel))
                        .all());
        Map<TopicPartition, Long> ends = new HashMap<>();
        found.forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("Kafka does not do what the test needs", e);
        }
    }

    /** All partitions' records one after the other. */
    public static <T> List<T> flat(Collection<List<T>> partitions) {
        return partitions.stream().flatMap(List::stream).toList();
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }
}
