package io.oddity.threshold;

/**
 * How far the peaks of a sensor's odds reach beyond a level: a generalized Pareto distribution, fitted by the method of moments.
 *
 * <p>Source: peaks over threshold, as Siffer et al., "Anomaly Detection in Streams with Extreme Value Theory", KDD 2017, use it, but without
 * a solver: the two moments say shape and scale. Few peaks say little about the shape, so it is drawn towards 0, an exponential
 * tail; and that little is known is itself a heavier tail, which is what the predictive distribution of an exponential is: shape 1 /
 * peaks. Mutable and reused, so that nothing is allocated for a reading.
 */
final class Tail {
    /** So many peaks count as much as the belief in an exponential tail. */
    private static final double SHAPE_PRIOR = 50;

    /** Beyond it moments do not exist, or a tail ends at once. */
    private static final double STEEPEST = 0.3;

    private double scale;
    private double shape;

    /** Takes over the mean of peaks and of their squares, and how many they are of. */
    void fit(double mean, double squares, double peaks) {
        double variance = Math.max(1e-12, squares - mean * mean);
        double raw = 0.5 * (1 - mean * mean / variance);
        double drawn = Math.max(-STEEPEST, Math.min(STEEPEST, raw)) * peaks / (peaks + SHAPE_PRIOR);
        scale = Math.max(1e-9, mean * (1 - drawn));
        shape = drawn + 1 / peaks;
    }

    /** The share of peaks that reach farther than {@code excess} beyond the level. */
    double share(double excess) {
        if (isExponential()) {
            return StrictMath.exp(-excess / scale);
        }
        double base = 1 + shape * excess / scale;
        return base <= 0 ? 0 : StrictMath.pow(base, -1 / shape);
    }

    /** How far beyond the level the given share of peaks reaches, more than 0 and at most 1. */
    double excess(double share) {
        return isExponential() ? -scale * StrictMath.log(share) : scale / shape * (StrictMath.pow(share, -shape) - 1);
    }

    private boolean isExponential() {
        return Math.abs(shape) < 1e-9;
    }
}
