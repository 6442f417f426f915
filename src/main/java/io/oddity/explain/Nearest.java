package io.oddity.explain;

import io.oddity.model.Explanation.Bound;
import io.oddity.model.Explanation.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Finds the reading nearest to an odd one that would have been normal, on the way to what was expected: of the channel that contributes most, or where
 * that is not enough, of that one and the next together.
 */
public final class Nearest {
    private static final int MOST_CHANNELS = 3;

    /** Halvings of the way; after ten a thousandth of it is left. */
    private static final int STEPS = 10;

    private final List<Part> moved = new ArrayList<>();
    private final ToDoubleFunction<double[]> scores;
    private final double threshold;
    private final double[] values;

    private Nearest(int channels, ToDoubleFunction<double[]> scores, double threshold) {
        this.scores = scores;
        this.threshold = threshold;
        values = new double[channels];
    }

    /**
     * Looks for it, with {@value #STEPS} scores and at most {@value #MOST_CHANNELS} more.
     *
     * @param parts the one that contributes most first
     * @param channels how many a reading has
     * @param scores says what the score would be with other values, by channel, NaN for what stays; NaN where that cannot be told
     * @param threshold what is not above it is normal
     * @return channel by channel, all together; empty where it was not found. Has the score that {@code scores} gives these very values
     */
    public static List<Bound> find(
            List<Part> parts, int channels, ToDoubleFunction<double[]> scores, double threshold) {
        Nearest nearest = new Nearest(channels, scores, threshold);
        for (Part part : parts) {
            if (nearest.moved.size() == MOST_CHANNELS) {
                break;
            }
            if (Math.abs(part.deviation()) > 0 && !(part.contribution() == 0)) {
                nearest.moved.add(part);
                if (nearest.isNormal(1)) {
                    return nearest.bisect();
                }
            }
        }
        return List.of();
    }

    private List<Bound> bisect() {
        double odd = 0;
        double normal = 1;
        for (int i = 0; i < STEPS; i++) {
            double middle = (odd + normal) / 2;
            if (isNormal(middle)) {
                normal = middle;
            } else {
                odd = middle;
            }
        }
        double share = normal;
        return moved.stream()
                .map(part -> new Bound(part.channel(), at(part, share), part.deviation() > 0))
                .toList();
    }

    private boolean isNormal(double share) {
        Arrays.fill(values, Double.NaN);
        moved.forEach(part -> values[part.channel()] = at(part, share));
        return scores.applyAsDouble(values) <= threshold;
    }

    /** A share of the way from what was measured to what was expected, in a number that people can read. */
    private static double at(Part part, double share) {
        double value = part.value() - share * part.deviation();
        return Figures.towards(part.expected(), value, Parts.digits(part));
    }
}
