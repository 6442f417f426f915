package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.testing.Article;
import io.oddity.testing.Await;
import io.oddity.testing.JavaProcess;
import io.oddity.testing.Kafka;
import io.oddity.testing.Sensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that are deleted before they are judged are missed, not skipped. */
class RetentionIT {
    private static final Kafka KAFKA = Kafka.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Article application = Article.named("retention", KAFKA.bootstrapServers());

    @TempDir
    private Path folder;

    @Test
    void aProcessThatRetentionOvertakesWhileItRunsSaysSo() throws IOException {
        KAFKA.create(application.input(), 1);
        Path config = Files.writeString(folder.resolve("oddity.yaml"), application.yaml());
        Sensors sensors = new Sensors(KAFKA, application, 20, new SplittableRandom(5));
        try (JavaProcess server = JavaProcess.oddity("run", "--config", config.toString(), "--http-port", "0")) {
            server.awaitReady(200, PATIENCE);
            sensors.sendUpTo(1_000);
            KAFKA.awaitCaughtUp(application.application(), application.input(), PATIENCE);
            server.signal("STOP");
            sensors.sendUpTo(2_000);
            sensors.sendUpTo(9_000);
            KAFKA.deleteBefore(application.input(), 0, 9_000);
            server.signal("CONT");

            server.awaitReady(503, PATIENCE);
            Await.until(
                    "why not",
                    PATIENCE,
                    () -> server.get("/readyz").body().contains("Nothing is guessed: set state.if_position_lost"),
                    () -> server.get("/readyz").body());
            assertThat(KAFKA.written(application.scored())).isLessThan(9_000);
        }
    }
}
