package io.oddity.bench.process;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks of whole processes, each a subcommand; see {@code bench/README.md}. */
@Command(
        name = "bench/run.sh",
        mixinStandardHelpOptions = true,
        subcommands = {
            Throughput.class,
            Scaling.class,
            Latency.class,
            FanOut.class,
            ManySensors.class,
            ManyIds.class,
            StartUp.class
        })
public final class Main {
    /** Exits with 0 when all was measured and all counts were right. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }
}
