package io.oddity.gateway;

import io.oddity.bus.TableQuery.SensorHome;
import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.topic.Readers;
import io.oddity.topic.TimeSearch;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads one sensor's verdicts from the topic {@code scored}. Blocking: for worker threads. */
final class SensorLog {
    /** The most readings of one answer. */
    static final int MAX_ROWS = 10_000;

    /** Somebody waits for the answer. */
    private static final Duration AT_MOST = Duration.ofSeconds(5);

    /** Of a partition's records, how many are looked through for each reading wanted when no time is given. */
    private static final long LOOK_BACK_FACTOR = 50;

    private final Config config;

    SensorLog(Config config) {
        this.config = config;
    }

    /**
     * What is asked for.
     *
     * @param sensorId whose readings
     * @param homes where the sensor reports
     * @param fromMillis not before this record time; -1 for the newest {@code limit} before {@code toMillis}
     * @param toMillis before this record time
     * @param limit at most so many
     * @param thinnedTo not all, but about so many that look like all, and every anomaly; 0 for all
     * @param channel by whose values to thin out; null for each pipeline's first
     */
    record Query(
            String sensorId,
            List<SensorHome> homes,
            long fromMillis,
            long toMillis,
            int limit,
            int thinnedTo,
            String channel) {
        boolean wantsNewest() {
            return fromMillis < 0;
        }

        boolean isThinned() {
            return thinnedTo > 0;
        }
    }

    private record Span(long from, long to, boolean isCut) {}

    /** The verdicts, oldest first, as JSON; {@code truncated} says that there are more. */
    Buffer read(Query query) {
        SensorRows rows = new SensorRows(query, config.pipelines());
        try (KafkaConsumer<byte[], byte[]> consumer = Readers.open(Readers.settings(config, "sensor-log"))) {
            long deadline = System.nanoTime() + AT_MOST.toNanos();
            query.homes().stream()
                    .map(SensorHome::partition)
                    .distinct()
                    .map(partition ->
                            new TopicPartition(config.topics().scored().name(), partition))
                    .forEach(partition -> collect(consumer, partition, deadline, rows));
        }
        return rows.toJson();
    }

    /** The same of a sensor that nobody has heard of lately: it may be anywhere; {@code pipeline} may be null. */
    Buffer readEverywhere(Query query, String pipeline) {
        String topic = config.topics().scored().name();
        List<SensorHome> homes;
        try (KafkaConsumer<byte[], byte[]> consumer = Readers.open(Readers.settings(config, "sensor-log"))) {
            homes = consumer.partitionsFor(topic).stream()
                    .flatMap(info -> config.pipelines().stream()
                            .map(Pipeline::name)
                            .filter(name -> pipeline == null || pipeline.equals(name))
                            .map(name -> new SensorHome(name, info.partition())))
                    .toList();
        }
        return read(new Query(
                query.sensorId(),
                homes,
                query.fromMillis(),
                query.toMillis(),
                query.limit(),
                query.thinnedTo(),
                query.channel()));
    }

    private static void collect(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long deadline, SensorRows rows) {
        Span span = span(consumer, partition, rows.query);
        if (span.isCut()) {
            rows.truncate();
        }
        consumer.assign(List.of(partition));
        consumer.seek(partition, span.from());
        while (consumer.position(partition) < span.to()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                if (record.offset() < span.to() && !rows.take(record)) {
                    return;
                }
            }
            if (System.nanoTime() > deadline) {
                rows.truncate();
                return;
            }
        }
    }

    private static Span span(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, Query query) {
        TimeSearch times = new TimeSearch(consumer);
        Map<TopicPartition, Long> ends =
                times.ends(query.toMillis(), TimeSearch.DISORDER_MILLIS, consumer.endOffsets(List.of(partition)));
        long end = ends.get(partition);
        if (!query.wantsNewest()) {
            long from = times.begins(query.fromMillis(), TimeSearch.DISORDER_MILLIS, ends)
                    .get(partition);
            return new Span(from, end, false);
        }
        long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
        long to = times.firstAt(query.toMillis(), ends).get(partition);
        long from = Math.max(begin, to - LOOK_BACK_FACTOR * query.limit());
        return new Span(from, end, from > begin);
    }
}
