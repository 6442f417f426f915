package io.oddity.pipeline;

import io.oddity.explain.Expectation;
import io.oddity.explain.Nearest;
import io.oddity.explain.Parts;
import io.oddity.explain.Sentence;
import io.oddity.feature.Feature;
import io.oddity.model.Explanation;
import io.oddity.model.Explanation.Bound;
import io.oddity.model.Explanation.Part;
import io.oddity.model.Finding;
import io.oddity.model.Kind;
import io.oddity.model.Readings;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Finds out why a row is an anomaly, right after it was decided and before anything else is learned. Single-threaded: owned by one
 * {@link Scorer}.
 *
 * <p>What each channel contributes to a score is what the detector that made it says of itself; where it says nothing, how much the score falls when the
 * channel is what was expected; where that cannot be told either, how many sigmas the channel is away.
 */
final class Explainer {
    /** A channel that stood still and does not any more counts as so many sigmas. */
    private static final double FARTHEST = 1e6;

    private final List<Feature> features;
    private final int channels;
    private final List<Step> steps;
    private final Decision decision;
    private final Expectation expectation;
    private final Sentence sentence;
    private final double[] trial;
    private final double[] byColumn;

    /**
     * Prepares.
     *
     * @param steps all of the pipeline's; none when they are ahead of the row that is to be explained
     * @param width how many columns a row has
     */
    Explainer(PipelineSpec spec, List<Step> steps, Decision decision, Expectation expectation, int width) {
        features = spec.features().columns();
        channels = spec.channels().size();
        this.steps = steps;
        this.decision = decision;
        this.expectation = expectation;
        sentence = new Sentence(spec.channels());
        trial = new double[width];
        byColumn = new double[width];
    }

    /** What is to be said of a sensor that is silent. */
    String silent(Finding finding, double usualSeconds) {
        return sentence.silent(finding, usualSeconds);
    }

    /**
     * Explains a row.
     *
     * @param threshold its score is above that; NaN when the score is not what is odd
     * @param finding what is wrong with the sensor; null for nothing
     */
    Explanation explain(Rows rows, int row, double threshold, Finding finding) {
        Readings readings = rows.readings(row);
        int index = rows.index(row);
        boolean isOdd = !Double.isNaN(threshold);
        boolean isWrong = finding != null && finding.isFault();
        double[] contributions = isOdd ? contributions(rows, row) : isWrong ? contributions(finding) : null;
        Expectation known = rows.slot(row) < 0 ? null : expectation;
        List<Part> parts = Parts.of(known, rows.slot(row), readings, index, contributions);
        List<Bound> nearest = List.of();
        if (isOdd && !steps.isEmpty()) {
            nearest = Nearest.find(parts, channels, values -> score(rows, row, values), threshold);
        } else if (isWrong && finding.kind() == Kind.RANGE) {
            nearest = List.of(new Bound(finding.channel(), finding.limit(), finding.measured() > finding.limit()));
        }
        String why = isWrong ? sentence.wrong(finding) : "";
        if (isOdd) {
            why += (isWrong ? "; " : "") + sentence.odd(parts, nearest, rows.isApart(row));
        }
        return new Explanation(why, parts, nearest);
    }

    private double[] contributions(Finding finding) {
        return finding.channel() < 0 ? null : shares(new int[] {finding.channel()}, channel -> 1);
    }

    /** By channel; null where nothing can be said. */
    private double[] contributions(Rows rows, int row) {
        Readings readings = rows.readings(row);
        int index = rows.index(row);
        int[] judged = IntStream.range(0, channels)
                .filter(channel -> !Double.isNaN(readings.value(index, channel)))
                .filter(channel -> features.stream().anyMatch(feature -> feature.channel() == channel))
                .toArray();
        if (judged.length == 1) {
            return shares(judged, channel -> 1);
        }
        double[] shares = attributed(rows, row, judged);
        if (shares == null) {
            shares = shares(judged, channel -> fall(rows, row, channel));
        }
        return shares == null ? shares(judged, channel -> sigmas(rows, row, channel)) : shares;
    }

    /** Null where there is nothing to share, or something is not known. */
    private double[] shares(int[] among, IntToDoubleFunction ofChannel) {
        double[] shares = new double[channels];
        double sum = 0;
        for (int channel : among) {
            shares[channel] = ofChannel.applyAsDouble(channel);
            sum += shares[channel];
        }
        if (!(sum > 0)) {
            return null;
        }
        for (int channel : among) {
            shares[channel] /= sum;
        }
        return shares;
    }

    /** What the detector says of itself that made the score; null where it does not know, or reads what others say. */
    private double[] attributed(Rows rows, int row, int[] judged) {
        if (steps.isEmpty()) {
            return null;
        }
        int decisive = decision.decisive(rows.values(), rows.at(row));
        Arrays.fill(byColumn, 0);
        boolean isKnown = decisive >= 0 && steps.get(decisive) instanceof OnlineStep step && step.attribute(byColumn);
        boolean isOfChannels =
                Arrays.stream(byColumn, features.size(), byColumn.length).allMatch(share -> share == 0);
        if (!isKnown || !isOfChannels) {
            return null;
        }
        return shares(judged, channel -> IntStream.range(0, features.size())
                .filter(feature -> features.get(feature).channel() == channel)
                .mapToDouble(feature -> byColumn[feature])
                .sum());
    }

    /** How much less the score would be if a channel were what was expected. */
    private double fall(Rows rows, int row, int channel) {
        double expected = expectation.expected(rows.slot(row), channel);
        if (steps.isEmpty() || Double.isNaN(expected)) {
            return Double.NaN;
        }
        double[] values = new double[channels];
        Arrays.fill(values, Double.NaN);
        values[channel] = expected;
        double score = decision.score(rows.values(), rows.at(row));
        double fall = score - score(rows, row, values);
        return Double.isNaN(fall) ? fall : Math.max(0, fall);
    }

    private double sigmas(Rows rows, int row, int channel) {
        double away = Math.abs(
                rows.readings(row).value(rows.index(row), channel) - expectation.expected(rows.slot(row), channel));
        return away > 0 ? Math.min(FARTHEST, away / expectation.sigma(rows.slot(row), channel)) : 0;
    }

    /** The pipeline's score of a row with other values in some channels, NaN for those that stay; NaN where that cannot be told. */
    private double score(Rows rows, int row, double[] values) {
        System.arraycopy(rows.values(), rows.at(row), trial, 0, trial.length);
        for (int i = 0; i < features.size(); i++) {
            Feature feature = features.get(i);
            if (!Double.isNaN(values[feature.channel()])) {
                if (feature.window() != null) {
                    return Double.NaN;
                }
                trial[i] = feature.of(values[feature.channel()]);
            }
        }
        for (Step step : steps) {
            if (!step.computeInstead(rows, row, trial)) {
                return Double.NaN;
            }
        }
        return decision.score(trial, 0);
    }
}
