package io.oddity.bench.process;

import io.oddity.bench.BareParse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The least that can be done with the input, as a process of its own: read it, parse it, or write a record of given bytes for each,
 * with Oddity's own client settings. Nothing else; whatever judges readings cannot be faster.
 */
public final class LimitMain {
    private static final long COMMIT_NANOS = 100_000_000;

    private final Limit.Kind kind;
    private final String output;
    private final byte[] value;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    private double parsed;

    private LimitMain(Limit.Kind kind, String servers, String name, String input, String output, byte[] value) {
        this.kind = kind;
        this.output = output;
        this.value = value;
        Map<String, Object> reading = new HashMap<>(Map.of("bootstrap.servers", servers, "group.id", name));
        reading.put("max.poll.records", 5_000);
        reading.put("max.partition.fetch.bytes", 4 << 20);
        reading.put("receive.buffer.bytes", -1);
        reading.put("enable.auto.commit", false);
        reading.put("isolation.level", "read_committed");
        reading.put("auto.offset.reset", "earliest");
        consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(input));
        Map<String, Object> writing = new HashMap<>(Map.of("bootstrap.servers", servers, "acks", "all"));
        writing.put("batch.size", 256 << 10);
        writing.put("linger.ms", 5);
        writing.put("retry.backoff.ms", 2);
        writing.put("buffer.memory", 64L << 20);
        writing.put("send.buffer.bytes", -1);
        if (kind == Limit.Kind.COPY_IN_TRANSACTIONS) {
            writing.put("transactional.id", name);
        }
        producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Arguments: kind, servers, group, input topic, output topic, file with the value to write. Runs until it is killed. */
    public static void main(String[] args) throws IOException {
        byte[] value = Files.readAllBytes(Path.of(args[5]));
        new LimitMain(Limit.Kind.valueOf(args[0]), args[1], args[2], args[3], args[4], value).run();
    }

    private void run() {
        boolean isTransactional = kind == Limit.Kind.COPY_IN_TRANSACTIONS;
        if (isTransactional) {
            producer.initTransactions();
        }
        boolean isOpen = false;
        long openedNanos = 0;
        while (true) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(isOpen ? 0 : 50));
            if (!isOpen && !records.isEmpty()) {
                isOpen = true;
                openedNanos = System.nanoTime();
                if (isTransactional) {
                    producer.beginTransaction();
                }
            }
            records.forEach(this::take);
            next.putAll(records.nextOffsets());
            if (isOpen && (records.isEmpty() || System.nanoTime() - openedNanos > COMMIT_NANOS)) {
                commit(isTransactional);
                isOpen = false;
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        switch (kind) {
            case POLL -> {}
            case PARSE -> parsed += BareParse.sum(record.value());
            default -> write(record);
        }
    }

    private void write(ConsumerRecord<byte[], byte[]> record) {
        producer.send(
                new ProducerRecord<>(output, record.partition(), record.timestamp(), record.key(), value),
                (done, e) -> {
                    if (e != null) {
                        failure.compareAndSet(null, e);
                    }
                });
    }

    private void commit(boolean isTransactional) {
        if (isTransactional) {
            producer.sendOffsetsToTransaction(next, consumer.groupMetadata());
            producer.commitTransaction();
        } else {
            producer.flush();
            consumer.commitSync(next);
        }
        next.clear();
        if (failure.get() != null) {
            throw new IllegalStateException("a record could not be written after " + parsed, failure.get());
        }
    }
}
