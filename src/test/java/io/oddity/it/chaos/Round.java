package io.oddity.it.chaos;

import io.oddity.testing.Expected;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** What the tests of faults have in common: how long they are, their seed, and the line they print. */
final class Round {
    static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final boolean IS_SHORT = Boolean.parseBoolean(System.getProperty("chaos.short", "true"));

    private Round() {}

    static boolean isShort() {
        return IS_SHORT;
    }

    static int of(int ifShort, int ifLong) {
        return IS_SHORT ? ifShort : ifLong;
    }

    static Duration seconds(int ifShort, int ifLong) {
        return Duration.ofSeconds(of(ifShort, ifLong));
    }

    static long seed() {
        return Long.getLong("oddity.seed", 1);
    }

    /** Prints the one line of a test. */
    static void print(String test, Expected.Difference difference, String figures) {
        System.out.println(test + " -Doddity.seed=" + seed() + ": " + difference + "; " + figures);
    }

    /** The value that a share of the values do not exceed. */
    static long quantile(Collection<Long> values, double quantile) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.get((int) (quantile * (sorted.size() - 1)));
    }

    static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }
}
