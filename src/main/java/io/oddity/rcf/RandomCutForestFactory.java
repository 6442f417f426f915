package io.oddity.rcf;

import com.amazon.randomcutforest.config.TransformMethod;
import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import io.oddity.detect.DetectorFactory;
import io.oddity.detect.OnlineDetector;
import io.oddity.detect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Offers {@link RandomCutForestDetector} to pipelines, with the library's defaults but for normalization, shingle and seed. */
public final class RandomCutForestFactory implements DetectorFactory {
    /** Beyond 2^53 a double is no longer every whole number. */
    private static final long MAX_SEED = 1L << 53;

    /** For {@link java.util.ServiceLoader}. */
    public RandomCutForestFactory() {}

    @Override
    public String type() {
        return "random-cut-forest";
    }

    @Override
    public String summary() {
        return "learns what a sensor's last readings look like together, and says which feature is odd; needs no range;"
                + " threshold 0.5";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.whole(
                        "trees", 50, 10, 200, "random trees a score is averaged over; cost and memory grow with it"),
                Parameter.whole(
                        "samples", 256, 32, 2_048, "readings a tree holds; what is ten times as long ago has faded"),
                Parameter.whole(
                        "shingle", 8, 1, 64, "readings in a row that are judged together; 1 sees single readings only"),
                Parameter.whole(
                        "seed", 42, -MAX_SEED, MAX_SEED, "draws the cuts; the same seed gives the same scores"));
    }

    @Override
    public List<String> outputs(List<String> features) {
        return Stream.concat(
                        Stream.of("score"),
                        features.stream().flatMap(feature -> Stream.of(feature + ".high", feature + ".low")))
                .toList();
    }

    /**
     * As if every sample of every tree were a point of its own. Most are shared, and a snapshot is a tenth of this or so.
     *
     * <p>A sample is a weight, a point's index, and a node of two children, a dimension and a cut: 30 bytes at most. Its point has 4
     * bytes for each number of its shingle and 15 to find it by. Names of fields take 1 KB a tree, and they and thresholds a few KB more.
     */
    @Override
    public long largestState(Map<String, Double> parameters, int features) {
        long trees = parameters.get("trees").longValue();
        long samples = trees * parameters.get("samples").longValue();
        long points =
                samples * (30 + 15 + 4L * features * parameters.get("shingle").longValue());
        return points + (trees << 10) + (1 << 14) + (long) Double.BYTES * features * SensorForest.FREEZE_EVERY;
    }

    @Override
    public int warmUp(Map<String, Double> parameters) {
        return parameters.get("samples").intValue() / 4
                + parameters.get("shingle").intValue();
    }

    @Override
    public Supplier<OnlineDetector> configure(Map<String, Double> parameters, List<String> features) {
        int shingle = parameters.get("shingle").intValue();
        Supplier<ThresholdedRandomCutForest> newForest = () -> ThresholdedRandomCutForest.builder()
                .dimensions(features.size() * shingle)
                .shingleSize(shingle)
                .internalShinglingEnabled(true)
                .numberOfTrees(parameters.get("trees").intValue())
                .sampleSize(parameters.get("samples").intValue())
                // Else a feature in hundreds would drown one in hundredths.
                .transformMethod(TransformMethod.NORMALIZE)
                .randomSeed(parameters.get("seed").longValue())
                .parallelExecutionEnabled(false)
                .build();
        return () -> new RandomCutForestDetector(newForest, features.size(), shingle);
    }
}
