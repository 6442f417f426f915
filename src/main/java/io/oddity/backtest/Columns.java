package io.oddity.backtest;

import io.oddity.send.Row;
import io.oddity.send.TimeText;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line says about the columns of files.
 *
 * @param time holds the time
 * @param sensor holds the sensor's id
 * @param label says whether a row is odd
 * @param times how times are written
 */
public record Columns(Optional<String> time, Optional<String> sensor, Optional<String> label, TimeText times) {
    private static final String USUAL_SENSOR = "sensor_id";
    private static final List<String> USUAL_TIMES = List.of("ts", "time", "timestamp", "datetime", "date");
    private static final Set<String> USUAL_LABELS = Set.of("label", "anomaly", "is_anomaly");

    /** The columns of a first row that hold a number and are neither sensor nor time nor label. */
    public List<String> channels(Row first) {
        return first.cells().keySet().stream()
                .filter(column -> first.cells().get(column).number().isPresent()
                        && !USUAL_LABELS.contains(column)
                        && !label.equals(Optional.of(column))
                        && !timeOf(first.columns()).equals(Optional.of(column))
                        && !sensorOf(first.columns()).equals(Optional.of(column)))
                .toList();
    }

    /** The column of the time, if there is one. */
    Optional<String> timeOf(List<String> columns) {
        return time.or(() -> USUAL_TIMES.stream().filter(columns::contains).findFirst());
    }

    /** The column of the sensor, if there is one. */
    Optional<String> sensorOf(List<String> columns) {
        return sensor.or(() -> Optional.of(USUAL_SENSOR).filter(columns::contains));
    }
}
