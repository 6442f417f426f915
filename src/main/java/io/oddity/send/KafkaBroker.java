package io.oddity.send;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka as it runs at the given servers. */
public final class KafkaBroker implements Broker {
    private final String servers;
    private final Map<String, String> properties;
    private final Duration patience;

    /**
     * @param properties passed to every Kafka client as they are, before Oddity's own choices
     * @param patience how long an answer is waited for
     */
    public KafkaBroker(String servers, Map<String, String> properties, Duration patience) {
        this.servers = servers;
        this.properties = Map.copyOf(properties);
        this.patience = patience;
    }

    @Override
    public boolean createIfAbsent(String topic, int partitions) {
        Map<String, Object> settings = settings();
        settings.putIfAbsent("default.api.timeout.ms", Math.toIntExact(patience.toMillis()));
        settings.putIfAbsent("request.timeout.ms", Math.toIntExact(patience.toMillis()));
        try (Admin admin = Admin.create(settings)) {
            try {
                return !exists(admin, topic) && create(admin, topic, partitions);
            } finally {
                admin.close(Duration.ZERO);
            }
        } catch (KafkaException e) {
            throw misconfigured(e);
        }
    }

    @Override
    public Producer<String, String> producer() {
        Map<String, Object> settings = settings();
        settings.putIfAbsent("acks", "all");
        settings.putIfAbsent("enable.idempotence", "true");
        settings.putIfAbsent("linger.ms", "20");
        settings.putIfAbsent("batch.size", String.valueOf(256 * 1024));
        // As the system finds best: Kafka's own 128 KiB are all that passes to a distant broker in one round trip.
        settings.putIfAbsent("send.buffer.bytes", "-1");
        // A broker that went away is told of after half a minute, not after Kafka's two.
        settings.putIfAbsent("request.timeout.ms", "10000");
        settings.putIfAbsent("delivery.timeout.ms", "30000");
        try {
            return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        } catch (KafkaException e) {
            throw misconfigured(e);
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(properties);
        settings.put("bootstrap.servers", servers);
        settings.putIfAbsent("client.id", "oddity-send");
        return settings;
    }

    private boolean exists(Admin admin, String topic) {
        try {
            await(admin.describeTopics(List.of(topic)).allTopicNames());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw refused(topic, e);
        }
    }

    private boolean create(Admin admin, String topic, int partitions) {
        Optional<Integer> count = partitions < 0 ? Optional.empty() : Optional.of(partitions);
        try {
            await(admin.createTopics(List.of(new NewTopic(topic, count, Optional.empty())))
                    .all());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false; // someone else was faster
            }
            throw refused(topic, e);
        }
    }

    private void await(KafkaFuture<?> answer) throws ExecutionException {
        try {
            answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw silent(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SendException.failed("interrupted while waiting for Kafka at " + servers, e);
        }
    }

    private SendException refused(String topic, ExecutionException e) {
        Throwable cause = e.getCause();
        return cause instanceof org.apache.kafka.common.errors.TimeoutException
                ? silent(cause)
                : SendException.failed(
                        "Kafka at " + servers + " refuses topic " + topic + ": " + cause.getMessage(), cause);
    }

    private SendException silent(Throwable cause) {
        return SendException.failed(
                "Kafka at " + servers + " does not answer; is it running? (--bootstrap-servers)", cause);
    }

    private static SendException misconfigured(KafkaException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return SendException.usage("Kafka client: " + cause.getMessage() + " (--bootstrap-servers, --property)");
    }
}
