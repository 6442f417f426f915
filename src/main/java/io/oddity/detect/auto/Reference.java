package io.oddity.detect.auto;

import static io.oddity.detect.auto.Layout.number;
import static io.oddity.detect.auto.Layout.set;

/**
 * Mean and covariance of rows, and how far a row is from them: Mahalanobis' distance, standardised and clipped so that one
 * channel gone wild does not drown the rest.
 *
 * <p>Two sets of statistics: what is normal, and a challenger that becomes part of it by {@link #giveIn}. Weights are the
 * caller's. Distances are by the normal ones as of the last {@link #factor}.
 */
final class Reference {
    /** Keeps the correlations of channels that copy each other invertible. */
    private static final double DIAGONAL = 1.03;

    private static final double CLIP = 5;
    private static final double FARTHEST = 50;

    private final int d;
    private final int mean;
    private final int covariance;
    private final int challengerMean;
    private final int challengerCovariance;
    private final int root;

    /** What the distance of the last row is made of: its channels, standardised, without what each shares with those before it. */
    private final double[] y;

    private final double[] away;

    Reference(Layout layout, int d) {
        this.d = d;
        int triangle = d * (d + 1) / 2;
        mean = layout.take(d);
        covariance = layout.take(triangle);
        challengerMean = layout.take(d);
        challengerCovariance = layout.take(triangle);
        root = layout.take(triangle);
        y = new double[d];
        away = new double[d];
    }

    /** Takes a row into what is normal; {@code weight} counts it. */
    void learn(long[] s, int at, double[] row, double weight) {
        add(s, at + mean, at + covariance, row, weight);
    }

    /** Takes a row into the challenger; {@code weight} counts it, 1 starts anew. */
    void challenge(long[] s, int at, double[] row, double weight) {
        add(s, at + challengerMean, at + challengerCovariance, row, weight);
    }

    private void add(long[] s, int means, int covariances, double[] row, double weight) {
        double share = 1 / weight;
        for (int i = 0; i < d; i++) {
            away[i] = row[i] - number(s, means + i);
        }
        for (int i = 0, ij = covariances; i < d; i++) {
            for (int j = 0; j <= i; j++, ij++) {
                double old = share == 1 ? 0 : number(s, ij);
                set(s, ij, old + share * ((1 - share) * away[i] * away[j] - old));
            }
        }
        for (int i = 0; i < d; i++) {
            set(s, means + i, share == 1 ? row[i] : number(s, means + i) + share * away[i]);
        }
    }

    /** Makes the challenger part of what is normal. */
    void giveIn(long[] s, int at, double weight, double challengerWeight) {
        double share = challengerWeight / (weight + challengerWeight);
        for (int i = 0; i < d; i++) {
            away[i] = number(s, at + challengerMean + i) - number(s, at + mean + i);
        }
        for (int i = 0, ij = 0; i < d; i++) {
            for (int j = 0; j <= i; j++, ij++) {
                double old = number(s, at + covariance + ij);
                double other = number(s, at + challengerCovariance + ij);
                set(s, at + covariance + ij, old + share * (other - old) + share * (1 - share) * away[i] * away[j]);
            }
            set(s, at + mean + i, number(s, at + mean + i) + share * away[i]);
        }
    }

    /** Takes the root of the correlations (Cholesky), by which distances are then measured. */
    void factor(long[] s, int at) {
        int r = at + root;
        for (int i = 0, ij = 0; i < d; i++) {
            for (int j = 0; j <= i; j++, ij++) {
                double sum = i == j ? DIAGONAL : correlation(s, at, i, j);
                for (int k = 0; k < j; k++) {
                    sum -= number(s, r + triangle(i, k)) * number(s, r + triangle(j, k));
                }
                set(s, r + ij, i == j ? Math.sqrt(sum) : sum / number(s, r + triangle(j, j)));
            }
        }
    }

    private double correlation(long[] s, int at, int i, int j) {
        double both = number(s, at + covariance + triangle(i, i)) * number(s, at + covariance + triangle(j, j));
        return both > 0 ? number(s, at + covariance + triangle(i, j)) / Math.sqrt(both) : 0;
    }

    /**
     * The distance of a row from what is normal, about 1 for normal rows, whatever the number of channels. A channel that is NaN
     * adds nothing, and gets the value that is to be expected beside those before it.
     */
    double distance(long[] s, int at, double[] row) {
        double sum = 0;
        int present = 0;
        for (int i = 0; i < d; i++) {
            double expected = 0;
            for (int k = 0; k < i; k++) {
                expected += number(s, at + root + triangle(i, k)) * y[k];
            }
            if (Double.isNaN(row[i])) {
                row[i] = number(s, at + mean + i) + expected * unit(s, at, i);
                y[i] = 0;
            } else {
                y[i] = (standardised(s, at, i, row[i]) - expected) / number(s, at + root + triangle(i, i));
                sum += y[i] * y[i];
                present++;
            }
        }
        return present == 0 ? 0 : Math.sqrt(sum / present);
    }

    /**
     * Which share each channel has in the last distance: by how much its square would be less without the channel. Of the root by which that
     * was measured, so not after another {@link #factor}.
     *
     * <p>With R = L L' and L y = t, leaving out channel a takes g_a^2 / P_aa off y'y, where L' g = y and P is the inverse of R.
     *
     * @return whether there is anything to share
     */
    boolean attribute(long[] s, int at, double[] shares) {
        int r = at + root;
        double sum = 0;
        for (int a = 0; a < d; a++) {
            // Column a of the inverse of L, which is 0 above a.
            double g = 0;
            double p = 0;
            for (int i = a; i < d; i++) {
                double x = i == a ? 1 : 0;
                for (int k = a; k < i; k++) {
                    x -= number(s, r + triangle(i, k)) * away[k];
                }
                away[i] = x / number(s, r + triangle(i, i));
                g += away[i] * y[i];
                p += away[i] * away[i];
            }
            shares[a] = g * g / p;
            sum += shares[a];
        }
        for (int a = 0; a < d && sum > 0; a++) {
            shares[a] /= sum;
        }
        return sum > 0;
    }

    /** Gives each channel that is NaN its mean. */
    void complete(long[] s, int at, double[] row) {
        for (int i = 0; i < d; i++) {
            row[i] = Double.isNaN(row[i]) ? number(s, at + mean + i) : row[i];
        }
    }

    private double standardised(long[] s, int at, int i, double x) {
        double t = (x - number(s, at + mean + i)) / unit(s, at, i);
        double size = Math.abs(t);
        return size <= CLIP ? t : Math.signum(t) * CLIP * (1 + Math.log(Math.min(size, FARTHEST) / CLIP));
    }

    /** A channel's standard deviation, and a little more so that it is not 0. */
    double unit(long[] s, int at, int i) {
        double sd = Math.sqrt(number(s, at + covariance + triangle(i, i)));
        return sd + 1e-4 * Math.max(1e-3, Math.abs(number(s, at + mean + i))) + 1e-9;
    }

    private static int triangle(int i, int j) {
        return i * (i + 1) / 2 + j;
    }
}
