package io.oddity.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** The machine that is measured on, as Linux tells it. */
final class Machine {
    private static final long NANOS_PER_TICK = 10_000_000;

    private Machine() {}

    /** For the report: processor, cores, memory, JVM. */
    static String describe() {
        String processor = line("/proc/cpuinfo", "model name").replaceAll(".*: ", "");
        String memory = line("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
        return processor + ", " + Runtime.getRuntime().availableProcessors() + " cores, "
                + Long.parseLong(memory) / (1 << 20) + " GiB, JDK " + Runtime.version();
    }

    /** Time that all processors together were busy. */
    static long busyNanos() {
        // user nice system idle iowait irq softirq
        long[] ticks = Arrays.stream(
                        line("/proc/stat", "cpu ").substring(3).trim().split(" +"))
                .mapToLong(Long::parseLong)
                .toArray();
        return (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]) * NANOS_PER_TICK;
    }

    static long ownCpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    private static String line(String file, String start) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
