package io.oddity.backtest;

import io.oddity.backtest.metrics.Quality;
import io.oddity.backtest.metrics.SensorQuality;
import io.oddity.backtest.metrics.Series;
import io.oddity.pipeline.PipelineSpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a backtest found.
 *
 * @param data what was judged, for people
 * @param series each sensor's verdicts, in the order in which sensors came up
 * @param kinds how many readings are anomalies, by why they are: the score or what is wrong with the sensor; those included that are no
 *     matter of scores and so of no figure in {@code quality}
 * @param silences sensors of which it was noticed that they were not heard of any more
 * @param training readings that were learned only
 * @param rejected records that are no readings
 * @param failed readings that made our own code throw
 * @param digest of all verdicts, as of {@link Replay}
 */
public record Outcome(
        PipelineSpec spec,
        String data,
        List<Series> series,
        Quality quality,
        Map<String, Long> kinds,
        Count silences,
        long training,
        Count rejected,
        Count failed,
        String digest) {
    /**
     * How often something happened.
     *
     * @param first where and why, the first time
     */
    public record Count(long count, String first) {}

    public Outcome {
        series = List.copyOf(series);
        kinds = Collections.unmodifiableMap(new TreeMap<>(kinds));
    }

    /** How many readings are anomalies because of what is wrong with their sensor, in words; empty for none. */
    public String health() {
        return kinds.entrySet().stream()
                .filter(kind -> !kind.getKey().equals("score"))
                .map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
    }

    /** How many readings were judged, those included that were learned only. */
    public long readings() {
        return quality.readings() + training;
    }

    /** Each sensor's figures, one after the other as they are needed. */
    public Stream<SensorQuality> sensors() {
        return series.stream().map(one -> SensorQuality.of(one, quality.threshold()));
    }
}
