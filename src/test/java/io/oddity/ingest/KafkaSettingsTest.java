package io.oddity.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.config.Config;
import io.oddity.testing.Configs;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {
    private static final Config PLAIN = config();

    private static Config config(String... root) {
        return Configs.withRoot(String.join("\n", root), "sensor_id: id", "channels: [{name: temp}]");
    }

    private static Map<String, Object> consumer(Config config) {
        return KafkaSettings.consumer(config, 0, new AtomicReference<>());
    }

    @Test
    void theSystemSizesTheBuffersOfSockets() {
        assertThat(consumer(PLAIN)).containsEntry("receive.buffer.bytes", -1);
        assertThat(KafkaSettings.producer(PLAIN, 0)).containsEntry("send.buffer.bytes", -1);
        assertThat(KafkaSettings.stateReader(PLAIN, 0)).containsEntry("receive.buffer.bytes", "-1");
    }

    @Test
    void theConfigurationGoesBeforeOurDefaults() {
        Config config = config(
                "kafka_consumer: {receive.buffer.bytes: 65536, max.poll.records: 7}",
                "kafka_producer: {send.buffer.bytes: 131072, linger.ms: 3}");

        assertThat(consumer(config))
                .containsEntry("receive.buffer.bytes", "65536")
                .containsEntry("max.poll.records", "7");
        assertThat(KafkaSettings.producer(config, 0))
                .containsEntry("send.buffer.bytes", "131072")
                .containsEntry("linger.ms", "3");
        assertThat(KafkaSettings.stateReader(config, 0)).containsEntry("receive.buffer.bytes", "65536");
    }
}
