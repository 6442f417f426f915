package io.oddity.gateway;

import io.oddity.bus.TableQuery.SensorHome;
import io.oddity.config.Pipeline;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Picks from records of the topic {@code scored} what answers a query, partition by partition. Single-threaded. */
final class SensorRows {
    final SensorLog.Query query;
    private final byte[] key;
    private final Map<String, String> channels = new HashMap<>();
    private final Map<Integer, ArrayDeque<ConsumerRecord<byte[], byte[]>>> found = new HashMap<>();
    private final Decimation<ConsumerRecord<byte[], byte[]>> thinned;
    private boolean isTruncated;

    SensorRows(SensorLog.Query query, List<Pipeline> pipelines) {
        this.query = query;
        key = query.sensorId().getBytes(StandardCharsets.UTF_8);
        List<String> wanted =
                query.homes().stream().map(SensorHome::pipeline).distinct().toList();
        pipelines.stream()
                .filter(pipeline -> wanted.contains(pipeline.name()))
                .forEach(pipeline -> channels.put(
                        pipeline.name(),
                        query.channel() == null ? pipeline.channels().get(0).name() : query.channel()));
        thinned = query.isThinned() ? new Decimation<>(query.fromMillis(), query.toMillis(), query.thinnedTo()) : null;
    }

    /** There is more than was looked through. */
    void truncate() {
        isTruncated = true;
    }

    /** Takes the next record of a partition; says whether more of that partition are wanted. */
    boolean take(ConsumerRecord<byte[], byte[]> record) {
        if (!Arrays.equals(record.key(), key)
                || record.timestamp() < query.fromMillis()
                || record.timestamp() >= query.toMillis()) {
            return true;
        }
        Glance glance = Glance.at(record.value(), thinned != null);
        if (glance == null || !channels.containsKey(glance.pipeline())) {
            return true;
        }
        return thinned == null ? keep(record) : thin(record, glance);
    }

    private boolean keep(ConsumerRecord<byte[], byte[]> record) {
        ArrayDeque<ConsumerRecord<byte[], byte[]>> rows =
                found.computeIfAbsent(record.partition(), partition -> new ArrayDeque<>());
        if (rows.size() == query.limit()) {
            truncate();
            if (!query.wantsNewest()) {
                return false;
            }
            rows.removeFirst();
        }
        rows.addLast(record);
        return true;
    }

    private boolean thin(ConsumerRecord<byte[], byte[]> record, Glance glance) {
        double value = glance.values().getOrDefault(channels.get(glance.pipeline()), Double.NaN);
        thinned.add(record.timestamp(), value, glance.isAnomaly(), record);
        if (thinned.anomalies() + query.thinnedTo() >= SensorLog.MAX_ROWS) {
            truncate();
            return false;
        }
        return true;
    }

    /** The verdicts, oldest first; {@code truncated} says that there are more. */
    Buffer toJson() {
        List<ConsumerRecord<byte[], byte[]>> rows = rows();
        Buffer json = Buffer.buffer("{\"sensor_id\":")
                .appendString(Json.encode(query.sensorId()))
                .appendString(",\"readings\":[");
        String separator = "";
        for (ConsumerRecord<byte[], byte[]> row : rows) {
            json.appendString(separator).appendBuffer(EventDecoder.withRecordTime(row));
            separator = ",";
        }
        return json.appendString("],\"truncated\":" + isTruncated + "}");
    }

    private List<ConsumerRecord<byte[], byte[]>> rows() {
        List<ConsumerRecord<byte[], byte[]>> rows = new ArrayList<>();
        if (thinned != null) {
            rows.addAll(thinned.kept());
        } else {
            found.values().forEach(rows::addAll);
        }
        rows.sort(Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp)
                .thenComparingInt(ConsumerRecord::partition)
                .thenComparingLong(ConsumerRecord::offset));
        if (thinned != null || rows.size() <= query.limit()) {
            return rows;
        }
        truncate();
        return query.wantsNewest()
                ? rows.subList(rows.size() - query.limit(), rows.size())
                : rows.subList(0, query.limit());
    }
}
