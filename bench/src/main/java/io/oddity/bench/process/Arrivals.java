package io.oddity.bench.process;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** How old records are when a topic's reader has them, in microseconds; of committed records only, from now on, on a thread of its own. */
final class Arrivals implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(10), 3);
    private final long fromMillis;
    private final Thread thread = new Thread(this::read, "arrivals");
    private volatile boolean isOver;

    /** @param fromMillis older records do not count */
    Arrivals(Broker broker, String topic, int partitions, long fromMillis) {
        this.fromMillis = fromMillis;
        consumer = broker.reader(topic, partitions, Map.of());
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
        thread.start();
    }

    private void read() {
        while (!isOver) {
            var records = consumer.poll(Duration.ofMillis(100));
            long now = System.currentTimeMillis();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (record.timestamp() >= fromMillis) {
                    micros.recordValue(TimeUnit.MILLISECONDS.toMicros(Math.max(0, now - record.timestamp())));
                }
            }
        }
    }

    /** What came; to be asked when the reader is closed. */
    Histogram micros() {
        return micros;
    }

    @Override
    public void close() {
        isOver = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        consumer.close();
    }
}
