package io.oddity.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.testing.Article;
import io.oddity.testing.Expected;
import io.oddity.testing.Kafka;
import io.oddity.testing.Sensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new version is rolled out: one process after the other is told to end, and started. */
class RollingRestartIT {
    private static final Kafka KAFKA = Kafka.shared();
    private static final int PARTITIONS = 8;

    private final Article application = Article.named("rolling", KAFKA.bootstrapServers());

    @TempDir
    private Path folder;

    @Test
    void aRollingRestartChangesNoVerdict() throws IOException {
        int rounds = Round.of(1, 5);
        KAFKA.create(application.input(), PARTITIONS);
        try (Node a = new Node(folder, "a", application);
                Node b = new Node(folder, "b", application);
                Node c = new Node(folder, "c", application)) {
            List<Node> nodes = List.of(a, b, c);
            nodes.forEach(node -> node.process().awaitReady(200, Round.PATIENCE));
            AtomicBoolean isEnough = new AtomicBoolean();
            Sensors sensors = new Sensors(KAFKA, application, 1_000, new SplittableRandom(Round.seed()));
            var sending = sensors.flow(2_000, isEnough::get);
            KAFKA.awaitCommitted(application.application(), application.input(), 4_000, Round.PATIENCE);

            Collection<Long> silences;
            try (LiveReader reader = new LiveReader(KAFKA, KAFKA.partitions(application.scored()), record -> {})) {
                for (int round = 0; round < rounds; round++) {
                    for (Node node : nodes) {
                        node.stop();
                        node.start();
                        node.process().awaitReady(200, Round.PATIENCE);
                    }
                }
                KAFKA.awaitCaughtUp(application.application(), application.input(), Round.PATIENCE);
                silences = reader.longestSilenceMillis().values();
            }
            isEnough.set(true);
            sending.join();
            KAFKA.awaitCaughtUp(application.application(), application.input(), Round.PATIENCE);
            nodes.forEach(Node::stop);

            Expected.Difference difference = Expected.difference(application, KAFKA);
            Round.print(
                    "R4 rolling restart",
                    difference,
                    3 * rounds + " restarts, " + sensors.sent() + " readings, longest silence of a partition p50 "
                            + Round.quantile(silences, 0.5) + " ms, max " + Round.quantile(silences, 1) + " ms");
            assertThat(difference).isEqualTo(Expected.Difference.NONE);
        }
    }
}
