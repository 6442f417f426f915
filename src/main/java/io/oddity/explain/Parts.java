package io.oddity.explain;

import static io.oddity.model.Explanation.BAND;

import io.oddity.model.Explanation.Part;
import io.oddity.model.Readings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes the {@link Part}s of a reading, in figures that mean something. */
public final class Parts {
    /** Parts of a thousand of the oddness. */
    private static final int SHARE_DIGITS = 3;

    private static final int SIGMA_DIGITS = 2;

    /** Beyond so many sigmas it does not matter how many. */
    private static final double MOST_SIGMAS = 1e6;

    private Parts() {}

    /**
     * Of a reading, the one that contributes most first.
     *
     * @param expectation before it has learned the reading; null when nothing is expected
     * @param slot the sensor's
     * @param contributions by channel, together 1; null where the score is not what is odd
     */
    public static List<Part> of(Expectation expectation, int slot, Readings readings, int row, double[] contributions) {
        List<Part> parts = new ArrayList<>();
        for (int channel = 0; channel < readings.channels(); channel++) {
            double value = readings.value(row, channel);
            if (!Double.isNaN(value)) {
                boolean isExpected = expectation != null;
                parts.add(of(
                        channel,
                        value,
                        isExpected ? expectation.expected(slot, channel) : Double.NaN,
                        isExpected ? expectation.sigma(slot, channel) : Double.NaN,
                        contributions == null ? Double.NaN : contributions[channel]));
            }
        }
        parts.sort(Comparator.comparingDouble((Part part) -> -weight(part)).thenComparingInt(Part::channel));
        return parts;
    }

    /** How many digits behind the point its figures need. */
    static int digits(Part part) {
        return Figures.digits((part.high() - part.expected()) / BAND, part.value());
    }

    private static double weight(Part part) {
        if (!Double.isNaN(part.contribution())) {
            return part.contribution();
        }
        double sigmas = Math.abs(part.sigmas());
        return Double.isNaN(sigmas) ? Math.abs(part.deviation()) > 0 ? Double.MAX_VALUE : 0 : sigmas;
    }

    private static Part of(int channel, double value, double expected, double sigma, double contribution) {
        double deviation = value - expected;
        double share = Figures.rounded(contribution, SHARE_DIGITS);
        if (!(sigma > 0)) {
            return new Part(channel, value, expected, expected, expected, deviation, Double.NaN, share);
        }
        int digits = Figures.digits(sigma, value);
        return new Part(
                channel,
                value,
                Figures.rounded(expected, digits + 1),
                Figures.rounded(expected - BAND * sigma, digits),
                Figures.rounded(expected + BAND * sigma, digits),
                Figures.rounded(deviation, digits + 1),
                Figures.rounded(Math.max(-MOST_SIGMAS, Math.min(MOST_SIGMAS, deviation / sigma)), SIGMA_DIGITS),
                share);
    }
}
