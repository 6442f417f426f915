package io.oddity.topic;

import io.oddity.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.kafka.client.producer.KafkaProducer;
import io.vertx.kafka.client.producer.KafkaProducerRecord;
import io.vertx.kafka.client.producer.RecordMetadata;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic of one partition through which all processes of an application, and later starts, learn what was asked for while running.
 * Single-threaded: owned by one verticle.
 */
public final class ControlTopic {
    private final Vertx vertx;
    private final Config config;
    private final String topic;
    private final String client;
    private final KafkaProducer<byte[], byte[]> producer;

    /** Takes what was asked for. */
    public interface Taker {
        /** Takes one; a value that is null takes back what was asked for under its key. */
        void take(long offset, String key, String value);
    }

    /**
     * Opens a topic.
     *
     * @param client tells its clients from others of the process
     */
    public ControlTopic(Vertx vertx, Config config, String topic, String client) {
        this.vertx = vertx;
        this.config = config;
        this.topic = topic;
        this.client = client;
        producer = KafkaProducer.create(vertx, producerSettings(config, client));
    }

    private static Map<String, String> producerSettings(Config config, String client) {
        Map<String, String> settings = new HashMap<>(config.kafka());
        settings.putAll(config.kafkaProducer());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, config.application() + "-" + client);
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
    public Future<Void> follow(Taker taker, Runnable whenNew) {
        KafkaConsumer<byte[], byte[]> consumer = KafkaConsumer.create(vertx, Readers.settings(config, client));
        TopicPartition partition = new TopicPartition(topic, 0);
        Promise<Void> caughtUp = Promise.promise();
        return consumer.assign(partition)
                .compose(assigned -> consumer.seekToBeginning(partition))
                .compose(sought -> consumer.endOffsets(partition))
                .compose(end -> {
                    consumer.handler(record -> {
                        taker.take(record.offset(), text(record.key()), text(record.value()));
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

    /** Completes with the record's offset when the broker has it. */
    public Future<Long> write(String key, String value) {
        return producer.send(KafkaProducerRecord.create(
                        topic,
                        key.getBytes(StandardCharsets.UTF_8),
                        value == null ? null : value.getBytes(StandardCharsets.UTF_8),
                        0))
                .map(RecordMetadata::getOffset);
    }

    /** Closes its producer; a consumer ends with the verticle. */
    public Future<Void> close() {
        return producer.close();
    }
}
