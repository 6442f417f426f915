package io.oddity.testing;

import io.oddity.config.Config;
import io.oddity.config.ConfigLoader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * An application with the article's pipeline, and names of its own so that tests can share a broker.
 *
 * @param extra more lines of the configuration, at the top level
 * @param detector what judges
 */
public record Article(
        String application,
        String input,
        String bootstrapServers,
        int ingest,
        int scoring,
        String extra,
        String detector) {
    private static final String HALF_SPACE_TREES =
            "{ type: half-space-trees, params: { trees: 5, height: 3, window: 30, seed: 42 } }";

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** A new application with a new input topic, which is not created. */
    public static Article named(String name, String bootstrapServers) {
        String unique = name + "-" + COUNT.incrementAndGet();
        return new Article(unique, "sensors-" + unique, bootstrapServers, 1, 2, "", HALF_SPACE_TREES);
    }

    /** Another application with the same input. */
    public Article again(int ingestInstances, int scoringInstances) {
        String unique = application + "-" + COUNT.incrementAndGet();
        return new Article(unique, input, bootstrapServers, ingestInstances, scoringInstances, extra, detector);
    }

    /** The same with more lines of configuration. */
    public Article with(String lines) {
        return new Article(application, input, bootstrapServers, ingest, scoring, lines, detector);
    }

    /** The same with another detector, such as {@code { type: auto }}. */
    public Article judgedBy(String another) {
        return new Article(application, input, bootstrapServers, ingest, scoring, extra, another);
    }

    /** Where verdicts go. */
    public String scored() {
        return application + "-scored";
    }

    /** Where anomalies go. */
    public String anomalies() {
        return application + "-anomalies";
    }

    /** Where records go that are no readings. */
    public String deadLetters() {
        return input + "." + application + "-dlq";
    }

    /** The configuration's text. */
    public String yaml() {
        return """
                application: %s
                kafka: { bootstrap.servers: '%s' }
                topics:
                  scored: { name: %s }
                  anomalies: { name: %s }
                  pulse: { name: %s-pulse }
                  dead_letters: { name: .%s-dlq }
                instances: { ingest: %d, scoring: %d }
                %s
                pipelines:
                  - name: temperature
                    topic: %s
                    sensor_id: sensor_id
                    time: { field: ts, format: "yyyy-MM-dd HH:mm:ss[.SSS]", zone: UTC }
                    channels: [{ name: temp, unit: "°C", range: [21, 85] }]
                    detector: %s
                    threshold: 0.7
                """
                .formatted(
                        application,
                        bootstrapServers,
                        scored(),
                        anomalies(),
                        application,
                        application,
                        ingest,
                        scoring,
                        extra,
                        input,
                        detector);
    }

    /** The configuration, on a free HTTP port. */
    public Config config() {
        return ConfigLoader.load(yaml(), "test", Map.of("ODDITY_HTTP_PORT", "0", "HOSTNAME", "test"));
    }

    /** A record of the input with the sensor as its key. */
    public ProducerRecord<byte[], byte[]> record(long timeMillis, String sensorId, String value) {
        return new ProducerRecord<>(
                input,
                null,
                timeMillis,
                sensorId.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8));
    }
}
