package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Feed;
import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.feedback.Anomaly;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.topic.Readers;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Finds an anomaly by its id in the topic of anomalies. Blocking: for worker threads. */
final class AnomalyLog {
    private static final Pattern ID = Pattern.compile("(.+):(\\d{1,9}):(\\d{1,18})(:silent)?");
    private static final Duration AT_MOST = Duration.ofSeconds(20);

    private final Config config;

    AnomalyLog(Config config) {
        this.config = config;
    }

    /** Which anomaly is meant. */
    private record Id(Pipeline pipeline, int partition, long offset, boolean isSilence) {
        boolean isOf(JsonObject verdict) {
            return verdict.getInteger("partition") == partition
                    && verdict.getLong("offset") == offset
                    && isSilence == "silent".equals(verdict.getString("kind"));
        }
    }

    /**
     * Says whether a text is the id of an anomaly that there may be.
     *
     * @throws Params.BadRequest when it is none at all
     */
    boolean isPossible(String id) {
        return parsed(id).isPresent();
    }

    private Optional<Id> parsed(String text) {
        Matcher parts = ID.matcher(text);
        if (!parts.matches()) {
            throw new Params.BadRequest(
                    "id: must be PIPELINE:PARTITION:OFFSET, of a silence with :silent behind it, was '" + text + "'");
        }
        return config.pipelines().stream()
                .filter(pipeline -> pipeline.name().equals(parts.group(1)))
                .findFirst()
                .map(pipeline -> new Id(
                        pipeline,
                        Integer.parseInt(parts.group(2)),
                        Long.parseLong(parts.group(3)),
                        parts.group(4) != null));
    }

    /**
     * The anomaly of an id; empty when there is none, or none any more.
     *
     * @throws IllegalStateException when Kafka does not answer in time
     */
    Optional<Anomaly> find(String text) {
        return parsed(text).flatMap(this::find);
    }

    private Optional<Anomaly> find(Id id) {
        OptionalLong written = recordMillis(id);
        long from = written.orElse(0);
        // A silence is noticed later than the reading after which it began.
        long to = written.isPresent() && !id.isSilence ? from + 1 : Long.MAX_VALUE;
        try (TableLog log = new TableLog(config, Feed.ANOMALIES)) {
            Optional<Anomaly> found = find(id, log, from, to);
            if (found.isEmpty()) {
                log.awaitReadable();
                found = find(id, log, from, to);
            }
            return found;
        }
    }

    private static Optional<Anomaly> find(Id id, TableLog log, long from, long to) {
        long deadline = System.nanoTime() + AT_MOST.toNanos();
        Cursor place = null;
        while (true) {
            TableScan scan = TableScan.of(log, log.spans(from, to, place, false), false);
            for (Event event = scan.next(); event != null; event = scan.next()) {
                if (event.pipeline().equals(id.pipeline.name())) {
                    JsonObject verdict = event.json().toJsonObject();
                    if (id.isOf(verdict)) {
                        return Optional.of(anomaly(id, verdict));
                    }
                }
            }
            if (!scan.isCut()) {
                return Optional.empty();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("there are too many anomalies to look through, try again");
            }
            place = scan.place();
        }
    }

    /** The time of the reading's record, which the input may have forgotten before the anomaly is. */
    private OptionalLong recordMillis(Id id) {
        TopicPartition partition = new TopicPartition(id.pipeline.topic(), id.partition);
        try (KafkaConsumer<byte[], byte[]> consumer = Readers.open(Readers.settings(config, "anomaly-log"))) {
            if (consumer.partitionsFor(partition.topic()).size() <= id.partition
                    || id.offset >= consumer.endOffsets(List.of(partition)).get(partition)
                    || id.offset < consumer.beginningOffsets(List.of(partition)).get(partition)) {
                return OptionalLong.empty();
            }
            consumer.assign(List.of(partition));
            consumer.seek(partition, id.offset);
            long deadline = System.nanoTime() + AT_MOST.toNanos();
            while (consumer.position(partition) <= id.offset && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (record.offset() == id.offset) {
                        return OptionalLong.of(Math.max(0, record.timestamp()));
                    }
                }
            }
            return OptionalLong.empty();
        }
    }

    private static Anomaly anomaly(Id id, JsonObject verdict) {
        JsonObject episode = verdict.getJsonObject("episode");
        String first = episode == null ? "/-1" : episode.getString("id");
        return new Anomaly(
                id.pipeline.name(),
                verdict.getString("variant", PipelineSpec.MAIN),
                id.partition,
                id.offset,
                id.isSilence,
                verdict.getString("sensor_id"),
                verdict.getString("kind"),
                verdict.getDouble("score", Double.NaN),
                verdict.getDouble("threshold"),
                verdict.getBoolean("apart", false),
                Long.parseLong(first.substring(first.lastIndexOf('/') + 1)));
    }
}
