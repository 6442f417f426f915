package io.oddity.topic;

import io.oddity.config.Config;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumers outside the group, which read what is committed. */
public final class Readers {
    /**
     * A size of a socket's buffer. Kafka's own, 64 and 128 KiB, pass a batch on in pieces, each of which wakes both sides; to a distant
     * broker no more than one of them passes in a round trip, and from one on the same machine it may rest for 200 ms (decision 17).
     */
    public static final int AS_THE_SYSTEM_FINDS_BEST = -1;

    private static final int LONGEST_FETCH_MILLIS = 20;

    private Readers() {}

    /** Settings of a reader: our default, then the configuration's but for those of the group, then what every reader needs. */
    public static Map<String, String> settings(Config config, String clientId) {
        Map<String, String> settings = new HashMap<>();
        settings.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, Integer.toString(AS_THE_SYSTEM_FINDS_BEST));
        settings.putAll(config.kafka());
        settings.putAll(config.kafkaConsumer());
        settings.keySet().removeIf(key -> key.startsWith("group."));
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, config.application() + "-" + clientId);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return settings;
    }

    /** The same for a reader that has to know when what it wants is not there, instead of going on elsewhere. */
    public static Map<String, String> exactSettings(Config config, String clientId) {
        Map<String, String> settings = settings(config, clientId);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return settings;
    }

    /**
     * A reader for a worker thread, which knows where it is to end. A fetch that waits there for more would keep it from being closed
     * for as long, half a second by default.
     */
    public static KafkaConsumer<byte[], byte[]> open(Map<String, String> settings) {
        Map<String, Object> own = new HashMap<>(settings);
        own.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, LONGEST_FETCH_MILLIS);
        return new KafkaConsumer<>(own);
    }
}
