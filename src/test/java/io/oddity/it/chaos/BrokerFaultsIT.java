package io.oddity.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.testing.Article;
import io.oddity.testing.Await;
import io.oddity.testing.BrokerMain;
import io.oddity.testing.Expected;
import io.oddity.testing.JavaProcess;
import io.oddity.testing.Kafka;
import io.oddity.testing.Sensors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is away is said to be away, and nothing is lost or judged twice when it comes. */
class BrokerFaultsIT {
    private static final Duration CAUGHT_UP_WITHIN = Duration.ofSeconds(30);

    private final int port = JavaProcess.freePort();
    private final String address = "127.0.0.1:" + port;
    private final Article application = Article.named("broker-faults", address);
    private final List<Long> redMillis = new ArrayList<>();
    private final List<Long> caughtUpMillis = new ArrayList<>();
    private final List<Long> heapMegabytes = new ArrayList<>();
    private JavaProcess broker;

    @TempDir
    private Path folder;

    private void startBroker() {
        broker = JavaProcess.main(BrokerMain.class, folder.resolve("kafka").toString(), Integer.toString(port));
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void aBrokerThatIsAwayFrozenOrKilledChangesNoVerdict() throws IOException {
        int kills = Round.of(1, 3);
        Duration frozen = Round.seconds(12, 30);
        try (Node node = new Node(folder, "a", application);
                Kafka kafka = new Kafka(address)) {
            JavaProcess server = node.process();
            server.awaitText("Kafka at " + address + " does not answer", Round.PATIENCE);
            assertThat(server.get("/livez").status()).isEqualTo(200);
            isNotReadyAndSaysWhy(node);

            startBroker();
            kafka.create(application.input(), 3);
            server.awaitReady(200, Round.PATIENCE);
            AtomicBoolean isEnough = new AtomicBoolean();
            Sensors sensors = new Sensors(kafka, application, 200, new SplittableRandom(Round.seed()));
            var sending = sensors.flow(2_000, isEnough::get);
            flowOn(kafka, sensors);

            long frozenNanos = System.nanoTime();
            broker.signal("STOP");
            isNotReadyAndSaysWhy(node);
            redMillis.add(Round.millisSince(frozenNanos));
            Await.pause(frozen.minusMillis(Round.millisSince(frozenNanos)));
            heapMegabytes.add(node.heapMegabytes());
            broker.signal("CONT");
            catchesUp(kafka, node);

            for (int kill = 0; kill < kills; kill++) {
                flowOn(kafka, sensors);
                long killedNanos = System.nanoTime();
                broker.kill();
                isNotReadyAndSaysWhy(node);
                redMillis.add(Round.millisSince(killedNanos));
                heapMegabytes.add(node.heapMegabytes());
                broker.close();
                startBroker();
                catchesUp(kafka, node);
            }
            isEnough.set(true);
            sending.join();
            kafka.awaitCaughtUp(application.application(), application.input(), Round.PATIENCE);

            List<List<ConsumerRecord<byte[], byte[]>>> scored = kafka.read(application.scored());
            Expected.Difference difference =
                    Expected.difference(application.config(), kafka.read(application.input()), scored);
            Round.print(
                    "R3 broker frozen " + frozen.toSeconds() + " s, killed " + kills + " times",
                    difference,
                    sensors.sent() + " readings, ms to not ready " + redMillis + ", ms from back to lag 0 "
                            + caughtUpMillis + ", heap " + Collections.max(heapMegabytes) + " of 256 MB");
            assertThat(difference).isEqualTo(Expected.Difference.NONE);
            assertThat(Kafka.flat(kafka.read(application.anomalies())))
                    .extracting(record -> Expected.text(record.value()))
                    .containsExactlyInAnyOrderElementsOf(Kafka.flat(scored).stream()
                            .map(record -> Expected.text(record.value()))
                            .filter(verdict -> verdict.contains("\"anomaly\":true"))
                            .toList());
            assertThat(broker.err()).doesNotContain("FATAL");
        }
    }

    private void isNotReadyAndSaysWhy(Node node) {
        node.process().awaitReady(503, Round.PATIENCE);
        assertThat(node.process().get("/readyz").body())
                .contains("Kafka at " + address + " does not answer", "is it running?");
    }

    /** Waits until faults have something to fall into. */
    private void flowOn(Kafka kafka, Sensors sensors) {
        kafka.awaitCommitted(application.application(), application.input(), sensors.sent() + 3_000, Round.PATIENCE);
    }

    private void catchesUp(Kafka kafka, Node node) {
        long backNanos = System.nanoTime();
        kafka.awaitCaughtUp(application.application(), application.input(), CAUGHT_UP_WITHIN);
        caughtUpMillis.add(Round.millisSince(backNanos));
        node.process().awaitReady(200, CAUGHT_UP_WITHIN);
        heapMegabytes.add(node.heapMegabytes());
    }
}
