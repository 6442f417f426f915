package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.oddity.bus.Gap;
import io.oddity.config.Config;
import io.oddity.topic.Readers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows all partitions of a topic from near its end on, those that are added meanwhile from their beginning. Single-threaded:
 * owned by one {@code TailVerticle}.
 *
 * <p>The consumer is vertx-kafka-client's: it polls on a thread of its own and hands each poll to the verticle.
 */
final class Tail {
    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

    /** A partition that is added is noticed within twice this time. */
    private static final int LOOK_EVERY_MILLIS = 3_000;

    private final Vertx vertx;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String topic;
    private final Past past;
    private final Sink sink;
    private Cursor place = Cursor.NONE;
    private Cursor endAtStart = Cursor.NONE;
    private Future<Void> work = Future.succeededFuture();
    private long timer;
    private boolean isClosed;

    /** What becomes of what is read. */
    interface Sink {
        /** Takes a record; {@link Tail#place()} is behind it. */
        void take(ConsumerRecord<byte[], byte[]> record);

        /** All records of a partition from this offset on will be taken. */
        default void begin(int partition, long offset) {}

        /** Records were deleted before they could be read. */
        default void lose(Gap gap) {}

        /** All records of a poll have been taken. */
        default void endPoll() {}
    }

    /**
     * What was before the tail began and is read first.
     *
     * @param records so many of each partition
     * @param sinceMillis or all from this record time on; -1 when {@code records} counts
     */
    private record Past(long records, long sinceMillis) {}

    /** Prepares to follow a topic from {@code records} before the end of each partition on. */
    Tail(Vertx vertx, Config config, String topic, long records, Sink sink) {
        this(vertx, config, topic, new Past(records, -1), sink);
    }

    /** Prepares to follow a topic from a record time on. */
    static Tail since(Vertx vertx, Config config, String topic, long millis, Sink sink) {
        return new Tail(vertx, config, topic, new Past(0, millis), sink);
    }

    private Tail(Vertx vertx, Config config, String topic, Past past, Sink sink) {
        Map<String, String> settings = Readers.exactSettings(config, "tail-" + topic);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, Integer.toString(LOOK_EVERY_MILLIS));
        this.vertx = vertx;
        consumer = KafkaConsumer.create(vertx, settings);
        this.topic = topic;
        this.past = past;
        this.sink = sink;
    }

    /** Begins; completes when the place in every partition is known. */
    Future<Void> start() {
        Context context = vertx.getOrCreateContext();
        attempt(() -> partitions()
                .compose(partitions -> consumer.assign(partitions)
                        .compose(assigned -> consumer.beginningOffsets(partitions))
                        .compose(beginnings ->
                                consumer.endOffsets(partitions).compose(ends -> begin(partitions, beginnings, ends))))
                .onSuccess(ready -> {
                    consumer.exceptionHandler(e -> context.runOnContext(called -> polledInVain(e)));
                    consumer.batchHandler(records -> take(records.records()));
                    // Polling begins with a handler of single records.
                    consumer.handler(record -> {});
                    timer = vertx.setPeriodic(LOOK_EVERY_MILLIS, called -> attempt(this::look));
                }));
        return work;
    }

    /** One thing at a time, and nothing when it ends: a consumer that is closed would be opened again by it. */
    private void attempt(Supplier<Future<Void>> change) {
        if (!isClosed && work.isComplete()) {
            work = change.get();
        }
    }

    private Future<Set<TopicPartition>> partitions() {
        return consumer.partitionsFor(topic).map(infos -> infos.stream()
                .map(info -> new TopicPartition(topic, info.getPartition()))
                .collect(Collectors.toSet()));
    }

    private Future<Void> begin(
            Set<TopicPartition> partitions, Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends) {
        Future<Void> done = Future.succeededFuture();
        for (TopicPartition partition : partitions) {
            long end = ends.get(partition);
            done = done.compose(before -> first(partition, end)).compose(first -> {
                long from = Math.max(beginnings.get(partition), first);
                endAtStart = endAtStart.with(partition.getPartition(), end);
                place = place.with(partition.getPartition(), from);
                sink.begin(partition.getPartition(), from);
                return consumer.seek(partition, from);
            });
        }
        return done;
    }

    private Future<Long> first(TopicPartition partition, long end) {
        if (past.sinceMillis() < 0) {
            return Future.succeededFuture(end - past.records());
        }
        return consumer.offsetsForTimes(partition, past.sinceMillis())
                .map(first -> first == null ? end : first.getOffset());
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() >= place.next(record.partition(), 0)) {
                place = place.with(record.partition(), record.offset() + 1);
                sink.take(record);
            }
        }
        sink.endPoll();
    }

    private Future<Void> look() {
        return partitions().compose(partitions -> {
            Set<TopicPartition> added = new HashSet<>(partitions);
            added.removeIf(partition -> place.next().containsKey(partition.getPartition()));
            if (added.isEmpty()) {
                return Future.succeededFuture();
            }
            LOG.info("topic {} has grown, reading {}", topic, added);
            for (TopicPartition partition : added) {
                place = place.with(partition.getPartition(), 0);
                sink.begin(partition.getPartition(), 0);
            }
            // The next poll misses their positions, and they are found.
            return consumer.assign(partitions);
        });
    }

    /** Other errors pass, or are said by those who write to the same Kafka. */
    private void polledInVain(Throwable e) {
        if (e instanceof InvalidOffsetException lost) {
            attempt(() -> find(lost.partitions().stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .collect(Collectors.toSet())));
        }
    }

    /** Goes on where there are records again. */
    private Future<Void> find(Set<TopicPartition> lost) {
        return consumer.beginningOffsets(lost)
                .compose(beginnings -> consumer.endOffsets(lost).compose(ends -> {
                    Future<Void> done = Future.succeededFuture();
                    for (TopicPartition partition : lost) {
                        int p = partition.getPartition();
                        long wanted = place.next(p, 0);
                        long from = Math.max(Math.min(wanted, ends.get(partition)), beginnings.get(partition));
                        if (from != wanted) {
                            LOG.warn(
                                    "records {} to {} of {}-{} are gone before they were read", wanted, from, topic, p);
                            place = place.with(p, from);
                            sink.lose(new Gap(p, wanted, from));
                        }
                        done = done.compose(before -> consumer.seek(partition, from));
                    }
                    return done;
                }));
    }

    /** Behind the last record taken. */
    Cursor place() {
        return place;
    }

    /** From here on all records are new: behind the last one taken, and behind the past. */
    Cursor live() {
        return place.or(endAtStart);
    }

    /** Ends, when what it is about is done. */
    Future<Void> close() {
        isClosed = true;
        vertx.cancelTimer(timer);
        return work.transform(done -> consumer.close());
    }
}
