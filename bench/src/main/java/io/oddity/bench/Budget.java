package io.oddity.bench;

import io.oddity.testing.CalmFleet;
import io.oddity.testing.CalmSensor;
import io.oddity.threshold.FalseAlarms;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Whether budgets of false alarms are kept: sensors with nothing wrong, judged by {@code auto} as in a pipeline that names no threshold.
 * Arguments: how many sensors, how many readings each, and a seed.
 */
public final class Budget {
    private static final List<String> BUDGETS =
            List.of("1 per sensor per day", "1 per sensor per week", "1 per sensor per month");
    private static final int RESAMPLES = 2_000;

    private Budget() {}

    public static void main(String[] args) {
        int sensors = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        int readings = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        long seed = args.length > 2 ? Long.parseLong(args[2]) : 1;
        System.out.printf(
                "%d sensors x %,d readings, one a minute, seed %d; nothing is wrong with them%n", sensors, readings, seed);
        System.out.println("| budget | expected | alarms | ratio | 95 % interval | a sensor: least, median, most |");
        System.out.println("| --- | --- | --- | --- | --- | --- |");
        for (String text : BUDGETS) {
            FalseAlarms budget = FalseAlarms.parse(text);
            int[] alarms = IntStream.range(0, sensors)
                    .parallel()
                    .map(i -> CalmFleet.alarms(budget, new CalmSensor(i, seed), readings)
                            .size())
                    .toArray();
            double each = budget.perMicro() * readings * CalmSensor.INTERVAL_MICROS;
            report(text, alarms, each);
        }
    }

    private static void report(String budget, int[] alarms, double each) {
        double expected = each * alarms.length;
        int[] sorted = alarms.clone();
        Arrays.sort(sorted);
        long sum = Arrays.stream(alarms).sum();
        double[] means = resampled(alarms);
        System.out.printf(
                "| %s | %.0f | %d | %.2f | %.2f to %.2f | %d, %d, %d |%n",
                budget,
                expected,
                sum,
                sum / expected,
                means[(int) (0.025 * RESAMPLES)] / each,
                means[(int) (0.975 * RESAMPLES)] / each,
                sorted[0],
                sorted[sorted.length / 2],
                sorted[sorted.length - 1]);
        System.out.println("|   ratio by noise | " + by(CalmSensor::noiseKind, alarms, each) + " |||||");
        System.out.println("|   ratio by season | " + by(CalmSensor::seasonKind, alarms, each) + " |||||");
        System.out.println("|   ratio by drift | " + by(CalmSensor::driftKind, alarms, each) + " |||||");
    }

    /** Sensors drawn again and again, as many as there are: the means, ascending. */
    private static double[] resampled(int[] alarms) {
        SplittableRandom random = new SplittableRandom(7);
        double[] means = new double[RESAMPLES];
        Arrays.setAll(means, i -> random.ints(alarms.length, 0, alarms.length)
                .map(sensor -> alarms[sensor])
                .average()
                .orElse(0));
        Arrays.sort(means);
        return means;
    }

    private static String by(Function<CalmSensor, String> kind, int[] alarms, double each) {
        TreeMap<String, double[]> sums = new TreeMap<>();
        for (int i = 0; i < alarms.length; i++) {
            double[] sum = sums.computeIfAbsent(kind.apply(new CalmSensor(i, 0)), key -> new double[2]);
            sum[0] += alarms[i];
            sum[1] += each;
        }
        StringBuilder text = new StringBuilder();
        sums.forEach((name, sum) -> text.append(
                "%s%s %.2f".formatted(text.length() == 0 ? "" : ", ", name, sum[0] / sum[1])));
        return text.toString();
    }
}
