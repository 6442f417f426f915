package io.oddity.health;

import io.oddity.model.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is looked for in a pipeline's sensors.
 *
 * @param kinds what is told; with none, health is not looked after
 * @param limits by channel
 */
public record HealthSpec(Set<Kind> kinds, List<Limits> limits) {
    /** Looks after nothing. */
    public static final HealthSpec NONE = new HealthSpec(Set.of(), List.of());

    /** The lowest and the highest value that a channel may have. */
    public record Limits(double low, double high) {
        /** Any value. */
        public static final Limits NONE = new Limits(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

        /**
         * As it is declared.
         *
         * @param range lowest and highest; null where nothing is
         * @param unit where nothing is declared, nothing is colder than absolute zero
         */
        public static Limits of(List<Double> range, String unit) {
            if (range != null) {
                return new Limits(range.get(0), range.get(1));
            }
            double coldest =
                    switch (unit.toLowerCase(Locale.ROOT).replace("°", "").strip()) {
                        case "c", "degc", "celsius" -> -273.15;
                        case "f", "degf", "fahrenheit" -> -459.67;
                        default -> Double.NEGATIVE_INFINITY;
                    };
            return new Limits(coldest, Double.POSITIVE_INFINITY);
        }
    }

    /** Copies the collections. */
    public HealthSpec {
        kinds = Set.copyOf(kinds);
        limits = List.copyOf(limits);
    }

    /** Whether there is anything to look for. */
    public boolean isOn() {
        return !kinds.isEmpty();
    }
}
