package io.oddity.bench.process;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Reads the committed verdicts of a topic, from its beginning on. Single-threaded. */
final class Verdicts implements AutoCloseable {
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private long count;

    Verdicts(Broker broker, String topic, int partitions) {
        consumer = broker.reader(
                topic, partitions, Map.of("max.poll.records", 50_000, "max.partition.fetch.bytes", 4 << 20));
        consumer.seekToBeginning(consumer.assignment());
    }

    /** How many were read. */
    long count() {
        return count;
    }

    /** Hands over what has come; waits for it a little. */
    boolean read(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        var records = consumer.poll(Duration.ofMillis(200));
        records.forEach(sink);
        count += records.count();
        return !records.isEmpty();
    }

    /** Reads on until nothing more comes, and throws unless there were as many verdicts as readings. */
    void mustBe(long readings, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        long quietSince = System.nanoTime();
        while (System.nanoTime() - quietSince < QUIET.toNanos()) {
            if (read(sink)) {
                quietSince = System.nanoTime();
            }
        }
        if (count != readings) {
            throw new IllegalStateException("WRONG: " + readings + " readings, " + count + " verdicts");
        }
    }

    /** Throws unless a topic holds as many verdicts as there were readings. */
    static void mustBe(Broker broker, String topic, int partitions, long readings) {
        try (Verdicts verdicts = new Verdicts(broker, topic, partitions)) {
            verdicts.mustBe(readings, verdict -> {});
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
