package io.oddity.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A Kafka broker as a process of its own, in a folder that goes with it, and an admin client of it. */
final class Broker implements AutoCloseable {
    private final Path folder;
    private final int port = JavaProcess.freePort();
    private final JavaProcess process;
    private final Admin admin;

    Broker(String heap) {
        try {
            folder = Files.createTempDirectory("oddity-bench-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = JavaProcess.start(
                folder.resolve("broker.log"),
                List.of(
                        "-Xmx" + heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerMain.class.getName(),
                        data().toString(),
                        Integer.toString(port)));
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
        awaitAnswer("the broker", () -> admin.listTopics().names());
    }

    private void awaitAnswer(String what, Supplier<KafkaFuture<?>> question) {
        Poll.until(what, Duration.ofSeconds(60), process, () -> {
            try {
                question.get().get();
                return true;
            } catch (InterruptedException | ExecutionException e) {
                return false;
            }
        });
    }

    private Path data() {
        return folder.resolve("data");
    }

    /** For logs and configurations of what runs beside it. */
    Path folder() {
        return folder;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    JavaProcess process() {
        return process;
    }

    /**
     * Creates a topic.
     *
     * @param retentionBytes what a partition keeps; -1 for all
     */
    void create(String topic, int partitions, long retentionBytes) {
        NewTopic settings = new NewTopic(topic, partitions, (short) 1)
                .configs(Map.of(
                        "retention.ms",
                        "-1",
                        "retention.bytes",
                        Long.toString(retentionBytes),
                        "segment.bytes",
                        Integer.toString(128 << 20)));
        get(admin.createTopics(List.of(settings)).all());
        // A producer that writes before they are led never gets its records through.
        Map<TopicPartition, OffsetSpec> ends = partitions(topic, partitions).stream()
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        awaitAnswer("leaders of " + topic, () -> admin.listOffsets(ends).all());
    }

    private static List<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    /**
     * Opens a reader of all committed records of a topic, which has yet to be told where to begin.
     *
     * @param more settings of the consumer
     */
    KafkaConsumer<byte[], byte[]> reader(String topic, int partitions, Map<String, Object> more) {
        Map<String, Object> settings = clientSettings();
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.putAll(more);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(partitions(topic, partitions));
        return consumer;
    }

    /** Deletes those of the topics that are there. */
    void delete(Collection<String> topics) {
        Set<String> there = get(admin.listTopics().names());
        get(admin.deleteTopics(topics.stream().filter(there::contains).toList()).all());
    }

    /** How many records of the input a group has committed, over all partitions; they must be all in one topic from 0 on. */
    long committed(String group) {
        Map<?, OffsetAndMetadata> positions =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        return positions.values().stream()
                .filter(Objects::nonNull)
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    /** What a topic's partitions take on disk, in bytes. */
    long bytesOnDisk(String topic) {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> folders = Files.list(data())) {
            for (Path partition : folders.filter(
                            path -> path.getFileName().toString().matches(Pattern.quote(topic) + "-\\d+"))
                    .toList()) {
                try (Stream<Path> logs = Files.list(partition)) {
                    logs.filter(path -> path.toString().endsWith(".log")).forEach(files::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // A file that the cleaner has taken away meanwhile has length 0.
        return files.stream().mapToLong(path -> path.toFile().length()).sum();
    }

    /** Of those who write readings and read verdicts; the system sizes their sockets' buffers, or what they measure are these. */
    Map<String, Object> clientSettings() {
        return new HashMap<>(Map.of(
                "bootstrap.servers", bootstrapServers(), "receive.buffer.bytes", -1, "send.buffer.bytes", -1));
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        process.kill();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
