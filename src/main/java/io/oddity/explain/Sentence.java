package io.oddity.explain;

import io.oddity.model.Channel;
import io.oddity.model.Explanation.Bound;
import io.oddity.model.Explanation.Part;
import io.oddity.model.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says in one plain English sentence, without capital and full stop, why a reading is an anomaly:
 * {@code vibration 0.92 mm/s, expected 0.31-0.68, 7 sigma above; temperature as usual}. Immutable.
 */
public final class Sentence {
    /** A channel with this share of the oddness is worth its own words. */
    private static final double WORTH_TELLING = 0.2;

    private static final int MOST_TOLD = 3;

    /** Beyond so many sigmas nobody cares how many. */
    private static final double VERY_FAR = 1_000;

    private final List<Channel> channels;

    /** Prepares for readings with these channels. */
    public Sentence(List<Channel> channels) {
        this.channels = List.copyOf(channels);
    }

    /**
     * Of a reading whose values are odd.
     *
     * @param parts the one that contributes most first
     * @param nearest how it would be normal, if that is known
     * @param isApart whether it is far from all others
     */
    public String odd(List<Part> parts, List<Bound> nearest, boolean isApart) {
        List<Part> told = parts.stream().filter(part -> isTold(parts, part)).toList();
        List<String> clauses = new ArrayList<>();
        told.stream().limit(MOST_TOLD).forEach(part -> clauses.add(clause(part)));
        if (told.size() > MOST_TOLD) {
            clauses.add(told.size() - MOST_TOLD + " more beside");
        }
        String text = String.join(", and ", clauses);
        if (isApart) {
            text += ", apart from all that is usual";
        } else if (!told.isEmpty() && told.stream().allMatch(Part::isInside)) {
            text += told.size() > 1 ? ": each as usual, but not together" : ": a usual value, but not now";
        }
        return text + calm(parts, told) + normal(parts, nearest);
    }

    private static boolean isTold(List<Part> parts, Part part) {
        return part.equals(parts.get(0))
                || part.contribution() >= WORTH_TELLING
                || (!Double.isNaN(part.expected()) && !part.isInside());
    }

    /** Of a reading and what was expected of it, whether that is odd or not. */
    public String measured(List<Part> parts) {
        return String.join(
                ", and ", parts.stream().limit(MOST_TOLD).map(this::clause).toList());
    }

    private String clause(Part part) {
        int digits = Parts.digits(part);
        String value = name(part.channel()) + ' ' + Figures.text(part.value(), digits) + unit(part.channel());
        if (Double.isNaN(part.expected())) {
            return value;
        }
        if (Double.isNaN(part.sigmas())) {
            return part.deviation() == 0
                    ? value + " as ever"
                    : value + ", expected " + exact(part.expected()) + " as ever";
        }
        String band = band(part, digits);
        return part.isInside()
                ? value + ", within the expected " + band
                : value + ", expected " + band + ", " + far(part);
    }

    private static String band(Part part, int digits) {
        return Figures.text(part.low(), digits) + (part.low() < 0 ? " to " : "-") + Figures.text(part.high(), digits);
    }

    private static String far(Part part) {
        double sigmas = Math.abs(part.sigmas());
        String many = sigmas > VERY_FAR ? "more than " + Figures.text(VERY_FAR, 0) : shortly(sigmas);
        return many + " sigma " + (part.sigmas() > 0 ? "above" : "below");
    }

    private String calm(List<Part> parts, List<Part> told) {
        List<String> names = parts.stream()
                .filter(part -> !told.contains(part) && !Double.isNaN(part.expected()))
                .map(part -> name(part.channel()))
                .toList();
        if (names.isEmpty()) {
            return "";
        }
        return "; " + (names.size() > MOST_TOLD ? names.size() + " others" : all(names)) + " as usual";
    }

    private static String all(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    private String normal(List<Part> parts, List<Bound> nearest) {
        if (nearest.isEmpty()) {
            return "";
        }
        return "; would be normal at "
                + String.join(
                        " and ",
                        nearest.stream().map(bound -> bound(parts, bound)).toList());
    }

    private String bound(List<Part> parts, Bound bound) {
        int digits = parts.stream()
                .filter(part -> part.channel() == bound.channel())
                .mapToInt(Parts::digits)
                .findFirst()
                .orElse(Figures.digits(0, bound.value()));
        return name(bound.channel()) + (bound.isMost() ? " <= " : " >= ") + Figures.text(bound.value(), digits);
    }

    private String name(int channel) {
        return channels.get(channel).name();
    }

    private String unit(int channel) {
        String unit = channels.get(channel).unit();
        return unit.isEmpty() ? "" : ' ' + unit;
    }

    /** Of a sensor with which something is wrong. */
    public String wrong(Finding finding) {
        String measured = seconds(Math.abs(finding.measured()));
        String limit = seconds(Math.abs(finding.limit()));
        return switch (finding.kind()) {
            case RANGE -> range(finding);
            case STUCK ->
                name(finding.channel()) + " has not changed for " + count(finding.measured()) + " readings; more than "
                        + count(finding.limit()) + " in a row are unusual";
            case CLOCK ->
                finding.measured() < 0
                        ? "measured " + measured + " before the reading before; more than " + limit + " is unusual"
                        : "measured " + measured + " ahead of time; more than " + limit + " is unusual";
            case DUPLICATE -> "the reading before once more, with the same time and values";
            case RATE -> "now speaks every " + measured + "; usually every " + limit;
            case SILENT -> "silent for " + measured + "; more than " + limit + " is unusual";
        };
    }

    /** Of a sensor that is silent, whose usual interval is known. */
    public String silent(Finding finding, double usualSeconds) {
        return usualSeconds > 0
                ? "silent for " + seconds(finding.measured()) + "; usually speaks every " + seconds(usualSeconds)
                : wrong(finding);
    }

    private String range(Finding finding) {
        String unit = unit(finding.channel());
        String beyond = finding.measured() < finding.limit() ? ", below the least" : ", above the most";
        return name(finding.channel()) + ' ' + exact(finding.measured()) + unit + beyond + " there can be, "
                + exact(finding.limit()) + unit;
    }

    private static String exact(double value) {
        return Figures.text(value, Figures.digits(0, value));
    }

    private static String count(double number) {
        return String.format(Locale.ROOT, "%.0f", number);
    }

    /** In the unit in which people would say it. */
    private static String seconds(double seconds) {
        if (seconds < 1) {
            return shortly(seconds * 1_000) + " ms";
        }
        if (seconds < 120) {
            return shortly(seconds) + " s";
        }
        if (seconds < 2 * 3_600) {
            return shortly(seconds / 60) + " min";
        }
        return seconds < 48 * 3_600 ? shortly(seconds / 3_600) + " h" : shortly(seconds / 86_400) + " days";
    }

    private static String shortly(double number) {
        return Figures.text(number, number < 10 ? 1 : 0);
    }
}
