package io.oddity.bench.process;

import io.oddity.bench.process.Report.Spread;
import io.oddity.bench.process.Subjects.Who;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
    private static final Duration PATIENCE = Duration.ofMinutes(10);

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
            Subjects subjects = new Subjects(broker, load);
            report.line("# a verdict has %d bytes", subjects.verdictBytes());
            for (int round = 0; round < rounds; round++) {
                List<Who> order = new ArrayList<>(who);
                if (round % 2 == 1) {
                    Collections.reverse(order);
                }
                for (Who one : order) {
                    Pace pace = measure(broker, subjects, one, round);
                    paces.computeIfAbsent(one, key -> new ArrayList<>()).add(pace);
                    report.line("# round %d %s: %s", round, one, pace);
                }
            }
        }
        print(report, paces);
        report.write();
    }

    private Pace measure(Broker broker, Subjects subjects, Who one, int round) {
        try (Subject subject = subjects.start(one, one + "-" + round, INPUT)) {
            Pace pace = Pace.of(broker, subject, load.records, PATIENCE);
            if (subject.scored() != null) {
                Verdicts.mustBe(broker, subject.scored(), load.partitions, load.records);
            }
            return pace;
        }
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
                "of " + measure + ", warm");
        paces.forEach((one, of) -> report.line(
                "%-22s %-24s %-24s %-20s %-22s %s",
                one,
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
