package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Feed;
import io.oddity.bus.TableQuery.SensorHome;
import io.oddity.config.Config;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Reads one sensor's verdicts from the topic {@code scored}. Blocking: for worker threads. */
final class SensorLog {
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
     */
    record Query(String sensorId, List<SensorHome> homes, long fromMillis, long toMillis, int limit) {}

    private record Span(long from, long to) {}

    /** The verdicts, oldest first, as JSON; {@code truncated} says that there are more. */
    Buffer read(Query query) {
        ArrayDeque<Event> found = new ArrayDeque<>();
        boolean truncated;
        try (KafkaConsumer<byte[], byte[]> consumer = Readers.open(config, "sensor-log")) {
            truncated = collect(consumer, query, found);
        }
        Buffer json = Buffer.buffer("{\"sensor_id\":")
                .appendString(Json.encode(query.sensorId()))
                .appendString(",\"readings\":[");
        String separator = "";
        for (Event event : found) {
            json.appendString(separator).appendBuffer(event.json());
            separator = ",";
        }
        return json.appendString("],\"truncated\":" + truncated + "}");
    }

    private boolean collect(KafkaConsumer<byte[], byte[]> consumer, Query query, ArrayDeque<Event> found) {
        Map<TopicPartition, Span> spans = spans(consumer, query);
        consumer.assign(spans.keySet());
        spans.forEach((partition, span) -> consumer.seek(partition, span.from()));
        byte[] key = query.sensorId().getBytes(StandardCharsets.UTF_8);
        List<String> pipelines =
                query.homes().stream().map(SensorHome::pipeline).distinct().toList();
        EventDecoder decoder = new EventDecoder(Feed.SCORED);
        boolean newest = query.fromMillis() < 0;
        long deadline = System.nanoTime() + AT_MOST.toNanos();
        while (isBehind(consumer, spans)) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                if (!Arrays.equals(record.key(), key)
                        || record.timestamp() < query.fromMillis()
                        || record.timestamp() >= query.toMillis()) {
                    continue;
                }
                Event event = decoder.decode(record, Cursor.NONE);
                if (event == null || !pipelines.contains(event.pipeline())) {
                    continue;
                }
                if (found.size() == query.limit()) {
                    if (!newest) {
                        return true;
                    }
                    found.removeFirst();
                }
                found.addLast(event);
            }
            if (System.nanoTime() > deadline) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBehind(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Span> spans) {
        return spans.entrySet().stream()
                .anyMatch(span ->
                        consumer.position(span.getKey()) < span.getValue().to());
    }

    private Map<TopicPartition, Span> spans(KafkaConsumer<byte[], byte[]> consumer, Query query) {
        String topic = config.topics().scored().name();
        List<TopicPartition> partitions = query.homes().stream()
                .map(home -> new TopicPartition(topic, home.partition()))
                .distinct()
                .toList();
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, OffsetAndTimestamp> starts = query.fromMillis() < 0
                ? Map.of()
                : consumer.offsetsForTimes(
                        partitions.stream().collect(Collectors.toMap(p -> p, p -> query.fromMillis())));
        Map<TopicPartition, Span> spans = new HashMap<>();
        for (TopicPartition partition : partitions) {
            long end = ends.get(partition);
            OffsetAndTimestamp start = starts.get(partition);
            long from = query.fromMillis() < 0
                    ? Math.max(beginnings.get(partition), end - LOOK_BACK_FACTOR * query.limit())
                    : start == null ? end : start.offset();
            spans.put(partition, new Span(from, end));
        }
        return spans;
    }
}
