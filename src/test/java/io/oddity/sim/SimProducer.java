package io.oddity.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;

/** A transactional producer of a {@link SimKafka}: records wait in it for a while, so that a process dies with them. */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // only one thread has the turn
public final class SimProducer extends MockProducer<byte[], byte[]> {
    private final SimKafka kafka;
    private final Lifeline life;
    private final SplittableRandom random;
    private final String id;
    private final List<Waiting> waiting = new ArrayList<>();
    private KafkaException failure;
    private int epoch;
    private boolean isBegun;

    private record Waiting(ProducerRecord<byte[], byte[]> record, Callback callback) {}

    /** Of a process; {@code id} is its transactional id. */
    public SimProducer(SimKafka kafka, Lifeline life, SplittableRandom random, String id) {
        this.kafka = kafka;
        this.life = life;
        this.random = random;
        this.id = id;
    }

    @Override
    public void initTransactions() {
        life.step("initTransactions", () -> epoch = kafka.initTransactions(id));
    }

    @Override
    public void beginTransaction() {
        throwIfFailed();
        if (isBegun) {
            throw new IllegalStateException("the last transaction has not ended");
        }
        isBegun = true;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        if (!isBegun) {
            throw new IllegalStateException("no transaction");
        }
        waiting.add(new Waiting(record, callback));
        if (random.nextInt(8) == 0) {
            life.step("send", this::deliver);
        }
        return CompletableFuture.completedFuture(null);
    }

    private void deliver() {
        waiting.forEach(one -> {
            try {
                kafka.append(id, epoch, one.record);
            } catch (ProducerFencedException e) {
                failure = e;
                one.callback.onCompletion(null, e);
            }
        });
        waiting.clear();
    }

    private void throwIfFailed() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata member) {
        life.step("sendOffsets", () -> {
            throwIfFailed();
            kafka.sendOffsets(id, epoch, offsets, member);
        });
    }

    @Override
    public void commitTransaction() {
        life.step("commit", () -> {
            deliver();
            throwIfFailed();
            kafka.commit(id, epoch);
            isBegun = false;
        });
    }

    @Override
    public void close(Duration timeout) {
        life.step("close", () -> {});
    }
}
