package io.oddity.bench.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * From the time a reading was due to be sent until a client of {@code /api/v1/stream?anomalies=true} has its verdict, at a steady
 * rate. A sender that falls behind makes latencies longer, not fewer.
 */
@Command(name = "latency", mixinStandardHelpOptions = true)
final class Latency implements Runnable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** So many readings of each sensor and its detector is warm. */
    private static final int LEARNED = 100;

    private static final long STEP_NANOS = 1_000_000;

    @Mixin
    private Load load = new Load();

    @Option(names = "--rates", split = ",", description = "Readings a second; ${DEFAULT-VALUE}.")
    private List<Integer> rates = List.of(1_000, 10_000);

    @Option(names = "--seconds", description = "Measured at each rate; ${DEFAULT-VALUE}.")
    private int seconds = 60;

    @Option(names = "--warm-seconds", description = "Before that, not measured; ${DEFAULT-VALUE}.")
    private int warmSeconds = 30;

    Latency() {
        load.sensors = 200;
    }

    @Override
    public void run() {
        Report report = new Report("latency", load + ", " + seconds + " s");
        try (Broker broker = new Broker(load.brokerHeap)) {
            for (int rate : rates) {
                measure(report, broker, rate);
            }
        }
        report.write();
    }

    private void measure(Report report, Broker broker, int rate) {
        String name = "latency-" + rate;
        broker.create(name + "-input", load.partitions, -1);
        long past = LEARNED * load.sensors;
        Plant.fill(broker, name + "-input", past, load.sensors);
        try (Oddity oddity =
                        new Oddity(broker, name, name + "-input", load.partitions, -1, load.setting(1_000_000));
                Plant plant = new Plant(broker, name + "-input", 0, 1)) {
            oddity.start();
            oddity.awaitReady();
            Poll.until("the past", PATIENCE, oddity.process(), () -> oddity.committed() >= past);
            long from = System.currentTimeMillis() + 1_000L * warmSeconds;
            Client client = new Client(oddity.uri("/api/v1/stream?anomalies=true"), from);
            client.start();
            long sent = send(plant, rate);
            Poll.until("the rest", PATIENCE, oddity.process(), () -> oddity.committed() >= past + sent);
            report(report, rate, client.end());
        }
    }

    /** Sends readings of all sensors in turn, each with the time at which it was due; says how many. */
    private long send(Plant plant, int rate) {
        long beganNanos = System.nanoTime();
        long beganMillis = System.currentTimeMillis();
        long all = (long) rate * (warmSeconds + seconds);
        long sent = 0;
        while (sent < all) {
            long due = Math.min(all, (System.nanoTime() - beganNanos) * rate / TimeUnit.SECONDS.toNanos(1));
            for (; sent < due; sent++) {
                long sensor = sent % load.sensors;
                plant.send(sensor, plant.temperature(sensor), beganMillis + sent * 1_000 / rate);
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        plant.flush();
        return sent;
    }

    private static void report(Report report, int rate, long[] micros) {
        if (micros.length == 0) {
            throw new IllegalStateException("WRONG: no anomaly came");
        }
        Arrays.sort(micros);
        String at = rate + "/s, ";
        report.find(at + "anomalies", "", micros.length);
        report.find(at + "p50", "ms", quantile(micros, 0.5));
        report.find(at + "p99", "ms", quantile(micros, 0.99));
        report.find(at + "max", "ms", quantile(micros, 1));
    }

    private static double quantile(long[] sortedMicros, double quantile) {
        return sortedMicros[(int) Math.ceil(quantile * sortedMicros.length) - 1] / 1e3;
    }

    /** Follows the anomalies; the answer has no end. */
    private static final class Client {
        private static final String RECORD_TIME = "\"record_ts\":\"";

        private final InputStream events;
        private final Thread thread = new Thread(this::read, "client");
        private final LongStream.Builder micros = LongStream.builder();
        private final long from;

        Client(URI stream, long from) {
            this.from = from;
            try {
                events = HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(stream).build(), BodyHandlers.ofInputStream())
                        .body();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void start() {
            thread.start();
        }

        private void read() {
            Scanner lines = new Scanner(events, StandardCharsets.UTF_8);
            while (lines.hasNextLine()) {
                String line = lines.nextLine();
                int at = line.indexOf(RECORD_TIME);
                if (at >= 0) {
                    int begin = at + RECORD_TIME.length();
                    Instant due = Instant.parse(line.substring(begin, line.indexOf('"', begin)));
                    if (due.toEpochMilli() >= from) {
                        micros.add(Duration.between(due, Instant.now()).toNanos() / 1_000);
                    }
                }
            }
        }

        /** What it saw, in microseconds. */
        long[] end() {
            try {
                thread.join(2_000); // what is committed is on its way
                events.close();
                thread.join();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return micros.build().toArray();
        }
    }
}
