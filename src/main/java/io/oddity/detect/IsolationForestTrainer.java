package io.oddity.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Grows isolation forests: each tree cuts a sample of the rows at random until they stand alone or log2 of the sample's size is
 * reached. The same rows in the same order, settings and seed give the same forest.
 *
 * <p>Source: Liu, Ting, Zhou, "Isolation Forest", ICDM 2008, with the choices of scikit-learn: its defaults, and a threshold that makes
 * the wanted share of the training rows anomalies. The random numbers are Java's, so trees differ from scikit-learn's.
 */
public final class IsolationForestTrainer {
    /** Scores above it are anomalies when no share is wanted, as the paper advises. */
    public static final double USUAL_THRESHOLD = 0.5;

    private IsolationForestTrainer() {}

    /**
     * How to grow.
     *
     * @param trees how many, at least 1
     * @param maxSamples rows a tree is made of, at least 2; all of them where there are fewer
     * @param maxFeatures features a tree sees, at least 1; all of them where there are fewer
     * @param isBootstrapped whether a tree may draw a row twice; it then counts once
     * @param contamination the share of training rows that are anomalies, above 0 and at most 0.5; 0 for {@link #USUAL_THRESHOLD}
     * @param seed of all random choices
     */
    public record Settings(
            int trees, int maxSamples, int maxFeatures, boolean isBootstrapped, double contamination, long seed) {
        /** Checks the ranges. */
        public Settings {
            require(trees >= 1, "trees: must be >= 1, was " + trees);
            require(maxSamples >= 2, "max-samples: must be >= 2, was " + maxSamples);
            require(maxFeatures >= 1, "max-features: must be >= 1, was " + maxFeatures);
            require(
                    contamination >= 0 && contamination <= 0.5,
                    "contamination: must be from 0 to 0.5, was " + contamination);
        }

        private static void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalArgumentException(otherwise);
            }
        }
    }

    /**
     * Grows a forest. Single-threaded; takes milliseconds for the usual settings, however many rows there are, and then the time
     * to score all rows if a contamination is given.
     *
     * @param features the names of a row's columns
     * @param rows row-major; each value finite as a float
     * @param n how many rows, at least 2
     * @param grown told how many trees there are, after each
     */
    public static IsolationForest train(
            List<String> features, double[] rows, int n, Settings settings, IntConsumer grown) {
        if (n < 2) {
            throw new IllegalArgumentException("a forest needs at least 2 rows, had " + n);
        }
        int width = features.size();
        float[] values = toFloats(rows, n * width);
        SplittableRandom random = new SplittableRandom(settings.seed());
        int maxSamples = Math.min(settings.maxSamples(), n);
        Urn rowUrn = new Urn(n, random);
        Urn featureUrn = new Urn(width, random);
        IsolationTreeGrower grower = new IsolationTreeGrower(values, width, maxSamples, random);
        List<IsolationTree> trees = new ArrayList<>();
        for (int i = 1; i <= settings.trees(); i++) {
            int[] columns = featureUrn.draw(Math.min(settings.maxFeatures(), width));
            Arrays.sort(columns);
            int[] sample = settings.isBootstrapped() ? rowUrn.drawAndReturn(maxSamples) : rowUrn.draw(maxSamples);
            trees.add(grower.grow(columns, sample));
            grown.accept(i);
        }
        IsolationForest forest = new IsolationForest(features, trees, maxSamples, USUAL_THRESHOLD);
        if (settings.contamination() == 0) {
            return forest;
        }
        double[] scores = new double[n];
        forest.scorer().score(rows, n, scores);
        Arrays.sort(scores);
        return forest.withThreshold(quantile(scores, 1 - settings.contamination()));
    }

    /**
     * The value below which a share of others lies, between two neighbours in proportion.
     *
     * @param sorted ascending, at least one
     * @param share from 0 to 1
     */
    public static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = Math.min((int) place, sorted.length - 1);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }

    private static float[] toFloats(double[] rows, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) rows[i];
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("each value must be finite as a float, one was " + rows[i]);
            }
        }
        return values;
    }

    /** Numbers from 0 on, drawn at random. */
    private static final class Urn {
        private final int[] numbers;
        private final SplittableRandom random;

        Urn(int size, SplittableRandom random) {
            numbers = IntStream.range(0, size).toArray();
            this.random = random;
        }

        /** Different numbers; they are back in the urn for the next draw. */
        int[] draw(int count) {
            for (int i = 0; i < count; i++) {
                int j = random.nextInt(i, numbers.length);
                int drawn = numbers[j];
                numbers[j] = numbers[i];
                numbers[i] = drawn;
            }
            return Arrays.copyOf(numbers, count);
        }

        /** The numbers met when each is put back before the next is drawn. */
        int[] drawAndReturn(int count) {
            return IntStream.generate(() -> random.nextInt(numbers.length))
                    .limit(count)
                    .distinct()
                    .toArray();
        }
    }
}
