package io.oddity.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.testing.Article;
import io.oddity.testing.Await;
import io.oddity.testing.Expected;
import io.oddity.testing.JavaProcess;
import io.oddity.testing.Kafka;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many clients follow the anomalies of two processes, are cut at random and come back to the other process. In {@code mvn verify} a
 * short round; at length, with a process that is killed, by {@code -Dchaos.short=false}, another seed with {@code -Doddity.seed=N}.
 */
class MovingClientsIT {
    private static final Kafka KAFKA = Kafka.shared();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final boolean IS_SHORT = Boolean.parseBoolean(System.getProperty("chaos.short", "true"));
    private static final long SEED = Long.getLong("oddity.seed", 1);
    private static final int CLIENTS = IS_SHORT ? 200 : 1_000;
    private static final int CUTS = IS_SHORT ? 5 : 20;
    private static final int MAX_MILLIS_TO_CUT = IS_SHORT ? 2_000 : 4_000;
    private static final int SENSORS = 20;
    private static final int READINGS_PER_SECOND = 600;

    private final Article application = Article.named("moving", KAFKA.bootstrapServers());
    private final JavaProcess[] processes = new JavaProcess[2];
    private final AtomicIntegerArray ports = new AtomicIntegerArray(2);
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final HttpClient http = vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(false), new PoolOptions().setHttp1MaxSize(2 * CLIENTS));
    private final List<MovingClient> clients = new ArrayList<>();

    @TempDir
    private Path folder;

    /** How the clients' lists differ from the topic, all clients together. */
    private record Difference(int lost, int twice, int disordered) {
        static final Difference NONE = new Difference(0, 0, 0);

        @Override
        public String toString() {
            return "lost=" + lost + " twice=" + twice + " disordered=" + disordered;
        }
    }

    @BeforeEach
    void start() throws IOException {
        KAFKA.create(application.input(), 4);
        KAFKA.create(application.anomalies(), 3);
        for (int node = 0; node < 2; node++) {
            Files.writeString(
                    folder.resolve(node + ".yaml"),
                    application.with("node: node-" + node).yaml());
            startProcess(node);
        }
    }

    private void startProcess(int node) {
        processes[node] = JavaProcess.oddity(
                "run", "--config", folder.resolve(node + ".yaml").toString(), "--http-port", "0");
        ports.set(node, processes[node].port());
        processes[node].awaitReady(200, PATIENCE);
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        for (JavaProcess process : processes) {
            process.close();
        }
    }

    private void connect(int count, boolean keepIds) {
        for (int i = 0; i < count; i++) {
            clients.add(new MovingClient(context, http, ports, i % 2, keepIds));
        }
        context.runOnContext(called -> clients.forEach(MovingClient::connect));
        awaitLive();
    }

    private void awaitLive() {
        Await.until(
                "all clients are served",
                PATIENCE,
                () -> clients.stream().allMatch(MovingClient::isLive),
                () -> clients.stream().filter(client -> !client.isLive()).count() + " are not");
    }

    private Thread sending(SplittableRandom random, AtomicBoolean isEnough) {
        Thread thread = new Thread(
                () -> {
                    while (!isEnough.get()) {
                        for (int i = 0; i < READINGS_PER_SECOND / 20; i++) {
                            send("sensor-" + random.nextInt(SENSORS), random);
                        }
                        KAFKA.flush();
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                    }
                },
                "sending");
        thread.start();
        return thread;
    }

    private void send(String sensor, SplittableRandom random) {
        double temp = random.nextInt(30) == 0 ? random.nextDouble(65, 85) : random.nextDouble(21, 28);
        KAFKA.send(application.record(
                System.currentTimeMillis(),
                sensor,
                "{\"sensor_id\":\"" + sensor + "\",\"temp\":" + temp + ",\"ts\":\"2023-09-01 12:00:00\"}"));
    }

    /** Cuts each client so many times, at moments of its own. */
    private void cut(SplittableRandom random, int cuts) {
        for (MovingClient client : clients) {
            long millis = 0;
            for (int i = 0; i < cuts; i++) {
                millis += random.nextInt(1, MAX_MILLIS_TO_CUT);
                vertx.setTimer(millis, passed -> context.runOnContext(called -> client.cut()));
            }
        }
    }

    private void awaitCuts(int cuts) {
        Await.until("each client was cut " + cuts + " times", PATIENCE, () -> clients.stream()
                .allMatch(client -> client.cuts() >= cuts));
    }

    private long reconnects() {
        return clients.stream().mapToLong(MovingClient::reconnects).sum();
    }

    /** The anomalies of each partition of their topic, by the reading that they judge. */
    private List<List<String>> anomalies() {
        KAFKA.awaitCaughtUp(application.application(), application.input(), PATIENCE);
        return KAFKA.read(application.anomalies()).stream()
                .map(records -> records.stream()
                        .map(record -> place(Expected.text(record.value())))
                        .toList())
                .toList();
    }

    private static String place(String verdict) {
        return verdict.replaceAll(".*\"partition\":(\\d+),\"offset\":(\\d+)}$", "$1:$2");
    }

    private Difference difference(List<List<String>> anomalies) {
        Map<String, Integer> partitions = new HashMap<>();
        Map<String, Integer> order = new HashMap<>();
        for (int p = 0; p < anomalies.size(); p++) {
            for (String place : anomalies.get(p)) {
                partitions.put(place, p);
                order.put(place, order.size());
            }
        }
        Difference sum = Difference.NONE;
        for (MovingClient client : clients) {
            Set<String> had = new HashSet<>();
            int[] last = IntStream.range(0, anomalies.size()).map(p -> -1).toArray();
            int disordered = 0;
            for (String place : client.seen()) {
                assertThat(order).containsKey(place);
                int p = partitions.get(place);
                if (had.add(place) && order.get(place) < last[p]) {
                    disordered++;
                }
                last[p] = order.get(place);
            }
            sum = new Difference(
                    sum.lost + order.size() - had.size(),
                    sum.twice + client.seen().size() - had.size(),
                    sum.disordered + disordered);
        }
        return sum;
    }

    /** Waits until every client has the newest anomaly of each partition, behind which there is nothing to come. */
    private void awaitLast(List<List<String>> anomalies) {
        List<String> last =
                anomalies.stream().map(places -> places.get(places.size() - 1)).toList();
        Await.until("every client has " + last, PATIENCE, () -> clients.stream()
                .allMatch(client -> client.seen().containsAll(last)));
    }

    /** So that the newest anomaly of each partition is one that all clients were there for. */
    private void awaitMore() {
        List<Integer> before =
                clients.stream().map(client -> client.seen().size()).toList();
        Await.until("each client gets more", PATIENCE, () -> IntStream.range(0, clients.size())
                .allMatch(i -> clients.get(i).seen().size() > before.get(i) + 40));
    }

    @Test
    void whoeverIsCutAndComesBackToTheOtherNodeHasEveryAnomalyOnce() throws InterruptedException {
        SplittableRandom random = new SplittableRandom(SEED);
        connect(CLIENTS, true);
        AtomicBoolean isEnough = new AtomicBoolean();
        Thread sending = sending(random.split(), isEnough);
        long began = System.nanoTime();

        cut(random, CUTS);
        if (!IS_SHORT) {
            awaitCuts(CUTS / 4);
            processes[0].kill();
            processes[0].close();
            startProcess(0);
        }
        awaitCuts(CUTS);
        awaitLive();
        long together = System.nanoTime();
        context.runOnContext(called -> clients.forEach(MovingClient::cut));
        awaitCuts(CUTS + 1);
        awaitLive();
        long back = System.nanoTime();
        awaitMore();
        isEnough.set(true);
        sending.join();
        List<List<String>> anomalies = anomalies();
        awaitLast(anomalies);

        Difference difference = difference(anomalies);
        System.out.println(CLIENTS + " clients, 2 processes, " + reconnects() + " reconnects, "
                + Kafka.flat(anomalies).size() + " anomalies, seed " + SEED + ", "
                + TimeUnit.NANOSECONDS.toSeconds(back - began) + " s: " + difference
                + "; cut together, all were back in " + TimeUnit.NANOSECONDS.toMillis(back - together) + " ms");
        assertThat(difference).as("seed %d", SEED).isEqualTo(Difference.NONE);
    }

    /** The control: the same check fails for clients that do not say where they were. */
    @Test
    void withoutTheirIdClientsLoseAnomalies() throws InterruptedException {
        SplittableRandom random = new SplittableRandom(SEED);
        connect(20, false);
        AtomicBoolean isEnough = new AtomicBoolean();
        Thread sending = sending(random.split(), isEnough);
        awaitMore();

        cut(random, 3);
        awaitCuts(3);
        awaitLive();
        awaitMore();
        isEnough.set(true);
        sending.join();
        List<List<String>> anomalies = anomalies();
        awaitLast(anomalies);

        Difference difference = difference(anomalies);
        System.out.println("control without ids: " + difference);
        assertThat(difference.lost()).isPositive();
    }
}
