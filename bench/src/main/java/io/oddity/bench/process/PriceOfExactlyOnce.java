package io.oddity.bench.process;

import io.oddity.bench.process.Report.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The same topic judged exactly once and at least once in turns, each time by a new process. */
@Command(name = "price-of-exactly-once", mixinStandardHelpOptions = true)
final class PriceOfExactlyOnce implements Runnable {
    private static final String INPUT = "sensors";
    private static final int SENSORS_PER_PARTITION = 1_000_000;

    @Mixin
    private Load load = new Load();

    @Option(names = "--rounds", description = "${DEFAULT-VALUE}.")
    private int rounds = 5;

    @Override
    public void run() {
        Report report = new Report("price-of-exactly-once", load.toString());
        Map<String, List<Pace>> paces = new LinkedHashMap<>();
        try (Broker broker = new Broker(load.brokerHeap)) {
            broker.create(INPUT, load.partitions, -1);
            Plant.fill(broker, INPUT, load.records, load.sensors);
            for (int round = 0; round < rounds; round++) {
                List<String> order = round % 2 == 0
                        ? List.of("at_least_once", "exactly_once")
                        : List.of("exactly_once", "at_least_once");
                for (String delivery : order) {
                    Pace pace = measure(broker, delivery, round);
                    paces.computeIfAbsent(delivery, key -> new ArrayList<>()).add(pace);
                    report.line("# round %d %s: %s", round, delivery, pace);
                }
            }
        }
        report.put("rounds", paces);
        report.line(
                "%-36s %-26s %-26s %-22s %s", "", "records/s (k)", "when warm (k)", "CPU us a record", "peak RSS MiB");
        paces.forEach((delivery, of) -> report.line(
                "%-36s %-26s %-26s %-22s %s",
                delivery,
                spread(of, Pace::recordsPerSecond).scaled(1e3),
                spread(of, Pace::warmRecordsPerSecond).scaled(1e3),
                spread(of, Pace::warmCpuNanosPerRecord).scaled(1e3),
                spread(of, pace -> pace.peakResidentBytes()).scaled(1 << 20)));
        ratio(report, paces, "records/s", Pace::recordsPerSecond);
        ratio(report, paces, "records/s when warm", Pace::warmRecordsPerSecond);
        ratio(report, paces, "CPU a record", Pace::warmCpuNanosPerRecord);
        report.write();
    }

    private Pace measure(Broker broker, String delivery, int round) {
        String application = delivery.replace('_', '-') + "-" + round;
        Setting setting = load.setting(SENSORS_PER_PARTITION).with(delivery);
        try (Oddity oddity = new Oddity(broker, application, INPUT, load.partitions, -1, setting)) {
            oddity.start();
            Pace pace = Pace.of(broker, oddity, load.records, Duration.ofMinutes(5));
            Verdicts.mustBe(broker, oddity.scored(), load.partitions, load.records);
            return pace;
        }
    }

    private static Spread spread(List<Pace> paces, ToDoubleFunction<Pace> of) {
        return Spread.of(paces.stream().mapToDouble(of));
    }

    /** Of each round, so that what else the machine did meanwhile weighs less. */
    private void ratio(Report report, Map<String, List<Pace>> paces, String what, ToDoubleFunction<Pace> of) {
        Spread ratio = Spread.of(IntStream.range(0, rounds)
                .mapToDouble(round -> of.applyAsDouble(paces.get("exactly_once").get(round))
                        / of.applyAsDouble(paces.get("at_least_once").get(round))));
        report.put("ratio of " + what, ratio);
        report.line("%-36s %s", "exactly / at least once, " + what, ratio.scaled(1));
    }
}
