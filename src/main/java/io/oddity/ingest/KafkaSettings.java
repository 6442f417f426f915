package io.oddity.ingest;

import io.oddity.config.Config;
import io.oddity.topic.Readers;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The settings of the ingest loops' Kafka clients: our defaults, then the configuration's, then what exactly-once needs. */
final class KafkaSettings {
    /** A dead letter carries its record's raw bytes, and a record may be as large as its topic allows. */
    static final int MAX_REQUEST_BYTES = 16 << 20;

    private KafkaSettings() {}

    /**
     * For the consumer of an ingest loop.
     *
     * @param joining is told when positions must not be committed, unless the configuration names another assignor
     */
    static Map<String, Object> consumer(Config config, int ingest, AtomicReference<JoiningAssignor.Joining> joining) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, config.application() + "-ingest-" + ingest);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        // New partitions and topics are noticed within this time.
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
        settings.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, Readers.AS_THE_SYSTEM_FINDS_BEST);
        if (!"consumer".equals(config.kafkaConsumer().get(ConsumerConfig.GROUP_PROTOCOL_CONFIG))) {
            settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, JoiningAssignor.class.getName());
            settings.put(JoiningAssignor.JOINING, joining);
            // A dead process is noticed within this time, the shortest that a broker allows by default.
            settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
            // Members hear of a rebalance with a heartbeat, and partitions that move are silent until all have.
            settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 300);
        }
        settings.putAll(config.kafka());
        settings.putAll(config.kafkaConsumer());
        // Static members are told apart by ingest loop, as a process may run several.
        settings.computeIfPresent(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, (key, id) -> id + "-" + ingest);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.application());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // Where to begin is decided at each assignment; records that are gone when they are wanted end the session.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return settings;
    }

    /** For the consumer that reads saved state. */
    static Map<String, String> stateReader(Config config, int ingest) {
        Map<String, String> settings = Readers.settings(config, "restore-" + ingest);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "20000");
        return settings;
    }

    /** For the producer of an ingest loop. */
    static Map<String, Object> producer(Config config, int ingest) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        // The next transaction's positions are refused until the last one's marks are written, which takes a broker a
        // few milliseconds.
        settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 2);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
        settings.put(ProducerConfig.SEND_BUFFER_CONFIG, Readers.AS_THE_SYSTEM_FINDS_BEST);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
        settings.putAll(config.kafka());
        settings.putAll(config.kafkaProducer());
        String id = config.application() + "-" + config.node() + "-" + ingest;
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, id);
        if (config.delivery() == Config.Delivery.EXACTLY_ONCE) {
            settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
            settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        }
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        return settings;
    }
}
