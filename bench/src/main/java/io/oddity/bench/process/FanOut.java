package io.oddity.bench.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Many clients of the stream at once: how old verdicts are when they arrive, from the time at which the reading was sent; beside a
 * server that does nothing but write; and with clients that never read.
 */
@Command(name = "fan-out", mixinStandardHelpOptions = true)
final class FanOut implements Runnable {
    private static final String INPUT = "sensors";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int EVENT_BYTES = 300;

    @Mixin
    private Load load = new Load();

    @Option(names = "--clients", description = "Of the first two runs; ${DEFAULT-VALUE}.")
    private int clients = 1_000;

    @Option(names = "--rate", description = "Readings a second that each of them gets; ${DEFAULT-VALUE}.")
    private int rate = 200;

    @Option(names = "--many", description = "Clients of the third run, a tenth of which never read; ${DEFAULT-VALUE}.")
    private int many = 10_000;

    @Option(names = "--many-rate", description = "Readings a second that each of them gets; ${DEFAULT-VALUE}.")
    private int manyRate = 1;

    @Option(names = "--gateways", description = "Gateway instances; ${DEFAULT-VALUE}.")
    private int gateways = 2;

    @Option(names = "--seconds", description = "Measured in each run; ${DEFAULT-VALUE}.")
    private int seconds = 60;

    @Option(names = "--warm-seconds", description = "${DEFAULT-VALUE}.")
    private int warmSeconds = 20;

    @Override
    public void run() {
        Report report = new Report("fan-out", load.toString());
        try (Broker broker = new Broker(load.brokerHeap)) {
            broker.create(INPUT, load.partitions, -1);
            Setting setting = load.setting(1_000_000);
            try (Oddity oddity = new Oddity(broker, "fan-out", INPUT, load.partitions, -1, setting.gateways(gateways));
                    Plant plant = new Plant(broker, INPUT, 0)) {
                oddity.start();
                oddity.awaitReady();
                String stream = "/api/v1/stream";
                say(report, "oddity", sending(plant, rate, () -> read(broker, oddity.port(), stream, clients, 0)));
                say(report, "bare server", bare(broker));
                say(
                        report,
                        "oddity, a tenth stalled",
                        sending(plant, manyRate, () -> read(broker, oddity.port(), stream, many, many / 10)));
                report.find("RSS", "MiB", oddity.process().peakResidentBytes() / (double) (1 << 20));
            }
        }
        report.write();
    }

    private static void say(Report report, String who, String found) {
        report.put(who, found);
        report.line("%-26s %s", who, found);
    }

    private String bare(Broker broker) {
        int port = JavaProcess.freePort();
        List<String> command = new ArrayList<>(load.setting(1).javaOptions());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                BareServerMain.class.getName(),
                Integer.toString(port),
                Integer.toString(rate),
                Integer.toString(EVENT_BYTES),
                Integer.toString(gateways)));
        try (JavaProcess server = JavaProcess.start(broker.folder().resolve("bare.log"), command)) {
            LockSupport.parkNanos(Duration.ofSeconds(5).toNanos());
            server.mustLive();
            return read(broker, port, "/", clients, 0);
        }
    }

    /** Runs the clients as a process of their own; gives what they said. */
    private String read(Broker broker, int port, String path, int count, int stalled) {
        try (JavaProcess reading = JavaProcess.start(
                broker.folder().resolve("clients-" + port + "-" + count + ".log"),
                List.of(
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SseClientsMain.class.getName(),
                        Integer.toString(port),
                        path,
                        Integer.toString(count),
                        Integer.toString(stalled),
                        Integer.toString(1_000 * warmSeconds),
                        Integer.toString(1_000 * seconds)))) {
            reading.awaitEnd(PATIENCE);
            return reading.said().strip();
        }
    }

    private interface Work {
        String get();
    }

    /** Sends readings at a steady rate while something is done. */
    private String sending(Plant plant, int perSecond, Work work) {
        AtomicBoolean isOver = new AtomicBoolean();
        Thread sender = new Thread(
                () -> {
                    long began = System.nanoTime();
                    for (long sent = 0; !isOver.get(); ) {
                        long due = (System.nanoTime() - began) * perSecond / 1_000_000_000L;
                        for (; sent < due; sent++) {
                            long sensor = sent % load.sensors;
                            plant.send(sensor, plant.temperature(sensor), System.currentTimeMillis());
                        }
                        LockSupport.parkNanos(1_000_000);
                    }
                },
                "plant");
        sender.start();
        try {
            return work.get();
        } finally {
            isOver.set(true);
            join(sender);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
