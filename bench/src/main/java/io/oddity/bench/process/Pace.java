package io.oddity.bench.process;

import java.time.Duration;

/**
 * How fast a process went through its input, from the first position that it committed to the last.
 *
 * @param recordsPerSecond over all of it, the JVM's warm-up included
 * @param warmRecordsPerSecond over the second half
 * @param warmCpuNanosPerRecord of the processes, over the second half
 * @param peakResidentBytes of the processes
 * @param otherLoad how many processors were busy in the second half with what does not belong to the benchmark
 */
record Pace(
        double recordsPerSecond,
        double warmRecordsPerSecond,
        double warmCpuNanosPerRecord,
        long peakResidentBytes,
        double otherLoad) {

    private record Mark(long nanos, long records, long cpuNanos, long othersNanos) {
        static Mark of(Broker broker, Subject subject, long records) {
            long cpu = subject.processes().stream()
                    .mapToLong(JavaProcess::cpuNanos)
                    .sum();
            return new Mark(
                    System.nanoTime(),
                    records,
                    cpu,
                    Machine.busyNanos() - cpu - broker.process().cpuNanos() - Machine.ownCpuNanos());
        }

        double perSecond(Mark end) {
            return (end.records - records) * 1e9 / (end.nanos - nanos);
        }
    }

    /** Waits until {@code records} are committed, and measures meanwhile. */
    static Pace of(Broker broker, Subject subject, long records, Duration within) {
        Mark first = await(broker, subject, 1, within);
        Mark half = await(broker, subject, records / 2, within);
        Mark last = await(broker, subject, records, within);
        return new Pace(
                first.perSecond(last),
                half.perSecond(last),
                (double) (last.cpuNanos - half.cpuNanos) / (last.records - half.records),
                subject.processes().stream()
                        .mapToLong(JavaProcess::peakResidentBytes)
                        .sum(),
                (double) (last.othersNanos - half.othersNanos) / (last.nanos - half.nanos));
    }

    private static Mark await(Broker broker, Subject subject, long records, Duration within) {
        long giveUp = System.nanoTime() + within.toNanos();
        while (true) {
            long committed = subject.committed();
            if (committed >= records) {
                return Mark.of(broker, subject, committed);
            }
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("waited " + within.toSeconds() + " s for " + records + " verdicts, got "
                        + committed + "; " + subject.process().said());
            }
            Poll.pause();
        }
    }
}
