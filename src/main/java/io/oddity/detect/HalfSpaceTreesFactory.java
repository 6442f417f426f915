package io.oddity.detect;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Offers {@link HalfSpaceTrees} to pipelines, with River's defaults but for the seed.
 *
 * <p>River's default seed is {@code None}: other trees, other scores after every start. A verdict must be reproducible, so the
 * seed here is a number. Features are expected between 0 and 1, which is where a pipeline's scaling puts them.
 */
public final class HalfSpaceTreesFactory implements DetectorFactory {
    /** Beyond 2^53 a double is no longer every whole number. */
    private static final long MAX_SEED = 1L << 53;

    /** For {@link java.util.ServiceLoader}. */
    public HalfSpaceTreesFactory() {}

    @Override
    public String type() {
        return "half-space-trees";
    }

    @Override
    public String summary() {
        return "learns each sensor's usual range and finds what falls outside; needs features scaled to 0..1";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.whole(
                        "trees", 10, 1, 256, "random trees a score is averaged over; cost and memory grow with it"),
                Parameter.whole(
                        "height", 8, 1, 15, "levels of splits; each one more halves the cells and doubles the memory"),
                Parameter.whole(
                        "window",
                        250,
                        1,
                        HalfSpaceTrees.MAX_WINDOW,
                        "readings a sensor is compared with; as many pass before its first score"),
                Parameter.whole(
                        "seed", 42, -MAX_SEED, MAX_SEED, "draws the trees; the same seed gives the same scores"));
    }

    @Override
    public long largestState(Map<String, Double> parameters, int features) {
        int trees = parameters.get("trees").intValue();
        int height = parameters.get("height").intValue();
        return (long) Long.BYTES * HalfSpaceTrees.words(trees, height, warmUp(parameters));
    }

    @Override
    public int warmUp(Map<String, Double> parameters) {
        return parameters.get("window").intValue();
    }

    @Override
    public Supplier<OnlineDetector> configure(Map<String, Double> parameters, List<String> features) {
        HalfSpaceForest forest = new HalfSpaceForest(
                parameters.get("trees").intValue(),
                parameters.get("height").intValue(),
                BigInteger.valueOf(parameters.get("seed").longValue()),
                features,
                Map.of());
        int window = parameters.get("window").intValue();
        return () -> new HalfSpaceTrees(forest, window);
    }
}
