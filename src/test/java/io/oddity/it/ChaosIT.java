package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.testing.Article;
import io.oddity.testing.Await;
import io.oddity.testing.Expected;
import io.oddity.testing.JavaProcess;
import io.oddity.testing.Kafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes share a topic while one after the other is killed, frozen or stopped. In {@code mvn verify} a short round; at
 * length with {@code mvn -Pchaos verify}, another seed with {@code -Doddity.seed=N}.
 */
class ChaosIT {
    private static final Kafka KAFKA = Kafka.shared();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern RESTORED = Pattern.compile("assigned \\[.+], \\d+ sensors restored in (\\d+) ms");
    private static final int PARTITIONS = 8;
    private static final int SENSORS = 1_000;
    private static final boolean IS_SHORT = Boolean.parseBoolean(System.getProperty("chaos.short", "true"));

    /** Longer than the 6 s after which a process is taken for dead. */
    private static final Duration FROZEN = Duration.ofSeconds(9);

    private final Article application = Article.named("chaos", KAFKA.bootstrapServers());
    private final List<Long> restoreMillis = new ArrayList<>();

    @TempDir
    private Path folder;

    /** One of the two, in its current life. */
    private final class Node {
        final Path config;
        JavaProcess process;

        Node(String name) throws IOException {
            config = Files.writeString(
                    folder.resolve(name + ".yaml"),
                    application.with("node: " + name).yaml());
            start();
        }

        void start() {
            process = JavaProcess.oddity("run", "--config", config.toString(), "--http-port", "0");
        }

        void end() {
            RESTORED.matcher(process.err())
                    .results()
                    .forEach(found -> restoreMillis.add(Long.parseLong(found.group(1))));
            process.close();
        }

        void suffer(int kind) {
            switch (kind) {
                case 0, 1 -> {
                    process.kill();
                    end();
                    start();
                }
                case 2 -> {
                    process.terminate();
                    process.exitCode(PATIENCE);
                    end();
                    start();
                }
                default -> {
                    process.signal("STOP");
                    pause(FROZEN);
                    process.signal("CONT");
                }
            }
        }
    }

    private static void pause(Duration duration) {
        long until = System.nanoTime() + duration.toNanos();
        Await.until("time", duration.plusSeconds(60), () -> System.nanoTime() >= until);
    }

    private void send(SplittableRandom random, int readings) {
        long now = System.currentTimeMillis();
        for (int i = 0; i < readings; i++) {
            String sensor = "sensor-" + random.nextInt(SENSORS);
            double temp = random.nextInt(30) == 0 ? random.nextDouble(65, 85) : random.nextDouble(21, 28);
            KAFKA.send(application.record(
                    now,
                    sensor,
                    "{\"sensor_id\":\"" + sensor + "\",\"temp\":" + temp + ",\"ts\":\"2023-09-01 12:00:00\"}"));
        }
        KAFKA.flush();
    }

    private Thread sending(SplittableRandom random, int readings, int perSecond) {
        Thread thread = new Thread(
                () -> {
                    for (int sent = 0; sent < readings; sent += perSecond / 20) {
                        send(random, Math.min(perSecond / 20, readings - sent));
                        pause(Duration.ofMillis(50));
                    }
                },
                "sending");
        thread.start();
        return thread;
    }

    private Expected.Difference difference() {
        return Expected.difference(
                application.config(), KAFKA.read(application.input()), KAFKA.read(application.scored()));
    }

    @Test
    void faultsChangeNoVerdict() throws Exception {
        long seed = Long.getLong("oddity.seed", 1);
        int faults = IS_SHORT ? 5 : 50;
        int readings = IS_SHORT ? 80_000 : 1_000_000;
        SplittableRandom random = new SplittableRandom(seed);
        KAFKA.create(application.input(), PARTITIONS);
        List<Node> nodes = List.of(new Node("a"), new Node("b"));
        Thread sending = sending(random.split(), readings, IS_SHORT ? 2_000 : 3_000);

        for (int fault = 0; fault < faults; fault++) {
            pause(Duration.ofMillis(random.nextInt(500, 4_000)));
            // The short round has one of each.
            nodes.get(random.nextInt(nodes.size())).suffer(IS_SHORT ? fault % 4 : random.nextInt(4));
        }
        sending.join();
        KAFKA.awaitCaughtUp(application.application(), application.input(), PATIENCE);
        for (Node node : nodes) {
            node.process.terminate();
            node.process.exitCode(PATIENCE);
            node.end();
        }

        Expected.Difference difference = difference();
        System.out.println(faults + " faults, 2 processes, " + readings + " readings, seed " + seed + ": " + difference
                + "; restore p50 " + restore(0.5) + " ms, p95 " + restore(0.95) + " ms of " + restoreMillis.size());
        assertThat(difference).as("seed %d", seed).isEqualTo(Expected.Difference.NONE);
    }

    /** The control: the same check fails when a restart does not know what was saved and from where to replay. */
    @Test
    void withoutTheNoteOnThePositionVerdictsDiffer() throws Exception {
        KAFKA.create(application.input(), PARTITIONS);
        send(new SplittableRandom(2), 40_000);
        Node node = new Node("control");
        KAFKA.awaitCaughtUp(application.application(), application.input(), PATIENCE);
        node.process.terminate();
        node.process.exitCode(PATIENCE);
        node.end();

        KAFKA.forgetNotes(application.application());
        send(new SplittableRandom(3), 20_000);
        node.start();
        KAFKA.awaitCaughtUp(application.application(), application.input(), PATIENCE);
        node.process.terminate();
        node.process.exitCode(PATIENCE);
        node.end();

        Expected.Difference difference = difference();
        System.out.println("control without replay: " + difference);
        assertThat(difference.mismatched()).isPositive();
    }

    private long restore(double quantile) {
        List<Long> sorted = restoreMillis.stream().sorted().toList();
        return sorted.get((int) (quantile * (sorted.size() - 1)));
    }
}
