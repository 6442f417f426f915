package io.oddity.bench;

import io.oddity.demo.MachinePlant;
import io.oddity.demo.MachinePlant.Fault;
import io.oddity.demo.TemperaturePlant;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import io.oddity.threshold.FalseAlarms;
import io.oddity.threshold.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * How many faults a budget of false alarms costs: sensors of the demo plants that have many, judged by {@code auto} within a budget and at
 * the fixed threshold. Arguments: how many seeds, and the first.
 */
public final class Faults {
    private static final int READINGS = 6_000;

    /** Readings that no pipeline with a budget can judge yet. */
    private static final int UNKNOWN = 40 + 24;

    private static final List<Threshold> THRESHOLDS =
            List.of(budget("1 per sensor per day"), budget("1 per sensor per week"), new Threshold(0.5));

    private Faults() {}

    /** A stream with its truth. */
    private record Stream(List<double[]> rows, List<Boolean> isFault) {
        static Stream empty() {
            return new Stream(new ArrayList<>(), new ArrayList<>());
        }

        void add(double[] row, boolean isOdd) {
            rows.add(row);
            isFault.add(isOdd);
        }
    }

    /** Makes a stream. */
    private interface Plant {
        Stream stream(long seed, long intervalMillis);
    }

    private record Counts(int faults, int found, int wrong, int alarms) {
        Counts plus(Counts other) {
            return new Counts(
                    faults + other.faults, found + other.found, wrong + other.wrong, alarms + other.alarms);
        }

        @Override
        public String toString() {
            return "%.3f (%d; %d)".formatted((double) found / faults, wrong, alarms);
        }
    }

    private static Threshold budget(String text) {
        return new Threshold(OptionalDouble.empty(), FalseAlarms.parse(text));
    }

    public static void main(String[] args) {
        int seeds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        long first = args.length > 1 ? Long.parseLong(args[1]) : 1;
        System.out.printf(
                "%d seeds from %d on, %,d readings each: recall of faulty readings (other readings that are anomalies; alarms)%n",
                seeds, first, READINGS);
        System.out.println("| faults | budget a day | a week | fixed threshold 0.5 |");
        System.out.println("| --- | --- | --- | --- |");
        row("one channel, 3 % lone, every 2 s", Faults::temperature, 2_000, seeds, first);
        row("one channel, 3 % lone, every minute", Faults::temperature, 60_000, seeds, first);
        row("three channels, 1 % lone, every minute", (seed, every) -> machine(seed, every, 0.1), 60_000, seeds, first);
        row("three channels, 10 % lone, every minute", (seed, every) -> machine(seed, every, 1), 60_000, seeds, first);
        row("three channels, 10 % lone, every 0.5 s", (seed, every) -> machine(seed, every, 1), 500, seeds, first);
        row("three channels, 10 % in runs of 50, every minute", Faults::runs, 60_000, seeds, first);
    }

    private static void row(String name, Plant plant, long intervalMillis, int seeds, long first) {
        StringBuilder line = new StringBuilder("| ").append(name);
        for (Threshold threshold : THRESHOLDS) {
            line.append(" | ")
                    .append(LongStream.range(first, first + seeds)
                            .parallel()
                            .mapToObj(seed -> judge(threshold, plant.stream(seed, intervalMillis), intervalMillis))
                            .reduce(new Counts(0, 0, 0, 0), Counts::plus));
        }
        System.out.println(line.append(" |"));
    }

    private static Counts judge(Threshold threshold, Stream stream, long intervalMillis) {
        Verdicts verdicts = OneSensor.judge(threshold, stream.rows, intervalMillis);
        int faults = 0;
        int found = 0;
        int wrong = 0;
        int alarms = 0;
        for (int i = UNKNOWN; i < READINGS; i++) {
            boolean isAnomaly = verdicts.statuses()[i] == Status.ANOMALY;
            faults += stream.isFault.get(i) ? 1 : 0;
            found += isAnomaly && stream.isFault.get(i) ? 1 : 0;
            wrong += isAnomaly && !stream.isFault.get(i) ? 1 : 0;
            alarms += verdicts.calibrated().isAlarm(i) ? 1 : 0;
        }
        return new Counts(faults, found, wrong, alarms);
    }

    private static Stream temperature(long seed, long intervalMillis) {
        TemperaturePlant plant = new TemperaturePlant(seed);
        Stream stream = Stream.empty();
        for (int i = 0; i < READINGS; i++) {
            double value = plant.temperature("3456", OneSensor.START_MILLIS + i * intervalMillis);
            stream.add(new double[] {value}, value > 50);
        }
        return stream;
    }

    /** @param share of the plant's faults that there are, one reading in ten when all */
    private static Stream machine(long seed, long intervalMillis, double share) {
        MachinePlant plant = new MachinePlant(seed);
        SplittableRandom random = new SplittableRandom(seed);
        Stream stream = Stream.empty();
        for (int i = 0; i < READINGS; i++) {
            long millis = OneSensor.START_MILLIS + i * intervalMillis;
            boolean isFault = plant.fault("machine-1", millis) != Fault.NONE && random.nextDouble() < share;
            stream.add(
                    isFault ? plant.values("machine-1", millis) : plant.normalValues("machine-1", millis), isFault);
        }
        return stream;
    }

    /** Faults that last: from reading 500 on the first 50 of each 500, two channels off by the same all the time, 2 to 5 deviations. */
    private static Stream runs(long seed, long intervalMillis) {
        MachinePlant plant = new MachinePlant(seed);
        SplittableRandom random = new SplittableRandom(seed);
        Stream stream = Stream.empty();
        double[] shift = new double[3];
        for (int i = 0; i < READINGS; i++) {
            double[] row = plant.normalValues("machine-1", OneSensor.START_MILLIS + i * intervalMillis);
            boolean isFault = i >= 500 && i % 500 < 50;
            if (i % 500 == 0) {
                shift[0] = random.nextDouble(6, 15);
                shift[1] = random.nextDouble(0.2, 0.5);
                shift[2] = -random.nextDouble(4, 10);
                shift[random.nextInt(3)] = 0;
            }
            for (int channel = 0; channel < row.length && isFault; channel++) {
                row[channel] += shift[channel];
            }
            stream.add(row, isFault);
        }
        return stream;
    }
}
