package io.oddity.threshold;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many false alarms a sensor may give: a budget, such as {@code 1 per sensor per week}.
 *
 * @param count how many, more than 0
 * @param per in which time of the sensor's own readings
 */
public record FalseAlarms(double count, Per per) {
    /** What a pipeline has that names none. */
    public static final FalseAlarms DEFAULT = new FalseAlarms(1, Per.WEEK);

    private static final Pattern TEXT = Pattern.compile("(\\d+(?:\\.\\d+)?) per sensor per (\\w+)");

    /** A span of time; a month has thirty days. */
    public enum Per {
        HOUR(1),
        DAY(24),
        WEEK(7 * 24),
        MONTH(30 * 24);

        private final long micros;

        Per(long hours) {
            micros = hours * 3_600_000_000L;
        }
    }

    /** @throws IllegalArgumentException when {@code count} is not a positive number */
    public FalseAlarms {
        if (!(count > 0 && count < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("must be more than 0, was " + count);
        }
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException when it is written otherwise
     */
    public static FalseAlarms parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("must be such as '" + DEFAULT + "', was '" + text + "'");
        }
        return new FalseAlarms(
                Double.parseDouble(parts.group(1)), Per.valueOf(parts.group(2).toUpperCase(Locale.ROOT)));
    }

    /** How many in a microsecond. */
    public double perMicro() {
        return count / per.micros;
    }

    @Override
    public String toString() {
        String number = count == Math.rint(count) ? Long.toString((long) count) : Double.toString(count);
        return number + " per sensor per " + per.name().toLowerCase(Locale.ROOT);
    }
}
