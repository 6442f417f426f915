package io.oddity.bench.process;

import io.oddity.bench.process.Report.Spread;
import io.oddity.bench.process.ScalingPicture.Dot;
import io.oddity.bench.process.ScalingPicture.Panel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How exactly-once throughput follows scoring instances, sensors, channels and processes: one of them changes, the others stay. Each
 * point is measured by new processes, from an empty state on, over the second half of the readings.
 */
@Command(name = "scaling", mixinStandardHelpOptions = true)
final class Scaling implements Runnable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** In the first half each sensor makes its state, in the second it finds it. */
    private static final int READINGS_A_SENSOR = 2;

    @Mixin
    private Load load = new Load();

    @Option(names = "--rounds", description = "${DEFAULT-VALUE}.")
    private int rounds = 2;

    @Option(names = "--instances", split = ",", description = "Scoring instances; ${DEFAULT-VALUE}.")
    private List<Integer> instances = List.of(1, 2, 4);

    @Option(names = "--fleets", split = ",", description = "Sensors; ${DEFAULT-VALUE}.")
    private List<Integer> fleets = List.of(1_000, 10_000, 100_000, 1_000_000);

    @Option(names = "--channels", split = ",", description = "${DEFAULT-VALUE}.")
    private List<Integer> channels = List.of(1, 4, 16);

    @Option(names = "--processes", split = ",", description = "${DEFAULT-VALUE}.")
    private List<Integer> processes = List.of(1, 2);

    @Option(names = "--picture", description = "Where the picture goes; ${DEFAULT-VALUE}.")
    private Path picture = Path.of("bench/target/scaling.svg");

    Scaling() {
        load.java = "-Xmx2g";
    }

    /** What is measured at once. */
    private record Point(int instances, int fleet, int channels, int processes) {
        String input() {
            return "sensors-" + fleet + "-" + channels;
        }
    }

    @Override
    public void run() {
        Report report = new Report("scaling", load.toString());
        Map<String, Map<Integer, Point>> axes = axes();
        Map<Point, List<Pace>> paces = new LinkedHashMap<>();
        try (Broker broker = new Broker(load.brokerHeap)) {
            List<Point> points = axes.values().stream()
                    .flatMap(axis -> axis.values().stream())
                    .distinct()
                    .toList();
            for (int round = 0; round < rounds; round++) {
                for (Point point : points) {
                    Pace pace = measure(broker, point, round);
                    paces.computeIfAbsent(point, key -> new ArrayList<>()).add(pace);
                    report.line("# round %d %s: %s", round, point, pace);
                }
            }
        }
        List<Panel> panels = new ArrayList<>();
        report.line("| | | readings/s when warm (k) | CPU us a reading | peak RSS MiB |%n| --- | --- | --- | --- | --- |");
        axes.forEach((name, axis) -> {
            List<Dot> dots = new ArrayList<>();
            axis.forEach((value, point) -> {
                List<Pace> of = paces.get(point);
                Spread speed = Spread.of(of.stream().mapToDouble(Pace::warmRecordsPerSecond));
                Spread cpu = Spread.of(of.stream().mapToDouble(Pace::warmCpuNanosPerRecord));
                Spread memory = Spread.of(of.stream().mapToDouble(Pace::peakResidentBytes));
                report.line(
                        "| %s | %d | %s | %s | %s |",
                        name, value, speed.scaled(1e3), cpu.scaled(1e3), memory.scaled(1 << 20));
                report.put(name + " " + value, of);
                dots.add(new Dot(value, speed, cpu));
            });
            panels.add(new Panel(name, dots));
        });
        draw(panels);
        report.line("# %s", picture);
        report.write();
    }

    private Map<String, Map<Integer, Point>> axes() {
        Map<String, Map<Integer, Point>> axes = new LinkedHashMap<>();
        int fleet = (int) load.sensors;
        axes.put("scoring instances", axis(instances, value -> new Point(value, fleet, 1, 1)));
        axes.put("sensors", axis(fleets, value -> new Point(load.scoring, value, 1, 1)));
        axes.put("channels", axis(channels, value -> new Point(load.scoring, fleet, value, 1)));
        axes.put("processes", axis(processes, value -> new Point(load.scoring, fleet, 1, value)));
        return axes;
    }

    private interface At {
        Point at(int value);
    }

    private static Map<Integer, Point> axis(List<Integer> values, At at) {
        Map<Integer, Point> axis = new LinkedHashMap<>();
        values.forEach(value -> axis.put(value, at.at(value)));
        return axis;
    }

    private Pace measure(Broker broker, Point point, int round) {
        long records = Math.max(load.records, (long) READINGS_A_SENSOR * point.fleet());
        broker.create(point.input(), load.partitions, -1);
        Plant.fill(broker, point.input(), records, point.fleet(), point.channels());
        Setting setting = load.setting(2 * point.fleet()).scoring(point.instances()).channels(point.channels());
        String application = String.format(
                "scaling-%d-%d-%d-%d-%d",
                point.instances(), point.fleet(), point.channels(), point.processes(), round);
        try (Oddity oddity = new Oddity(broker, application, point.input(), load.partitions, -1, setting)) {
            oddity.start();
            for (int other = 1; other < point.processes(); other++) {
                oddity.startAnother();
            }
            Pace pace = Pace.of(broker, oddity, records, PATIENCE);
            Verdicts.mustBe(broker, oddity.scored(), load.partitions, records);
            return pace;
        } finally {
            broker.delete(List.of(point.input()));
        }
    }

    private void draw(List<Panel> panels) {
        try {
            Files.writeString(picture, ScalingPicture.svg(panels));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
