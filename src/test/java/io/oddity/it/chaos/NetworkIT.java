package io.oddity.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.testing.Article;
import io.oddity.testing.Await;
import io.oddity.testing.BrokerMain;
import io.oddity.testing.Expected;
import io.oddity.testing.JavaProcess;
import io.oddity.testing.Kafka;
import io.oddity.testing.Sensors;
import io.oddity.testing.TcpProxy;
import io.oddity.testing.TcpProxy.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between the process and its broker lies a bad network; the test itself reaches the broker past it. */
class NetworkIT {
    private final int port = JavaProcess.freePort();
    private final int behindPort = JavaProcess.freePort();

    @TempDir
    private Path folder;

    @Test
    void aBadNetworkChangesNoVerdict() throws IOException {
        SplittableRandom random = new SplittableRandom(Round.seed());
        try (TcpProxy proxy = new TcpProxy(behindPort, random.split());
                JavaProcess broker = JavaProcess.main(
                        BrokerMain.class,
                        folder.resolve("kafka").toString(),
                        Integer.toString(port),
                        Integer.toString(behindPort),
                        Integer.toString(proxy.port()));
                Kafka kafka = new Kafka("127.0.0.1:" + port)) {
            Article application = Article.named("network", "127.0.0.1:" + proxy.port());
            kafka.create(application.input(), 3);
            try (Node node = new Node(folder, "a", application)) {
                node.process().awaitReady(200, Round.PATIENCE);
                Sensors sensors = new Sensors(kafka, application, 200, random.split());
                for (Fault fault : List.of(Fault.LATENCY, Fault.RESETS, Fault.BLACKHOLE, Fault.SLICES)) {
                    suffer(fault, proxy, kafka, application, sensors, node);
                }
            }
            assertThat(broker.err()).doesNotContain("FATAL");
        }
    }

    private static void suffer(
            Fault fault, TcpProxy proxy, Kafka kafka, Article application, Sensors sensors, Node node) {
        Duration lasting = fault == Fault.BLACKHOLE ? Round.seconds(12, 60) : Round.seconds(4, 60);
        AtomicBoolean isEnough = new AtomicBoolean();
        var sending = sensors.flow(1_000, isEnough::get);
        kafka.awaitCommitted(application.application(), application.input(), sensors.sent() + 1_000, Round.PATIENCE);

        proxy.set(fault);
        Await.pause(lasting);
        proxy.set(Fault.NONE);
        long endedNanos = System.nanoTime();
        kafka.awaitCaughtUp(application.application(), application.input(), Round.PATIENCE);
        long caughtUpMillis = Round.millisSince(endedNanos);
        isEnough.set(true);
        sending.join();
        kafka.awaitCaughtUp(application.application(), application.input(), Round.PATIENCE);
        node.process().awaitReady(200, Round.PATIENCE);

        Expected.Difference difference = Expected.difference(application, kafka);
        Round.print(
                "R7 " + fault + " for " + lasting.toSeconds() + " s",
                difference,
                sensors.sent() + " readings, caught up " + caughtUpMillis + " ms after it, sessions given up so far "
                        + node.sessionsGivenUp());
        assertThat(difference).as(fault.toString()).isEqualTo(Expected.Difference.NONE);
    }
}
