package io.oddity.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.oddity.config.Pipeline.ChannelSource;
import io.oddity.view.Condition;
import io.oddity.view.ViewException;
import java.util.ArrayList;
import java.util.List;

/** Finds in rules what a schema cannot say. */
final class RulesCheck {
    private RulesCheck() {}

    /** Takes any tree. */
    static void check(JsonNode pipeline, String path, Mistakes mistakes) {
        List<String> tags = new ArrayList<>();
        pipeline.path("tags").fieldNames().forEachRemaining(tags::add);
        List<String> channels = pipeline.path("channels").findValuesAsText("name");
        JsonNode rules = pipeline.path("rules");
        for (int i = 0; i < rules.size(); i++) {
            rule(rules.path(i), at(path, i), tags, channels, mistakes);
        }
    }

    private static String at(String pipeline, int rule) {
        return Paths.entry(Paths.key(pipeline, "rules"), rule);
    }

    private static void rule(JsonNode rule, String path, List<String> tags, List<String> channels, Mistakes mistakes) {
        boolean isOfDeviation = rule.has("direction") || rule.has("min_deviation");
        if (!rule.has("ignore") && !isOfDeviation) {
            mistakes.add(path, "must have ignore, direction or min_deviation");
        }
        if (rule.has("ignore") && isOfDeviation) {
            mistakes.add(
                    Paths.key(path, "ignore"), "must not stand beside direction and min_deviation; make two rules");
        }
        if (rule.has("channel") && !isOfDeviation) {
            mistakes.add(Paths.key(path, "channel"), "needs direction or min_deviation beside it");
        }
        if (rule.has("min_deviation") && !rule.has("channel") && channels.size() > 1) {
            mistakes.add(Paths.key(path, "channel"), "is required, since min_deviation is in a channel's unit");
        }
        known(rule, "channel", path, channels, mistakes);
        known(rule, "tag", path, tags, mistakes);
        if (rule.has("tag") && rule.has("sensors")) {
            mistakes.add(Paths.key(path, "tag"), "must not stand beside sensors");
        }
    }

    private static void known(JsonNode rule, String key, String path, List<String> known, Mistakes mistakes) {
        JsonNode name = rule.path(key);
        if (name.isTextual() && !known.contains(name.textValue())) {
            mistakes.add(Paths.key(path, key), Words.unknown(key, name.textValue(), known));
        }
    }

    /** Compiles the conditions of a configuration that is right otherwise. */
    static void conditions(Config config, Mistakes mistakes) {
        for (int i = 0; i < config.pipelines().size(); i++) {
            Pipeline pipeline = config.pipelines().get(i);
            List<String> channels =
                    pipeline.channels().stream().map(ChannelSource::name).toList();
            for (int j = 0; j < pipeline.rules().size(); j++) {
                String text = pipeline.rules().get(j).ignore();
                try {
                    if (text != null) {
                        Condition.of(channels, text);
                    }
                } catch (ViewException e) {
                    mistakes.add(Paths.key(at(Paths.entry("pipelines", i), j), "ignore"), e.getMessage());
                }
            }
        }
    }
}
