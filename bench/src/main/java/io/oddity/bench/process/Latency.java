package io.oddity.bench.process;

import io.oddity.bench.process.Report.Spread;
import io.oddity.bench.process.Subjects.Who;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * From the time a reading was due to be sent until its verdict can be read in the topic of verdicts, and by a client of
 * {@code /api/v1/stream?anomalies=true}, at a steady rate; beside copies of the input. In turns, each time by a new process. A
 * sender that falls behind makes latencies longer, not fewer.
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
    private List<Integer> rates = List.of(1_000, 10_000, 50_000);

    @Option(names = "--rounds", description = "${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Option(names = "--seconds", description = "Measured each time; ${DEFAULT-VALUE}.")
    private int seconds = 20;

    @Option(names = "--warm-seconds", description = "Before that, not measured; ${DEFAULT-VALUE}.")
    private int warmSeconds = 20;

    @Option(names = "--who", split = ",", description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE}. Ratios are to the first.")
    private List<Who> who = List.of(Who.COPY, Who.COPY_IN_TRANSACTIONS, Who.EXACTLY_ONCE);

    @Spec
    private CommandSpec spec;

    Latency() {
        load.sensors = 200;
    }

    /** How long verdicts took, in ms. */
    private record Delay(double p50, double p90, double p99, double max, long records) {
        static Delay of(Histogram micros) {
            if (micros.getTotalCount() == 0) {
                throw new IllegalStateException("WRONG: nothing came");
            }
            return new Delay(
                    micros.getValueAtPercentile(50) / 1e3,
                    micros.getValueAtPercentile(90) / 1e3,
                    micros.getValueAtPercentile(99) / 1e3,
                    micros.getMaxValue() / 1e3,
                    micros.getTotalCount());
        }
    }

    @Override
    public void run() {
        if (who.contains(Who.POLL) || who.contains(Who.PARSE)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--who: " + Who.POLL + " and " + Who.PARSE + " write nothing whose delay could be measured");
        }
        Report report = new Report("latency", load + ", " + seconds + " s");
        try (Broker broker = new Broker(load.brokerHeap)) {
            Subjects subjects = new Subjects(broker, load);
            for (int rate : rates) {
                Map<String, List<Delay>> delays = new LinkedHashMap<>();
                for (int round = 0; round < rounds; round++) {
                    List<Who> order = new ArrayList<>(who);
                    if (round % 2 == 1) {
                        Collections.reverse(order);
                    }
                    for (Who one : order) {
                        measure(broker, subjects, one, rate, round)
                                .forEach((where, delay) -> delays.computeIfAbsent(where, key -> new ArrayList<>())
                                        .add(delay));
                    }
                }
                print(report, rate, delays);
            }
        }
        report.write();
    }

    /** By where verdicts were read. */
    private Map<String, Delay> measure(Broker broker, Subjects subjects, Who one, int rate, int round) {
        String name = one + "-at-" + rate + "-" + round;
        String input = name + "-input";
        broker.create(input, load.partitions, -1);
        long past = LEARNED * load.sensors;
        Plant.fill(broker, input, past, load.sensors);
        try (Subject subject = subjects.start(one, name, input);
                Plant plant = new Plant(broker, input, 0, 1)) {
            Poll.until("the past", PATIENCE, subject.process(), () -> subject.committed() >= past);
            long from = System.currentTimeMillis() + 1_000L * warmSeconds;
            Arrivals arrivals = new Arrivals(broker, subject.scored(), load.partitions, from);
            StreamArrivals stream = subject instanceof Oddity oddity
                    ? new StreamArrivals(oddity.uri("/api/v1/stream?anomalies=true"), from)
                    : null;
            long sent = send(plant, rate);
            Poll.until("the rest", PATIENCE, subject.process(), () -> subject.committed() >= past + sent);
            Map<String, Delay> delays = new TreeMap<>();
            arrivals.close();
            delays.put(one.toString(), Delay.of(arrivals.micros()));
            if (stream != null) {
                stream.close();
                delays.put(one + ", stream", Delay.of(stream.micros()));
            }
            return delays;
        } finally {
            broker.delete(List.of(input));
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

    private void print(Report report, int rate, Map<String, List<Delay>> delays) {
        report.put(rate + "/s", delays);
        report.line("%-24s %-24s %-26s %-26s %s", rate + "/s", "p50 ms", "p99 ms", "max ms", "p99 to that of " + who.get(0));
        delays.forEach((one, of) -> report.line(
                "%-24s %-24s %-26s %-26s %s",
                one,
                Spread.of(of.stream().mapToDouble(Delay::p50)).scaled(1),
                Spread.of(of.stream().mapToDouble(Delay::p99)).scaled(1),
                Spread.of(of.stream().mapToDouble(Delay::max)).scaled(1),
                ratio(of, delays.get(who.get(0).toString())).scaled(1)));
    }

    private Spread ratio(List<Delay> of, List<Delay> measures) {
        return Spread.of(IntStream.range(0, rounds)
                .mapToDouble(round -> of.get(round).p99() / measures.get(round).p99()));
    }
}
