package io.oddity.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oddity.feedback.Anomaly;
import io.oddity.testing.Article;
import io.oddity.testing.Kafka;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Anomalies of transactions that are under way, over a real broker. */
class AnomalyLogIT {
    private static final Kafka KAFKA = Kafka.shared();

    private final Article application = Article.named("anomaly-log", KAFKA.bootstrapServers());
    private final AnomalyLog log = new AnomalyLog(application.config());

    private CompletableFuture<Optional<Anomaly>> ask(int offset) {
        String id = application.config().pipelines().get(0).name() + ":0:" + offset;
        return CompletableFuture.supplyAsync(() -> log.find(id));
    }

    private ProducerRecord<byte[], byte[]> anomaly(int offset) {
        String pipeline = application.config().pipelines().get(0).name();
        String verdict =
                """
                {"v":1,"pipeline":"%s","sensor_id":"s1","ts":"2026-01-01T00:00:00.000Z","values":{},"score":0.9,\
                "threshold":0.5,"anomaly":true,"status":"ANOMALY","kind":"score","partition":0,"offset":%d}"""
                        .formatted(pipeline, offset);
        return new ProducerRecord<>(application.anomalies(), 0, null, verdict.getBytes(StandardCharsets.UTF_8));
    }

    /** Its verdict may be read in another topic already: the ends of a transaction are written one after the other. */
    @Test
    void theAnswerWaitsForAnAnomalyThatIsBeingWritten() throws Exception {
        KAFKA.create(application.input(), 1);
        KAFKA.create(application.anomalies(), 1);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers(), "transactional.id", application.anomalies()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(anomaly(7)).get();

            CompletableFuture<Optional<Anomaly>> seventh = ask(7);
            CompletableFuture<Optional<Anomaly>> eighth = ask(8);
            for (CompletableFuture<?> answer : List.of(seventh, eighth)) {
                assertThatThrownBy(() -> answer.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            }
            producer.commitTransaction();

            assertThat(seventh.get(10, TimeUnit.SECONDS)).isPresent();
            assertThat(eighth.get(10, TimeUnit.SECONDS)).isEmpty();
        }
    }
}
