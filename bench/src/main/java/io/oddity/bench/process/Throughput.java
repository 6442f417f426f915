package io.oddity.bench.process;

import io.oddity.bench.process.Report.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Oddity beside the least that anything could do with the same topic: read it, parse it, write a record of the size of Oddity's for
 * each; and beside Kafka Streams and Flink with the same detector, exactly once. In turns, each time by a new process; what counts is the ratio within a round.
 */
@Command(name = "throughput", mixinStandardHelpOptions = true)
final class Throughput implements Runnable {
    private static final String INPUT = "sensors";
    private static final int SENSORS_PER_PARTITION = 1_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Who takes part. */
    enum Who {
        POLL,
        PARSE,
        COPY,
        COPY_IN_TRANSACTIONS,
        AT_LEAST_ONCE,
        EXACTLY_ONCE,
        STREAMS,
        FLINK
    }

    @Mixin
    private Load load = new Load();

    @Option(names = "--rounds", description = "${DEFAULT-VALUE}.")
    private int rounds = 5;

    @Option(names = "--who", split = ",", description = "${COMPLETION-CANDIDATES}; all by default. Ratios are to copy_in_transactions, or else to the first.")
    private List<Who> who = List.of(Who.values());

    @Override
    public void run() {
        Report report = new Report("throughput", load.toString());
        Map<Who, List<Pace>> paces = new LinkedHashMap<>();
        try (Broker broker = new Broker(load.brokerHeap)) {
            broker.create(INPUT, load.partitions, -1);
            Plant.fill(broker, INPUT, load.records, load.sensors);
            byte[] verdict = verdict(broker);
            report.line("# a verdict has %d bytes", verdict.length);
            for (int round = 0; round < rounds; round++) {
                List<Who> order = new ArrayList<>(who);
                if (round % 2 == 1) {
                    Collections.reverse(order);
                }
                for (Who one : order) {
                    Pace pace = measure(broker, one, round, verdict);
                    paces.computeIfAbsent(one, key -> new ArrayList<>()).add(pace);
                    report.line("# round %d %s: %s", round, word(one), pace);
                }
            }
        }
        print(report, paces);
        report.write();
    }

    /** One of Oddity's own, of usual length. */
    private byte[] verdict(Broker broker) {
        broker.create("sample", load.partitions, -1);
        Plant.fill(broker, "sample", 100L * load.sensors, load.sensors);
        List<byte[]> values = new ArrayList<>();
        try (Oddity oddity = new Oddity(
                broker, "sampling", "sample", load.partitions, -1, load.setting(SENSORS_PER_PARTITION))) {
            oddity.start();
            Poll.until("a sample", PATIENCE, oddity.process(), () -> oddity.committed() >= 100L * load.sensors);
            try (Verdicts verdicts = new Verdicts(broker, oddity.scored(), load.partitions)) {
                verdicts.mustBe(100L * load.sensors, verdict -> values.add(verdict.value()));
            }
        }
        broker.delete(List.of("sample"));
        values.sort((a, b) -> Integer.compare(a.length, b.length));
        return values.get(values.size() / 2);
    }

    private Pace measure(Broker broker, Who one, int round, byte[] verdict) {
        try (Subject subject = start(broker, one, word(one) + "-" + round, verdict)) {
            Pace pace = Pace.of(broker, subject, load.records, PATIENCE);
            if (subject.scored() != null) {
                Verdicts.mustBe(broker, subject.scored(), load.partitions, load.records);
            }
            return pace;
        }
    }

    private Subject start(Broker broker, Who one, String name, byte[] verdict) {
        Setting setting = load.setting(SENSORS_PER_PARTITION);
        if (one == Who.AT_LEAST_ONCE || one == Who.EXACTLY_ONCE) {
            Setting own = setting.with(one.name().toLowerCase(Locale.ROOT));
            Oddity oddity = new Oddity(broker, name, INPUT, load.partitions, -1, own);
            oddity.start();
            return oddity;
        }
        if (one == Who.STREAMS || one == Who.FLINK) {
            Rival.Kind kind = Rival.Kind.valueOf(one.name());
            return new Rival(broker, kind, name, INPUT, load.partitions, load.scoring, setting.javaOptions());
        }
        Limit.Kind kind = Limit.Kind.valueOf(one.name());
        return new Limit(broker, kind, name, INPUT, load.partitions, verdict, setting.javaOptions());
    }

    private static String word(Who one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void print(Report report, Map<Who, List<Pace>> paces) {
        report.put("rounds", paces);
        Who measure = who.contains(Who.COPY_IN_TRANSACTIONS) ? Who.COPY_IN_TRANSACTIONS : who.get(0);
        report.line(
                "%-22s %-24s %-24s %-20s %-22s %s",
                "",
                "records/s (k)",
                "when warm (k)",
                "CPU us a record",
                "peak RSS MiB",
                "of " + word(measure) + ", warm");
        paces.forEach((one, of) -> report.line(
                "%-22s %-24s %-24s %-20s %-22s %s",
                word(one),
                spread(of, Pace::recordsPerSecond).scaled(1e3),
                spread(of, Pace::warmRecordsPerSecond).scaled(1e3),
                spread(of, Pace::warmCpuNanosPerRecord).scaled(1e3),
                spread(of, pace -> pace.peakResidentBytes()).scaled(1 << 20),
                ratio(of, paces.get(measure))));
    }

    /** Of each round, so that what else the machine did meanwhile weighs less. */
    private String ratio(List<Pace> of, List<Pace> measures) {
        Spread speed = ratio(of, measures, Pace::warmRecordsPerSecond);
        Spread cpu = ratio(of, measures, Pace::warmCpuNanosPerRecord);
        return speed.scaled(1) + ", CPU " + cpu.scaled(1);
    }

    private Spread ratio(List<Pace> of, List<Pace> measures, ToDoubleFunction<Pace> what) {
        return Spread.of(IntStream.range(0, rounds)
                .mapToDouble(round -> what.applyAsDouble(of.get(round)) / what.applyAsDouble(measures.get(round))));
    }

    private static Spread spread(List<Pace> paces, ToDoubleFunction<Pace> of) {
        return Spread.of(paces.stream().mapToDouble(of));
    }
}
