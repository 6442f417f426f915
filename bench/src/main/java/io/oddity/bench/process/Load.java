package io.oddity.bench.process;

import java.util.List;
import picocli.CommandLine.Option;

/** What all benchmarks let one choose. */
final class Load {
    @Option(names = "--records", description = "Readings in the input topic; ${DEFAULT-VALUE}.")
    long records = 2_000_000;

    @Option(names = "--sensors", description = "${DEFAULT-VALUE}.")
    long sensors = 1_000;

    @Option(names = "--partitions", description = "Of the input topic; ${DEFAULT-VALUE}.")
    int partitions = 8;

    @Option(names = "--ingest", description = "Loops that read and write; ${DEFAULT-VALUE}.")
    int ingest = 1;

    @Option(names = "--scoring", description = "Scoring instances; ${DEFAULT-VALUE}.")
    int scoring = 2;

    @Option(names = "--java", description = "Options for Oddity's JVM, separated by blanks; ${DEFAULT-VALUE}.")
    String java = "-Xmx1g";

    @Option(names = "--broker-heap", description = "${DEFAULT-VALUE}.")
    String brokerHeap = "1g";

    Setting setting(int sensorsPerPartition) {
        return new Setting(
                "exactly_once",
                Setting.TREES,
                ingest,
                scoring,
                1,
                1,
                sensorsPerPartition,
                List.of(java.trim().split(" +")));
    }

    @Override
    public String toString() {
        return records + " readings, " + sensors + " sensors, " + partitions + " partitions, " + ingest + " ingest and " + scoring
                + " scoring instances, java " + java;
    }
}
