package io.oddity.bench.process;

import java.time.Duration;
import java.util.SplittableRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Known sensors beside ids that come once and never again, many times more than may be remembered. */
@Command(name = "many-ids", mixinStandardHelpOptions = true)
final class ManyIds implements Runnable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long TOPIC_BYTES = 512L << 20;
    private static final long SAMPLE_NANOS = 5_000_000_000L;
    private static final long FIRST_ID = 100_000_000;

    /** So many readings of a known sensor and its detector is warm. */
    private static final int WARM = 40;

    @Mixin
    private Load load = new Load();

    @Option(names = "--ids", description = "Ids that come once; ${DEFAULT-VALUE}.")
    private long ids = 10_000_000;

    @Option(names = "--known-every", description = "One reading in so many is a known sensor's; ${DEFAULT-VALUE}.")
    private int knownEvery = 50;

    @Option(names = "--bound", description = "Sensors remembered in a partition; ${DEFAULT-VALUE}.")
    private int bound = 20_000;

    @Option(names = "--ahead", description = "Readings written but not judged, at most; ${DEFAULT-VALUE}.")
    private long ahead = 1_000_000;

    private long sampledNanos;

    ManyIds() {
        load.partitions = 4;
        load.java = "-Xmx512m";
    }

    @Override
    public void run() {
        Report report = new Report("many-ids", ids + " ids that come once, bound " + bound + "; " + load);
        try (Broker broker = new Broker(load.brokerHeap)) {
            Known alone = judge(report, broker, "alone", false);
            Known beside = judge(report, broker, "attacked", true);
            report.find("verdicts on known sensors", "", beside.verdicts());
            report.find("known sensors", "", alone.sensors());
            report.find("of them with other verdicts", "", beside.differsIn(alone));
            report.write();
            if (beside.differsIn(alone) > 0 || alone.verdicts() != beside.verdicts()) {
                throw new IllegalStateException("WRONG: the verdicts on known sensors have changed");
            }
        }
    }

    private Known judge(Report report, Broker broker, String name, boolean isAttacked) {
        String input = "sensors-" + name;
        long kept = isAttacked ? TOPIC_BYTES : -1;
        broker.create(input, load.partitions, kept);
        Known known = new Known(FIRST_ID);
        try (Oddity oddity = new Oddity(broker, name, input, load.partitions, kept, load.setting(bound));
                Plant plant = new Plant(broker, input);
                Verdicts verdicts = new Verdicts(broker, oddity.scored(), load.partitions)) {
            oddity.start();
            oddity.awaitReady();
            long sent = send(plant, isAttacked, written -> {
                while (verdicts.count() < written - ahead) {
                    oddity.process().mustLive();
                    verdicts.read(known::take);
                }
                if (isAttacked) {
                    sample(report, broker, oddity, verdicts.count());
                }
            });
            Poll.until(name, PATIENCE, oddity.process(), () -> {
                verdicts.read(known::take);
                if (isAttacked) {
                    sample(report, broker, oddity, verdicts.count());
                }
                return oddity.committed() >= sent;
            });
            verdicts.mustBe(sent, known::take);
            report.line("%s: %d readings, as many verdicts", name, sent);
            if (isAttacked) {
                sampledNanos = 0;
                sample(report, broker, oddity, verdicts.count());
                report.find("live heap", "MiB", oddity.liveHeapBytes() / 1048576.0);
                report.find("evictions counted", "", oddity.metric("oddity_sensors_forgotten", ""));
                oddity.process().kill();
                long killed = System.nanoTime();
                oddity.start();
                oddity.awaitReady();
                report.find("kill -9 to ready", "s", (System.nanoTime() - killed) / 1e9);
            }
        }
        return known;
    }

    /** Takes how many readings have been written, now and then. */
    private interface Brake {
        void hold(long written);
    }

    /** Known sensors take turns, with the same temperatures whether others come in between or not. */
    private long send(Plant plant, boolean isAttacked, Brake brake) {
        SplittableRandom random = new SplittableRandom(7);
        long sent = 0;
        long turn = 0;
        for (; turn < WARM * load.sensors; turn++, sent++) {
            plant.send(turn % load.sensors, plant.temperature(turn % load.sensors));
        }
        for (long id = 0; id < ids; id++) {
            if (id % knownEvery == 0) {
                plant.send(turn % load.sensors, plant.temperature(turn % load.sensors));
                turn++;
                sent++;
            }
            if (isAttacked) {
                plant.send(FIRST_ID + id, random.nextDouble(21, 85));
                sent++;
            }
            if (id % 10_000 == 0) {
                brake.hold(sent);
            }
        }
        plant.flush();
        return sent;
    }

    private void sample(Report report, Broker broker, Oddity oddity, long verdicts) {
        if (sampledNanos != 0 && System.nanoTime() - sampledNanos < SAMPLE_NANOS) {
            return;
        }
        sampledNanos = System.nanoTime();
        report.line(
                "# %,12d verdicts: RSS %4d MiB, state topic %,6d MiB, forgotten %,12.0f",
                verdicts,
                oddity.process().residentBytes() >> 20,
                broker.bytesOnDisk(oddity.stateTopic()) >> 20,
                oddity.metric("oddity_sensors_forgotten", ""));
    }
}
