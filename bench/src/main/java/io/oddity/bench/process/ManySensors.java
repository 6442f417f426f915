package io.oddity.bench.process;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Very many sensors, and in the midst of it a process that is killed and has to restore all of them. */
@Command(name = "many-sensors", mixinStandardHelpOptions = true)
final class ManySensors implements Runnable {
    private static final String INPUT = "sensors";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Mixin
    private Load load = new Load();

    ManySensors() {
        load.sensors = 1_000_000;
        load.records = 5_000_000;
    }

    @Override
    public void run() {
        Report report = new Report("many-sensors", load.toString());
        int bound = (int) Math.min(Integer.MAX_VALUE, 2 * load.sensors);
        long untilKill = load.records / 5 * 4;
        try (Broker broker = new Broker(load.brokerHeap)) {
            broker.create(INPUT, load.partitions, -1);
            Plant.fill(broker, INPUT, load.records, load.sensors);
            try (Oddity oddity = new Oddity(broker, "many-sensors", INPUT, load.partitions, -1, load.setting(bound))) {
                oddity.start();
                Pace pace = Pace.of(broker, oddity, untilKill, PATIENCE);
                report.put("pace", pace);
                report.find("readings/s when warm", "", pace.warmRecordsPerSecond());
                report.find("CPU a reading when warm", "us", pace.warmCpuNanosPerRecord() / 1e3);
                report.find("other load", "cores", pace.otherLoad());
                report.find("peak RSS", "MiB", pace.peakResidentBytes() / 1048576.0);
                report.find("live heap", "MiB", oddity.liveHeapBytes() / 1048576.0);
                report.find("state topic", "MiB", broker.bytesOnDisk(oddity.stateTopic()) / 1048576.0);
                oddity.process().kill();

                long killed = System.nanoTime();
                oddity.start();
                oddity.awaitReady();
                report.find("kill -9 to ready", "s", (System.nanoTime() - killed) / 1e9);

                Poll.until("the rest", PATIENCE, oddity.process(), () -> oddity.committed() >= load.records);
                report.find(
                        "peak RSS after the restart", "MiB", oddity.process().peakResidentBytes() / 1048576.0);
                report.find("live heap after the restart", "MiB", oddity.liveHeapBytes() / 1048576.0);
                Verdicts.mustBe(broker, oddity.scored(), load.partitions, load.records);
                report.line("%d readings, as many verdicts", load.records);
                oddity.process()
                        .said()
                        .lines()
                        .filter(line -> !line.isBlank())
                        .forEach(line -> report.line("# %s", line));
            }
        }
        report.write();
    }
}
