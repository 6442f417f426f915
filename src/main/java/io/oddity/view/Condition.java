package io.oddity.view;

import dev.cel.runtime.CelVariableResolver;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * A condition on a reading, in the language of filters: {@code sensor_id}, {@code ts} and {@code values} as there, and a channel also by its name
 * alone where that is a word. Thread-safe.
 */
public final class Condition {
    private final List<String> channels;
    private final Expression expression;

    private Condition(List<String> channels, Expression expression) {
        this.channels = List.copyOf(channels);
        this.expression = expression;
    }

    /**
     * Compiles a condition on readings with these channels.
     *
     * @throws ViewException saying what is wrong with the text
     */
    public static Condition of(List<String> channels, String text) throws ViewException {
        List<Column> columns =
                new ArrayList<>(List.of(Column.of("sensor_id", Column.Type.TEXT), Column.of("ts", Column.Type.TIME)));
        channels.forEach(channel -> columns.add(Column.of("values", channel, Column.Type.NUMBER)));
        BaseTable readings = new BaseTable("readings", "", BaseTable.Kind.READINGS, false, columns);
        List<Column> words = channels.stream()
                .filter(channel ->
                        channel.matches(View.NAME) && !readings.variables().containsKey(channel))
                .map(channel -> new Column(channel, Column.Type.NUMBER, null, null))
                .toList();
        return new Condition(channels, new Expressions(readings, words).condition(text));
    }

    /**
     * Says whether it holds of a reading; of one that lacks a channel it takes, it does not.
     *
     * @param timeMicros when it was measured
     * @param values by the number of the channel, NaN where there is none
     */
    public boolean holds(String sensorId, long timeMicros, IntToDoubleFunction values) {
        CelVariableResolver reading = name -> switch (name) {
            case "sensor_id" -> Optional.of(sensorId);
            case "ts" -> Optional.of(Instant.EPOCH.plus(timeMicros, ChronoUnit.MICROS));
            case "values" -> Optional.of(all(values));
            default -> Optional.ofNullable(value(channels.indexOf(name), values));
        };
        return Boolean.TRUE.equals(expression.evaluate(reading));
    }

    private Map<String, Double> all(IntToDoubleFunction values) {
        Map<String, Double> all = new HashMap<>();
        for (int channel = 0; channel < channels.size(); channel++) {
            Double value = value(channel, values);
            if (value != null) {
                all.put(channels.get(channel), value);
            }
        }
        return all;
    }

    private static Double value(int channel, IntToDoubleFunction values) {
        double value = values.applyAsDouble(channel);
        return Double.isNaN(value) ? null : value;
    }
}
