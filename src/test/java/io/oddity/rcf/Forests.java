package io.oddity.rcf;

import io.oddity.detect.OnlineDetector;
import io.oddity.detect.Parameter;
import io.oddity.model.Missing;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Detectors and rows for tests, and what the ones say of the others. */
final class Forests {
    private Forests() {}

    /** The defaults. */
    static Map<String, Double> defaults() {
        return new RandomCutForestFactory()
                .parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::fallback));
    }

    /** Small, so that thousands of rows take no time. */
    static OnlineDetector small(int features) {
        return detector(Map.of("trees", 10.0, "samples", 48.0, "shingle", 3.0, "seed", 42.0), features);
    }

    static OnlineDetector detector(Map<String, Double> parameters, int features) {
        return new RandomCutForestFactory()
                .configure(
                        parameters,
                        IntStream.range(0, features).mapToObj(i -> "f" + i).toList())
                .get();
    }

    /**
     * For each of the rows {@code from} up to {@code to} the score, then high and low by feature, all as bits.
     *
     * @param rows row-major
     */
    static List<Long> say(OnlineDetector detector, int slot, int features, double[] rows, int from, int to) {
        double[] outputs = new double[1 + 2 * features];
        return IntStream.range(from, to)
                .boxed()
                .flatMap(row -> {
                    outputs[0] = detector.scoreAndLearn(slot, rows, row * features, 0);
                    detector.explain(outputs, 1);
                    return IntStream.range(0, outputs.length).mapToObj(i -> Double.doubleToRawLongBits(outputs[i]));
                })
                .toList();
    }

    static boolean isOdd(double score) {
        return score > RandomCutForestDetector.THRESHOLD;
    }

    static byte[] save(OnlineDetector detector, int slot) {
        ByteBuffer state = ByteBuffer.allocate(detector.snapshotBytes(slot));
        detector.save(slot, state);
        return state.array();
    }

    /** A day of 48 rows with noise, spikes, gaps, values that repeat and a drift of one feature: row-major. */
    static double[] rows(long seed, int features, int rows) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[rows * features];
        for (int i = 0; i < values.length; i++) {
            int row = i / features;
            double usual =
                    70 + 10 * Math.sin(2 * Math.PI * row / 48) + random.nextDouble() + (i % features) * row / 100.0;
            values[i] = switch (random.nextInt(60)) {
                case 0 -> usual + 40;
                case 1 -> Missing.VALUE;
                case 2 -> Double.NaN;
                case 3, 4, 5 -> 70;
                default -> usual;
            };
        }
        return values;
    }
}
