package io.oddity.send;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line says about columns.
 *
 * @param sensorId a column, or the one sensor's name
 * @param time the column of the time
 * @param channels column by channel, in order; empty for every column that holds numbers
 * @param timestamps how to read the time column as the record's timestamp; nothing for the time of sending
 */
public record Mapping(
        Optional<String> sensorId, Optional<String> time, Map<String, String> channels, Optional<TimeText> timestamps) {
    static final String SENSOR_ID = "sensor_id";
    static final String TIME = "ts";

    private static final List<String> USUAL_TIMES = List.of(TIME, "time", "timestamp", "date");

    public Mapping {
        channels = Collections.unmodifiableMap(new LinkedHashMap<>(channels));
    }

    /**
     * Column by channel.
     *
     * @param options such as {@code a} and {@code b=COLUMN}
     */
    public static Map<String, String> channels(List<String> options) {
        Map<String, String> channels = new LinkedHashMap<>();
        for (String option : options) {
            int equals = option.indexOf('=');
            String channel = equals < 0 ? option : option.substring(0, equals);
            String column = option.substring(equals + 1);
            if (channel.isBlank() || column.isBlank()) {
                throw SendException.usage("--channels: wants NAME or NAME=COLUMN, was '" + option + "'");
            }
            if (channel.equals(SENSOR_ID) || channel.equals(TIME)) {
                throw SendException.usage("--channels: " + channel
                        + " is taken; name the channel otherwise, such as my_" + channel + "=" + column);
            }
            if (channels.put(channel, column) != null) {
                throw SendException.usage("--channels: channel " + channel + " is named twice");
            }
        }
        return channels;
    }

    /** Whether nothing is said that would change what a JSON line holds. */
    boolean isSilent() {
        return sensorId.isEmpty() && time.isEmpty() && channels.isEmpty();
    }

    Optional<String> timeColumn(List<String> columns) {
        return time.or(() -> USUAL_TIMES.stream().filter(columns::contains).findFirst());
    }
}
