package io.oddity.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.testing.Article;
import io.oddity.testing.Await;
import io.oddity.testing.Expected;
import io.oddity.testing.JavaProcess;
import io.oddity.testing.Kafka;
import io.oddity.testing.Sensors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys move when a topic grows, away from the state of their sensors: nobody goes on before an operator has agreed. */
class GrowthIT {
    private static final Kafka KAFKA = Kafka.shared();
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(30);
    private static final int READINGS = 6_000;

    private final Article application = Article.named("growth", KAFKA.bootstrapServers());

    @TempDir
    private Path folder;

    @Test
    void anInputThatGrowsIsNotJudgedUntilTheOperatorAgrees() throws IOException {
        SplittableRandom random = new SplittableRandom(Round.seed());
        KAFKA.create(application.input(), 3);
        new Sensors(KAFKA, application, 200, random).sendUpTo(READINGS);
        try (Node a = new Node(folder, "a", application);
                Node b = new Node(folder, "b", application)) {
            List<Node> nodes = List.of(a, b);
            nodes.forEach(node -> node.process().awaitReady(200, Round.PATIENCE));
            KAFKA.awaitCaughtUp(application.application(), application.input(), Round.PATIENCE);

            long grownNanos = System.nanoTime();
            KAFKA.grow(application.input(), 4);
            nodes.forEach(node -> node.process().awaitReady(503, NOTICED_WITHIN));
            long notReadyMillis = Round.millisSince(grownNanos);
            nodes.forEach(node -> awaitRefusal(node.process(), 1));
            long stoppedMillis = Round.millisSince(grownNanos);
            // A client of its own knows the new partition at once.
            try (Kafka later = new Kafka(KAFKA.bootstrapServers())) {
                new Sensors(later, application, 200, random).sendUpTo(READINGS);
            }
            nodes.forEach(node -> awaitRefusal(node.process(), refusals(node.process()) + 1));
            nodes.forEach(node -> assertThat(node.process().get("/readyz").body()
                            + node.process().err())
                    .contains("topic " + application.input() + " has grown", "kafka-topics --alter"));

            List<List<ConsumerRecord<byte[], byte[]>>> scored = KAFKA.read(application.scored());
            assertThat(Kafka.flat(scored)).hasSize(READINGS);
            Expected.Difference before = Expected.difference(
                    application.config(), KAFKA.read(application.input()).subList(0, 3), scored);
            assertThat(before).isEqualTo(new Expected.Difference(0, before.missing(), 0, 0));

            KAFKA.grow(application.scored(), 4);
            KAFKA.grow(application.config().stateTopic(), 4);
            nodes.forEach(node -> node.process().awaitReady(200, Round.PATIENCE));
            KAFKA.awaitCaughtUp(application.application(), application.input(), Round.PATIENCE);
            nodes.forEach(Node::stop);

            Expected.Difference difference = Expected.difference(application, KAFKA);
            Round.print(
                    "R5 input grows",
                    difference,
                    "not ready after " + notReadyMillis + " ms, nothing judged after " + stoppedMillis
                            + " ms, until agreed: " + before);
            assertThat(difference).isEqualTo(Expected.Difference.NONE);
        }
    }

    private static int refusals(JavaProcess process) {
        return process.err().split("has grown beyond", -1).length - 1;
    }

    private static void awaitRefusal(JavaProcess process, int times) {
        Await.until("refusal " + times, NOTICED_WITHIN, () -> refusals(process) >= times, process::err);
    }
}
