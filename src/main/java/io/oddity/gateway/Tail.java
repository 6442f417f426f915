package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.oddity.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.common.PartitionInfo;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Follows all partitions of a topic from near its end on. Single-threaded: owned by one {@code TailVerticle}.
 *
 * <p>The consumer is vertx-kafka-client's: it polls on a thread of its own and hands each poll to the verticle.
 */
final class Tail {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String topic;
    private final long past;
    private final BiConsumer<ConsumerRecord<byte[], byte[]>, Boolean> sink;
    private final Runnable afterPoll;
    private final Map<Integer, Long> liveFrom = new HashMap<>();
    private Cursor cursor = Cursor.NONE;
    private Future<Void> started = Future.succeededFuture();

    /**
     * Prepares to follow a topic.
     *
     * @param past how many records before the end of each partition are read first
     * @param sink takes each record and whether it was written after the tail began
     * @param afterPoll runs when all records of a poll have been taken
     */
    Tail(
            Vertx vertx,
            Config config,
            String topic,
            long past,
            BiConsumer<ConsumerRecord<byte[], byte[]>, Boolean> sink,
            Runnable afterPoll) {
        consumer = KafkaConsumer.create(vertx, Readers.settings(config, "tail-" + topic));
        this.topic = topic;
        this.past = past;
        this.sink = sink;
        this.afterPoll = afterPoll;
    }

    /** Begins; completes when the place in every partition is known. */
    Future<Void> start() {
        started = consumer.partitionsFor(topic).compose(infos -> {
            Set<TopicPartition> partitions = new HashSet<>();
            for (PartitionInfo info : infos) {
                partitions.add(new TopicPartition(topic, info.getPartition()));
            }
            return consumer.assign(partitions)
                    .compose(assigned -> consumer.beginningOffsets(partitions))
                    .compose(beginnings ->
                            consumer.endOffsets(partitions).compose(ends -> seek(partitions, beginnings, ends)))
                    .onSuccess(ready -> {
                        consumer.batchHandler(records -> take(records.records()));
                        // Polling begins with a handler of single records.
                        consumer.handler(record -> {});
                    });
        });
        return started;
    }

    private Future<Void> seek(
            Set<TopicPartition> partitions, Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends) {
        Future<Void> done = Future.succeededFuture();
        for (TopicPartition partition : partitions) {
            long end = ends.get(partition);
            liveFrom.put(partition.getPartition(), end);
            cursor = cursor.with(partition.getPartition(), end);
            long from = Math.max(beginnings.get(partition), end - past);
            done = done.compose(before -> consumer.seek(partition, from));
        }
        return done;
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            boolean isLive = record.offset() >= liveFrom.getOrDefault(record.partition(), 0L);
            if (isLive) {
                cursor = cursor.with(record.partition(), record.offset() + 1);
            }
            sink.accept(record, isLive);
        }
        afterPoll.run();
    }

    /** Behind the last live record taken. */
    Cursor cursor() {
        return cursor;
    }

    /** Ends, when it has begun: a consumer that is closed on its way to the first poll would be opened again by it. */
    Future<Void> close() {
        return started.transform(begun -> consumer.close());
    }
}
