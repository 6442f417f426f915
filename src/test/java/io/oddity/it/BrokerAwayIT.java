package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.testing.Article;
import io.oddity.testing.BrokerMain;
import io.oddity.testing.Expected;
import io.oddity.testing.JavaProcess;
import io.oddity.testing.Kafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is away is said to be away, and nothing is lost or judged twice when it comes. */
class BrokerAwayIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void comesBackByItselfWithoutLossOrRepetition() throws IOException {
        int brokerPort = JavaProcess.freePort();
        String broker = "127.0.0.1:" + brokerPort;
        Article application = Article.named("away", broker);
        Path config = Files.writeString(folder.resolve("oddity.yaml"), application.yaml());
        String[] brokerArguments = {folder.resolve("kafka").toString(), Integer.toString(brokerPort)};

        try (JavaProcess server = JavaProcess.oddity("run", "--config", config.toString(), "--http-port", "0");
                Kafka kafka = new Kafka(broker)) {
            // Away from the start.
            server.awaitText("Kafka at " + broker + " does not answer", PATIENCE);
            assertThat(server.get("/livez").status()).isEqualTo(200);
            JavaProcess.Answer notReady = server.get("/readyz");
            assertThat(notReady.status()).isEqualTo(503);
            assertThat(notReady.body()).contains(broker, "is it running?");

            try (JavaProcess first = JavaProcess.main(BrokerMain.class, brokerArguments)) {
                kafka.create(application.input(), 3);
                send(kafka, application, 0, 5_000);
                server.awaitReady(200, PATIENCE);
                kafka.awaitCommitted(application.application(), application.input(), 5_000, PATIENCE);

                // Killed while readings flow.
                Thread sending = new Thread(() -> send(kafka, application, 5_000, 25_000), "sending");
                sending.start();
                kafka.awaitCommitted(application.application(), application.input(), 8_000, PATIENCE);
                first.kill();
                long killedNanos = System.nanoTime();
                server.awaitReady(503, PATIENCE);
                System.out.println("broker killed: not ready after " + millisSince(killedNanos));
                assertThat(server.get("/readyz").body()).contains(broker);

                try (JavaProcess second = JavaProcess.main(BrokerMain.class, brokerArguments)) {
                    long backNanos = System.nanoTime();
                    server.awaitReady(200, PATIENCE);
                    System.out.println("broker started anew: ready after " + millisSince(backNanos));
                    join(sending);
                    kafka.awaitCaughtUp(application.application(), application.input(), PATIENCE);

                    List<List<ConsumerRecord<byte[], byte[]>>> scored = kafka.read(application.scored());
                    Expected.Difference difference =
                            Expected.difference(application.config(), kafka.read(application.input()), scored);
                    System.out.println("broker killed and started anew: " + difference + ", restarts "
                            + server.get("/api/v1/stats").body().replaceAll(".*(\"ingest\":.*)", "$1"));
                    assertThat(difference).isEqualTo(Expected.Difference.NONE);
                    assertThat(Kafka.flat(kafka.read(application.anomalies())))
                            .extracting(record -> Expected.text(record.value()))
                            .containsExactlyInAnyOrderElementsOf(Kafka.flat(scored).stream()
                                    .map(record -> Expected.text(record.value()))
                                    .filter(verdict -> verdict.contains("\"anomaly\":true"))
                                    .toList());
                    assertThat(second.err()).doesNotContain("FATAL");
                }
            }
        }
    }

    private static void send(Kafka kafka, Article application, int from, int to) {
        SplittableRandom random = new SplittableRandom(from);
        for (int i = from; i < to; i++) {
            String sensor = "sensor-" + random.nextInt(50);
            double temp = random.nextInt(30) == 0 ? random.nextDouble(65, 85) : random.nextDouble(21, 28);
            kafka.send(application.record(
                    System.currentTimeMillis(),
                    sensor,
                    "{\"sensor_id\":\"" + sensor + "\",\"temp\":" + temp + ",\"ts\":\"2023-09-01 12:00:00\"}"));
            if (i % 200 == 0) {
                kafka.flush();
            }
        }
        kafka.flush();
    }

    private static String millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis() + " ms";
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
