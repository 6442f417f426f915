package io.oddity.backtest.report;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** Numbers for people. What is not known is a dash. */
final class Words {
    static final String UNKNOWN = "–";

    private Words() {}

    /** Between 0 and 1. */
    static String share(double share) {
        return Double.isNaN(share) ? UNKNOWN : format("%.3f", share);
    }

    static String percent(double share) {
        return Double.isNaN(share) ? UNKNOWN : format("%.1f %%", 100 * share);
    }

    static String count(long count) {
        return format("%,d", count);
    }

    /** How often; small rates keep their first digits. */
    static String rate(double rate) {
        if (!Double.isFinite(rate)) {
            return UNKNOWN;
        }
        return rate != 0 && rate < 0.1 ? format("%.2g", rate) : format("%,.2f", rate);
    }

    /** A threshold, without zeros at its end. */
    static String threshold(double threshold) {
        return format("%.4f", threshold).replaceFirst("0{1,2}$", "");
    }

    static String duration(OptionalLong micros) {
        return micros.isEmpty() ? UNKNOWN : duration(micros.getAsLong());
    }

    /** Its two largest units. */
    static String duration(long micros) {
        Duration duration = Duration.ofNanos(micros * 1_000);
        if (duration.toDays() > 0) {
            return two(duration.toDays(), "d", duration.toHoursPart(), "h");
        }
        if (duration.toHours() > 0) {
            return two(duration.toHours(), "h", duration.toMinutesPart(), "min");
        }
        if (duration.toMinutes() > 0) {
            return two(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
        }
        return format(duration.toSeconds() >= 10 || micros % 1_000_000 == 0 ? "%.0f s" : "%.3f s", micros / 1e6);
    }

    private static String two(long large, String largeUnit, int small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
