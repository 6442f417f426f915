package io.oddity.send;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * What was sent.
 *
 * @param sensors how many different keys
 * @param notNumeric readings with a cell that is no number
 * @param skipped malformed lines that were passed over
 * @param leftOut columns that were not sent, because they hold no numbers
 */
public record Summary(long readings, int sensors, long notNumeric, long skipped, Set<String> leftOut, Duration took) {
    /** For people: {@code sent 22,695 readings of 1 sensor to machines in 0.9 s (25,210/s)}. */
    public String toLine(String topic) {
        double seconds = Math.max(took.toNanos(), 1) / 1e9;
        String line = "sent " + counted(readings, "reading");
        if (sensors > 0) {
            line += " of " + counted(sensors, "sensor");
        }
        line += String.format(Locale.ROOT, " to %s in %.1f s (%,.0f/s)", topic, seconds, readings / seconds);
        if (notNumeric > 0) {
            line += "; " + counted(notNumeric, "reading")
                    + " with text where a number belongs, Oddity will reject them";
        }
        if (skipped > 0) {
            line += "; skipped " + counted(skipped, "bad line");
        }
        if (!leftOut.isEmpty()) {
            line += "; left out, not numbers: " + String.join(", ", leftOut) + " (--channels sends them)";
        }
        return line;
    }

    static String counted(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }
}
