package io.oddity.bench.process;

import io.oddity.bench.process.Report.Spread;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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
    private static final String ODDITY = "oddity";

    @Mixin
    private Load load = new Load();

    @Option(names = "--rounds", description = "Of the first two, in turns; ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Option(names = "--clients", description = "Of the first two; ${DEFAULT-VALUE}.")
    private int clients = 1_000;

    @Option(names = "--rate", description = "Readings a second that each of them gets; ${DEFAULT-VALUE}.")
    private int rate = 200;

    @Option(
            names = "--bare-every",
            description = "The bare server writes what came within so many milliseconds; ${DEFAULT-VALUE}.")
    private int bareEveryMillis = 20;

    @Option(names = "--many", description = "Clients of the last run, a tenth of which never read; ${DEFAULT-VALUE}.")
    private int many = 10_000;

    @Option(names = "--many-rate", description = "Readings a second that each of them gets; ${DEFAULT-VALUE}.")
    private int manyRate = 20;

    @Option(names = "--gateways", description = "Gateway instances; ${DEFAULT-VALUE}.")
    private int gateways = 2;

    @Option(names = "--seconds", description = "Measured in each run; ${DEFAULT-VALUE}.")
    private int seconds = 15;

    @Option(names = "--many-seconds", description = "Measured in the last run; ${DEFAULT-VALUE}.")
    private int manySeconds = 60;

    @Option(names = "--warm-seconds", description = "Before each of them; ${DEFAULT-VALUE}.")
    private int warmSeconds = 10;

    /** What clients found, and what it cost the server. */
    private record Found(String clients, double cores) {
        double of(String name) {
            Matcher matcher = Pattern.compile(name + "=(\\d+)").matcher(clients);
            if (!matcher.find()) {
                throw new IllegalStateException("no " + name + " in " + clients);
            }
            return Double.parseDouble(matcher.group(1));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s, server %.2f cores", clients, cores);
        }
    }

    @Override
    public void run() {
        Report report = new Report("fan-out", load.toString());
        Map<String, List<Found>> found = new LinkedHashMap<>();
        try (Broker broker = new Broker(load.brokerHeap)) {
            broker.create(INPUT, load.partitions, -1);
            Setting setting = load.setting(1_000_000).gateways(gateways);
            try (Oddity oddity = new Oddity(broker, "fan-out", INPUT, load.partitions, -1, setting);
                    Plant plant = new Plant(broker, INPUT, 0, 1)) {
                oddity.start();
                oddity.awaitReady();
                Map<String, Supplier<Found>> all = new LinkedHashMap<>();
                all.put(ODDITY, () -> sending(plant, rate, () -> read(broker, oddity, clients, 0, seconds)));
                all.put(
                        "bare server, verdicts from Kafka",
                        () -> sending(plant, rate, () -> bare(broker, broker.bootstrapServers(), oddity.scored())));
                all.put("bare server, events of its own", () -> bare(broker, rate, EVENT_BYTES));
                for (int round = 0; round < rounds; round++) {
                    for (Map.Entry<String, Supplier<Found>> one : all.entrySet()) {
                        Found now = one.getValue().get();
                        found.computeIfAbsent(one.getKey(), who -> new ArrayList<>()).add(now);
                        report.line("# round %d %s: %s", round, one.getKey(), now);
                    }
                }
                if (many > 0) {
                    Found now = sending(plant, manyRate, () -> read(broker, oddity, many, many / 10, manySeconds));
                    report.put("a tenth stalled", now);
                    report.line("# %d clients, a tenth stalled: %s", many, now);
                    report.find("RSS", "MiB", oddity.process().peakResidentBytes() / (double) (1 << 20));
                }
            }
        }
        report.put("found", found);
        report.line("%-34s %-28s %-28s %s", "", "p50 ms", "p99 ms", "Oddity's p99 to that of the round");
        found.forEach((who, of) -> report.line(
                "%-34s %-28s %-28s %s",
                who,
                spread(of, "p50").scaled(1),
                spread(of, "p99").scaled(1),
                ratio(found.get(ODDITY), of).scaled(1)));
        report.write();
    }

    private Spread ratio(List<Found> ours, List<Found> theirs) {
        return Spread.of(IntStream.range(0, rounds)
                .mapToDouble(round -> ours.get(round).of("p99") / theirs.get(round).of("p99")));
    }

    private static Spread spread(List<Found> found, String what) {
        return Spread.of(found.stream().mapToDouble(one -> one.of(what)));
    }

    private Found bare(Broker broker, Object source, Object detail) {
        int port = JavaProcess.freePort();
        List<String> command = List.of(
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                BareServerMain.class.getName(),
                Integer.toString(port),
                Integer.toString(gateways),
                Integer.toString(bareEveryMillis),
                source.toString(),
                detail.toString());
        try (JavaProcess server = JavaProcess.start(broker.folder().resolve("bare.log"), command)) {
            LockSupport.parkNanos(Duration.ofSeconds(5).toNanos());
            server.mustLive();
            return read(broker, server, port, "/", clients, 0, seconds);
        }
    }

    private Found read(Broker broker, Oddity oddity, int count, int stalled, int within) {
        return read(broker, oddity.process(), oddity.port(), "/api/v1/stream", count, stalled, within);
    }

    /** Runs the clients as a process of their own; gives what they said. */
    private Found read(Broker broker, JavaProcess server, int port, String path, int count, int stalled, int within) {
        Path log = broker.folder().resolve("clients-" + System.nanoTime() + ".log");
        long began = System.nanoTime();
        long busy = server.cpuNanos();
        try (JavaProcess reading = JavaProcess.start(
                log,
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
                        Integer.toString(1_000 * within)))) {
            reading.awaitEnd(PATIENCE);
            double cores = (double) (server.cpuNanos() - busy) / (System.nanoTime() - began);
            return new Found(reading.said().strip(), cores);
        }
    }


    /** Sends readings at a steady rate while something is done. */
    private Found sending(Plant plant, int perSecond, Supplier<Found> work) {
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
