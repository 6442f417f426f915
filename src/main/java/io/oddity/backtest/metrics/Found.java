package io.oddity.backtest.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A labelled range and when it was noticed.
 *
 * @param sensor whose
 * @param startMicros its first reading's time, since 1970
 * @param endMicros its last reading's time
 * @param delayMicros from its first reading to the first flagged one in it; nothing when there is none
 */
public record Found(String sensor, long startMicros, long endMicros, OptionalLong delayMicros) {
    /** One for each labelled range. */
    static List<Found> of(List<Series> all, double threshold) {
        List<Found> found = new ArrayList<>();
        for (Series series : all) {
            for (Range range : series.labelled()) {
                long start = series.timeMicros(range.from());
                OptionalLong delay = IntStream.rangeClosed(range.from(), range.to())
                        .filter(i -> series.isFlagged(i, threshold))
                        .mapToLong(i -> series.timeMicros(i) - start)
                        .findFirst();
                found.add(new Found(series.name(), start, series.timeMicros(range.to()), delay));
            }
        }
        return found;
    }
}
