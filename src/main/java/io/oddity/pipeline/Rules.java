package io.oddity.pipeline;

import io.oddity.explain.Expectation;
import io.oddity.model.Explanation;
import io.oddity.model.Readings;
import java.util.Arrays;
import java.util.List;

/** The rules of one pipeline, and which of them are about which sensor. Single-threaded: owned by one {@link Scorer}. */
final class Rules {
    private final Rule[] all;
    private final boolean hasDeviations;

    /** By slot; null where it is not known. */
    private Rule[][] bySlot = new Rule[0][];

    Rules(List<Rule> rules) {
        all = rules.toArray(Rule[]::new);
        hasDeviations = rules.stream().anyMatch(Rule.Deviation.class::isInstance);
    }

    /** The slot may be another sensor's next. */
    void close(int slot) {
        if (slot < bySlot.length) {
            bySlot[slot] = null;
        }
    }

    /**
     * The rule for which a reading is not to be judged, in words; null without one.
     *
     * @param slot the sensor's; -1 when the reading is not judged anyway
     */
    String ignoring(int slot, Readings readings, int row) {
        if (all.length == 0) {
            return null;
        }
        for (Rule rule : slot < 0 ? about(readings.sensorId(row)) : about(slot, readings.sensorId(row))) {
            if (rule instanceof Rule.Ignore ignore && ignore.condition().holds(readings, row)) {
                return rule.text();
            }
        }
        return null;
    }

    /** Whether some deviations do not count. */
    boolean hasDeviations() {
        return hasDeviations;
    }

    /**
     * The rule for which nothing about an odd reading counts, in words; null when something does, or nothing is known. What is odd about it are the
     * channels beyond their band; where none is, any of them may be.
     */
    String discounting(int slot, Readings readings, int row, Expectation expectation) {
        Rule[] rules = about(slot, readings.sensorId(row));
        boolean anyStandsOut = false;
        for (int channel = 0; channel < readings.channels(); channel++) {
            anyStandsOut |= standsOut(slot, readings, row, channel, expectation);
        }
        String reason = null;
        for (int channel = 0; channel < readings.channels(); channel++) {
            double deviation = readings.value(row, channel) - expectation.expected(slot, channel);
            if (!Double.isNaN(deviation) && (!anyStandsOut || standsOut(slot, readings, row, channel, expectation))) {
                String discounting = discounting(rules, channel, deviation);
                if (discounting == null) {
                    return null;
                }
                reason = reason == null ? discounting : reason;
            }
        }
        return reason;
    }

    private static boolean standsOut(int slot, Readings readings, int row, int channel, Expectation expectation) {
        double deviation = readings.value(row, channel) - expectation.expected(slot, channel);
        return Math.abs(deviation) > Explanation.BAND * expectation.sigma(slot, channel);
    }

    private static String discounting(Rule[] rules, int channel, double deviation) {
        for (Rule rule : rules) {
            if (rule instanceof Rule.Deviation limit && limit.isAbout(channel) && !limit.counts(deviation)) {
                return rule.text();
            }
        }
        return null;
    }

    private Rule[] about(int slot, String sensorId) {
        if (slot >= bySlot.length) {
            bySlot = Arrays.copyOf(bySlot, Math.max(slot + 1, 2 * bySlot.length));
        }
        if (bySlot[slot] == null) {
            bySlot[slot] = about(sensorId);
        }
        return bySlot[slot];
    }

    private Rule[] about(String sensorId) {
        return Arrays.stream(all).filter(rule -> rule.sensors().test(sensorId)).toArray(Rule[]::new);
    }
}
