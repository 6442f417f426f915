package io.oddity.app;

import io.oddity.config.Pipeline;
import io.oddity.config.Pipeline.ChannelSource;
import io.oddity.config.Pipeline.RuleSource;
import io.oddity.pipeline.Rule;
import io.oddity.view.Condition;
import io.oddity.view.ViewException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes rules of what the configuration says about them. */
final class RuleSpecs {
    private RuleSpecs() {}

    /** In their order. */
    static List<Rule> of(Pipeline pipeline) {
        return pipeline.rules().stream().map(rule -> of(pipeline, rule)).toList();
    }

    private static Rule of(Pipeline pipeline, RuleSource rule) {
        Predicate<String> sensors = sensors(pipeline, rule);
        if (rule.ignore() == null) {
            return deviation(pipeline, rule, sensors);
        }
        Condition condition = condition(pipeline, rule);
        return new Rule.Ignore(
                rule.ignore(),
                sensors,
                (readings, row) -> condition.holds(
                        readings.sensorId(row),
                        readings.eventTimeMicros(row),
                        channel -> readings.value(row, channel)));
    }

    private static Rule deviation(Pipeline pipeline, RuleSource rule, Predicate<String> sensors) {
        return new Rule.Deviation(
                Stream.of(
                                text("direction", rule.direction()),
                                text("min_deviation", rule.minDeviation()),
                                text("channel", rule.channel()))
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(", ")),
                sensors,
                rule.channel() == null ? Rule.Deviation.ANY : channels(pipeline).indexOf(rule.channel()),
                rule.direction() == null
                        ? Rule.Side.EITHER
                        : Rule.Side.valueOf(rule.direction().toUpperCase(Locale.ROOT)),
                rule.minDeviation() == null ? 0 : rule.minDeviation());
    }

    /** As it is configured; null where it is not. */
    private static String text(String key, Object value) {
        return value == null ? null : key + ": " + value;
    }

    private static List<String> channels(Pipeline pipeline) {
        return pipeline.channels().stream().map(ChannelSource::name).toList();
    }

    private static Condition condition(Pipeline pipeline, RuleSource rule) {
        try {
            return Condition.of(channels(pipeline), rule.ignore());
        } catch (ViewException e) {
            throw new IllegalStateException("the configuration was checked", e);
        }
    }

    private static Predicate<String> sensors(Pipeline pipeline, RuleSource rule) {
        if (rule.sensors() == null && rule.tag() == null) {
            return id -> true;
        }
        List<String> patterns =
                rule.tag() == null ? List.of(rule.sensors()) : pipeline.tags().get(rule.tag());
        return patterns.stream().map(RuleSpecs::like).reduce(Predicate::or).orElseThrow();
    }

    /** A pattern in which {@code *} stands for anything, and all else for itself. */
    private static Predicate<String> like(String pattern) {
        String regex =
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL).asMatchPredicate();
    }
}
