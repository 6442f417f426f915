package io.oddity.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.testing.Article;
import io.oddity.testing.Await;
import io.oddity.testing.Expected;
import io.oddity.testing.Kafka;
import io.oddity.testing.Sensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check that finds nothing after faults does find something when a part of exactly-once is taken away. */
class ControlsIT {
    private static final Kafka KAFKA = Kafka.shared();
    private static final int PARTITIONS = 8;
    private static final int READINGS = 60_000;

    /** A static member need not wait until its killed predecessor is taken for dead. */
    private static final String STATIC = "kafka_consumer: { group.instance.id: only, max.poll.records: '500' }\n";

    @TempDir
    private Path folder;

    private static Article application(String extra) {
        Article application = Article.named("control", KAFKA.bootstrapServers()).with(extra);
        KAFKA.create(application.input(), PARTITIONS);
        return application;
    }

    private static Sensors sensors(Article application) {
        return new Sensors(KAFKA, application, 1_000, new SplittableRandom(Round.seed()));
    }

    @Test
    void withoutTheNoteOnThePositionVerdictsDiffer() throws IOException {
        Article application = application("");
        Sensors sensors = sensors(application);
        sensors.sendUpTo(40_000);
        try (Node node = new Node(folder, "control", application)) {
            KAFKA.awaitCaughtUp(application.application(), application.input(), Round.PATIENCE);
            node.stop();

            KAFKA.forgetNotes(application.application());
            sensors.sendUpTo(READINGS);
            node.start();
            KAFKA.awaitCaughtUp(application.application(), application.input(), Round.PATIENCE);
            node.stop();
        }

        Expected.Difference difference = Expected.difference(application, KAFKA);
        Round.print("R2 control: no replay", difference, "must differ");
        assertThat(difference.mismatched()).isPositive();
    }

    @Test
    void atLeastOnceRepeatsVerdictsAfterAKill() throws IOException {
        Article application = application(STATIC + "delivery: at_least_once");

        killInTheMiddle(
                application,
                () -> KAFKA.written(application.scored())
                        - KAFKA.committed(application.application(), application.input()));

        Expected.Difference difference = Expected.difference(application, KAFKA);
        Round.print("R2 control: at least once", difference, "must differ");
        assertThat(difference.extra()).isPositive();
        assertThat(difference.missing()).isZero();
    }

    @Test
    void aReaderOfUncommittedVerdictsSeesThemTwiceAfterAKill() throws IOException {
        Article application = application(STATIC);

        killInTheMiddle(application, () -> KAFKA.uncommitted(application.scored()));

        Expected.Difference uncommitted = Expected.difference(
                application.config(),
                KAFKA.read(application.input()),
                KAFKA.read(application.scored(), "read_uncommitted"));
        Round.print("R2 control: read_uncommitted", uncommitted, "must differ");
        assertThat(uncommitted.extra()).isPositive();
        assertThat(Expected.difference(application, KAFKA)).isEqualTo(Expected.Difference.NONE);
    }

    /** Kills a process when it has written verdicts that are not committed, which is looked at while it is frozen. */
    private void killInTheMiddle(Article application, LongSupplier uncommitted) throws IOException {
        sensors(application).sendUpTo(READINGS);
        try (Node node = new Node(folder, "control", application)) {
            KAFKA.awaitCommitted(application.application(), application.input(), 1, Round.PATIENCE);
            Await.until("verdicts that are not committed", Round.PATIENCE, () -> {
                node.process().signal("STOP");
                boolean isInTheMiddle = uncommitted.getAsLong() > 0;
                node.process().signal(isInTheMiddle ? "KILL" : "CONT");
                return isInTheMiddle;
            });
            node.kill();
            node.start();
            KAFKA.awaitCaughtUp(application.application(), application.input(), Round.PATIENCE);
            node.stop();
        }
    }
}
