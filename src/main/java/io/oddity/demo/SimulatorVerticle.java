package io.oddity.demo;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.kafka.client.producer.KafkaProducer;
import io.vertx.kafka.client.producer.KafkaProducerRecord;
import io.vertx.kafka.client.producer.RecordMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a plant measure: first what it missed, at full speed, then in real time. Past and present are one loop that sends what is
 * due.
 */
public final class SimulatorVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatorVerticle.class);

    /** Rounds of all sensors that are under way at once while catching up. */
    private static final int ROUNDS_AT_ONCE = 200;

    /** Behind the topic's name, for what the plant knows of its readings. */
    public static final String TRUTH = ".truth";

    private final Plant plant;
    private final String topic;
    private final String bootstrapServers;
    private final double periodMillis;
    private final long firstMillis;
    private KafkaProducer<String, String> producer;
    private long round;
    private boolean isStopped;

    /**
     * Prepares to measure.
     *
     * @param ratePerSecond readings per second and sensor
     * @param firstMillis when the first reading is due
     */
    public SimulatorVerticle(
            Plant plant, String bootstrapServers, String topic, double ratePerSecond, long firstMillis) {
        this.plant = plant;
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.firstMillis = firstMillis;
        periodMillis = 1_000 / ratePerSecond;
    }

    @Override
    public Future<?> start() {
        producer = KafkaProducer.create(
                vertx,
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "oddity-simulator",
                        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                        StringSerializer.class.getName(),
                        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                        StringSerializer.class.getName()));
        sendDue();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        isStopped = true;
        return producer.close();
    }

    private long dueMillis(long ofRound) {
        return firstMillis + (long) (ofRound * periodMillis);
    }

    private void sendDue() {
        if (isStopped) {
            return;
        }
        long now = System.currentTimeMillis();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < ROUNDS_AT_ONCE && dueMillis(round) <= now; i++, round++) {
            long time = dueMillis(round);
            for (String sensor : plant.sensors()) {
                sent.add(producer.send(
                        KafkaProducerRecord.create(topic, sensor, plant.record(sensor, time), time, null)));
                plant.truth(sensor, time)
                        .ifPresent(truth -> sent.add(
                                producer.send(KafkaProducerRecord.create(topic + TRUTH, sensor, truth, time, null))));
            }
        }
        Future.all(sent).onComplete(done -> {
            if (isStopped) {
                return;
            }
            if (done.failed()) {
                LOG.warn("simulated readings were not taken: {}", done.cause().getMessage());
            }
            long wait = dueMillis(round) - System.currentTimeMillis();
            if (wait > 0) {
                vertx.setTimer(wait, timer -> sendDue());
            } else {
                vertx.runOnContext(next -> sendDue());
            }
        });
    }
}
