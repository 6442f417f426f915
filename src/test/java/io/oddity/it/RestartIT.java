package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.config.Config;
import io.oddity.testing.Article;
import io.oddity.testing.Expected;
import io.oddity.testing.JavaProcess;
import io.oddity.testing.Kafka;
import io.oddity.testing.RunningServer;
import io.oddity.testing.Sensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However often a server ends and starts, the verdicts are those of one that never did. */
class RestartIT {
    private static final Kafka KAFKA = Kafka.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 4;

    private final Article application = Article.named("restart", KAFKA.bootstrapServers());

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @ValueSource(longs = 7)
    void stoppingAndStartingChangesNoVerdict(long fallback) {
        long seed = Long.getLong("oddity.seed", fallback);
        SplittableRandom random = new SplittableRandom(seed);
        KAFKA.create(application.input(), PARTITIONS);
        // Small polls save few sensors, so that a start has much to replay.
        Config config =
                application.with("kafka_consumer: { max.poll.records: '200' }").config();
        Sensors sensors = new Sensors(KAFKA, application, 200, random);
        sensors.sendUpTo(8_000);

        for (int life = 1; life <= 3; life++) {
            int stopAt = life * 7_000 + random.nextInt(2_000);
            int sendTo = life * 9_000 + 2_000;
            RunningServer.whileRunning(config, () -> {
                sensors.sendUpTo(sendTo);
                KAFKA.awaitCommitted(application.application(), application.input(), stopAt, PATIENCE);
            });
        }
        RunningServer.whileRunning(
                config, () -> KAFKA.awaitCaughtUp(application.application(), application.input(), PATIENCE));

        assertThat(Expected.difference(application, KAFKA)).as("seed %d", seed).isEqualTo(Expected.Difference.NONE);
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @ValueSource(longs = 5)
    void killingChangesNoVerdictOfARandomCutForest(long fallback) throws IOException {
        long seed = Long.getLong("oddity.seed", fallback);
        SplittableRandom random = new SplittableRandom(seed);
        KAFKA.create(application.input(), PARTITIONS);
        Article forests =
                application.judgedBy("{ type: random-cut-forest, params: { trees: 20, samples: 64, shingle: 4 } }");
        Path config = Files.writeString(
                folder.resolve("oddity.yaml"),
                forests.with("node: the-same\nkafka_consumer: { max.poll.records: '200' }")
                        .yaml());
        // Some 3,000 readings each, so that their forests are frozen twice.
        Sensors sensors = new Sensors(KAFKA, forests, 4, random);
        int step = 4_000;

        for (int life = 0; life < 3; life++) {
            int before = life * step;
            try (JavaProcess server = JavaProcess.oddity("run", "--config", config.toString(), "--http-port", "0")) {
                server.port();
                KAFKA.awaitCommitted(forests.application(), forests.input(), before, PATIENCE);
                int killAt = before + random.nextInt(500, step);
                var sending = sensors.flow(4_000, () -> sensors.sent() >= before + step);
                KAFKA.awaitCommitted(forests.application(), forests.input(), killAt, PATIENCE);
                server.kill();
                sending.join();
            }
        }
        try (JavaProcess server = JavaProcess.oddity("run", "--config", config.toString(), "--http-port", "0")) {
            server.port();
            KAFKA.awaitCaughtUp(forests.application(), forests.input(), PATIENCE);
        }

        assertThat(Expected.difference(forests, KAFKA)).as("seed %d", seed).isEqualTo(Expected.Difference.NONE);
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @ValueSource(longs = 3)
    void killingChangesNoVerdict(long fallback) throws IOException {
        long seed = Long.getLong("oddity.seed", fallback);
        SplittableRandom random = new SplittableRandom(seed);
        KAFKA.create(application.input(), PARTITIONS);
        // The shortest that brokers allow by default: a killed member's partitions are free when it is over.
        Path config = Files.writeString(
                folder.resolve("oddity.yaml"),
                application
                        .with("node: the-same\nkafka_consumer: { session.timeout.ms: '6000' }")
                        .yaml());
        Sensors sensors = new Sensors(KAFKA, application, 200, random);
        int step = 12_000;

        for (int life = 0; life < 4; life++) {
            int before = life * step;
            try (JavaProcess server = JavaProcess.oddity("run", "--config", config.toString(), "--http-port", "0")) {
                server.port();
                KAFKA.awaitCommitted(application.application(), application.input(), before, PATIENCE);
                int killAt = before + random.nextInt(1_000, step);
                var sending = sensors.flow(8_000, () -> sensors.sent() >= before + step);
                KAFKA.awaitCommitted(application.application(), application.input(), killAt, PATIENCE);
                server.kill();
                sending.join();
                System.out.println("killed at " + KAFKA.committed(application.application(), application.input())
                        + " of " + (before + step));
            }
        }
        // One more that is killed while it restores.
        try (JavaProcess server = JavaProcess.oddity("run", "--config", config.toString(), "--http-port", "0")) {
            server.awaitText("assigned", PATIENCE);
        }
        sensors.sendUpTo(60_000);
        try (JavaProcess server = JavaProcess.oddity("run", "--config", config.toString(), "--http-port", "0")) {
            server.port();
            KAFKA.awaitCaughtUp(application.application(), application.input(), PATIENCE);
            server.terminate();
            server.exitCode(Duration.ofSeconds(20));
        }

        Expected.Difference difference = Expected.difference(application, KAFKA);
        System.out.println("killed 5 times, seed " + seed + ": " + difference);
        assertThat(difference).as("seed %d", seed).isEqualTo(Expected.Difference.NONE);
    }
}
