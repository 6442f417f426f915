package io.oddity.lineup;

import io.oddity.config.Config;
import io.oddity.topic.Readers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.kafka.client.producer.KafkaProducer;
import io.vertx.kafka.client.producer.KafkaProducerRecord;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The compacted topic through which all processes of an application, and later starts, learn what was asked for while running.
 * Single-threaded: owned by one verticle.
 */
final class ControlTopic {
    private final Vertx vertx;
    private final Config config;
    private final KafkaProducer<byte[], byte[]> producer;

    /** Takes what was asked for. */
    interface Taker {
        /** Takes one; a value that is null takes back what was asked for under its key. */
        void take(String key, String value);
    }

    ControlTopic(Vertx vertx, Config config) {
        this.vertx = vertx;
        this.config = config;
        producer = KafkaProducer.create(vertx, producerSettings(config));
    }

    private static Map<String, String> producerSettings(Config config) {
        Map<String, String> settings = new HashMap<>(config.kafka());
        settings.putAll(config.kafkaProducer());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, config.application() + "-control");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        return settings;
    }

    /**
     * Hands over all that was and will be asked for; completes when what was asked for before is known.
     *
     * @param whenNew called after each wish that comes later
     */
    Future<Void> follow(Taker taker, Runnable whenNew) {
        KafkaConsumer<byte[], byte[]> consumer = KafkaConsumer.create(vertx, Readers.settings(config, "control"));
        TopicPartition partition = new TopicPartition(config.controlTopic(), 0);
        Promise<Void> caughtUp = Promise.promise();
        return consumer.assign(partition)
                .compose(assigned -> consumer.seekToBeginning(partition))
                .compose(sought -> consumer.endOffsets(partition))
                .compose(end -> {
                    consumer.handler(record -> {
                        taker.take(text(record.key()), text(record.value()));
                        if (record.offset() >= end - 1) {
                            caughtUp.tryComplete();
                        }
                        if (caughtUp.future().isComplete()) {
                            whenNew.run();
                        }
                    });
                    if (end == 0) {
                        caughtUp.tryComplete();
                    }
                    return caughtUp.future();
                });
    }

    private static String text(byte[] utf8) {
        return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
    }

    /** Completes when the broker has it. */
    Future<Void> write(Wishes.Wish wish) {
        return producer.send(KafkaProducerRecord.create(
                        config.controlTopic(),
                        wish.key().getBytes(StandardCharsets.UTF_8),
                        wish.value() == null ? null : wish.value().getBytes(StandardCharsets.UTF_8),
                        0))
                .mapEmpty();
    }

    Future<Void> close() {
        return producer.close();
    }
}
