package io.oddity.bench;

import io.oddity.demo.TemperaturePlant;
import io.oddity.detect.DetectorFactory;
import io.oddity.detect.HalfSpaceTreesFactory;
import io.oddity.detect.OnlineDetector;
import io.oddity.detect.Parameter;
import io.oddity.detect.auto.AutoFactory;
import io.oddity.rcf.RandomCutForestFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The article's five temperature sensors, 1,200 readings each, one of them faulty: what each detector finds, and what it finds that is
 * none. Only half-space trees are told the range. Arguments: how many seeds, and the first.
 */
public final class SystemA {
    private static final int READINGS = 1_200;

    /** From here on each detector has to have a word. */
    private static final int FROM = 40;

    /** No normal temperature is above 28 °C, no fault below 65 °C. */
    private static final double FAULT = 50;

    private SystemA() {}

    /**
     * A detector as it would be configured.
     *
     * @param feature of a temperature
     */
    private record Candidate(
            String name, Supplier<OnlineDetector> detector, DoubleUnaryOperator feature, double threshold) {}

    /** What came out for one seed. */
    private record Run(int faults, int found, int falseAlarms, int firstScore) {
        double recall() {
            return (double) found / faults;
        }
    }

    public static void main(String[] args) {
        int seeds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        long first = args.length > 1 ? Long.parseLong(args[1]) : 1;
        System.out.printf(
                "%d seeds from %d on, 5 sensors x %,d readings, one a second; judged from reading %d on, the first being 0%n",
                seeds, first, READINGS, FROM);
        System.out.println("| detector | recall: mean, least | false alarms in 6,000: mean, most; seeds with more than 5 |"
                + " first score |");
        System.out.println("| --- | --- | --- | --- |");
        for (Candidate candidate : List.of(
                new Candidate("auto", supplier(new AutoFactory(), Map.of()), celsius -> celsius, AutoFactory.THRESHOLD),
                new Candidate(
                        "random cut forest, shingle 8",
                        supplier(new RandomCutForestFactory(), Map.of("shingle", 8.0)),
                        celsius -> celsius,
                        0.5),
                new Candidate(
                        "half-space trees 5 x 3, told 21 to 85",
                        supplier(
                                new HalfSpaceTreesFactory(),
                                Map.of("trees", 5.0, "height", 3.0, "window", 30.0, "seed", 42.0)),
                        celsius -> (celsius - 21) / (85 - 21),
                        0.7))) {
            report(
                    candidate.name,
                    LongStream.range(first, first + seeds)
                            .parallel()
                            .mapToObj(seed -> run(candidate, seed))
                            .toList());
        }
    }

    private static Supplier<OnlineDetector> supplier(DetectorFactory factory, Map<String, Double> settings) {
        Map<String, Double> parameters = new HashMap<>(
                factory.parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::fallback)));
        parameters.putAll(settings);
        return factory.configure(parameters, List.of("temperature"));
    }

    private static Run run(Candidate candidate, long seed) {
        TemperaturePlant plant = new TemperaturePlant(seed);
        OnlineDetector detector = candidate.detector.get();
        int faults = 0;
        int found = 0;
        int falseAlarms = 0;
        int firstScore = Integer.MAX_VALUE;
        double[] row = new double[1];
        for (String sensor : plant.sensors()) {
            int slot = detector.open();
            for (int i = 0; i < READINGS; i++) {
                long millis = OneSensor.START_MILLIS + 1_000L * i;
                double celsius = plant.temperature(sensor, millis);
                boolean isWarm = detector.isWarm(slot);
                row[0] = candidate.feature.applyAsDouble(celsius);
                boolean isOdd = detector.scoreAndLearn(slot, row, 0, millis * 1_000) > candidate.threshold && isWarm;
                firstScore = isWarm ? Math.min(firstScore, i) : firstScore;
                if (i >= FROM) {
                    faults += celsius > FAULT ? 1 : 0;
                    found += celsius > FAULT && isOdd ? 1 : 0;
                    falseAlarms += celsius <= FAULT && isOdd ? 1 : 0;
                }
            }
        }
        return new Run(faults, found, falseAlarms, firstScore);
    }

    private static void report(String name, List<Run> runs) {
        System.out.printf(
                "| %s | %.3f, %.3f | %.1f, %d; %d | %d |%n",
                name,
                runs.stream().mapToDouble(Run::recall).average().orElse(Double.NaN),
                runs.stream().mapToDouble(Run::recall).min().orElse(Double.NaN),
                runs.stream().mapToInt(Run::falseAlarms).average().orElse(Double.NaN),
                runs.stream().mapToInt(Run::falseAlarms).max().orElse(0),
                runs.stream().filter(run -> run.falseAlarms > 5).count(),
                runs.stream().mapToInt(Run::firstScore).min().orElse(0));
    }
}
