package io.oddity.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.testing.Article;
import io.oddity.testing.Await;
import io.oddity.testing.Expected;
import io.oddity.testing.Kafka;
import io.oddity.testing.Sensors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes share a topic while one after the other is killed, frozen or stopped. */
class KillsIT {
    private static final Kafka KAFKA = Kafka.shared();
    private static final int PARTITIONS = 8;
    private static final int SENSORS = 1_000;

    /** Longer than the 6 s after which a process is taken for dead. */
    private static final Duration FROZEN = Duration.ofSeconds(8);

    private final Article application = Article.named("kills", KAFKA.bootstrapServers());

    @TempDir
    private Path folder;

    private static void suffer(Node node, int kind) {
        switch (kind) {
            case 0 -> {
                node.kill();
                node.start();
            }
            case 1 -> node.freeze(FROZEN);
            default -> {
                node.stop();
                node.start();
            }
        }
    }

    @Test
    void faultsChangeNoVerdict() throws Exception {
        int faults = Round.of(3, 50);
        int readings = Round.of(40_000, 1_000_000);
        SplittableRandom random = new SplittableRandom(Round.seed());
        KAFKA.create(application.input(), PARTITIONS);
        try (Node a = new Node(folder, "a", application);
                Node b = new Node(folder, "b", application)) {
            List<Node> nodes = List.of(a, b);
            Sensors sensors = new Sensors(KAFKA, application, SENSORS, random.split());
            var sending = sensors.flow(Round.of(2_000, 3_000), () -> sensors.sent() >= readings);
            for (int fault = 0; fault < faults; fault++) {
                Await.pause(Duration.ofMillis(random.nextInt(500, 4_000)));
                // The short round has one of each; the long one has most often a kill.
                suffer(nodes.get(random.nextInt(nodes.size())), Round.isShort() ? fault : random.nextInt(4) % 3);
            }
            sending.join();
            KAFKA.awaitCaughtUp(application.application(), application.input(), Round.PATIENCE);
            nodes.forEach(Node::stop);

            Expected.Difference difference = Expected.difference(application, KAFKA);
            List<Long> restored = Stream.concat(a.restoreMillis().stream(), b.restoreMillis().stream())
                    .toList();
            Round.print(
                    "R1 kill, freeze, stop",
                    difference,
                    faults + " faults, 2 processes, " + readings + " readings, " + restored.size() + " restores, p50 "
                            + Round.quantile(restored, 0.5) + " ms, p95 " + Round.quantile(restored, 0.95) + " ms");
            assertThat(difference).isEqualTo(Expected.Difference.NONE);
        }
    }
}
