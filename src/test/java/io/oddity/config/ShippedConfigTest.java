package io.oddity.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds {@code conf/oddity.yaml} to its promise: every key is there, and a commented key shows its default. */
class ShippedConfigTest {
    private static final Path FILE = Path.of("conf/oddity.yaml");
    private static final Map<String, String> ENVIRONMENT = Map.of("HOSTNAME", "here");

    /** A commented setting has no space behind its #, or, below another one, at least two. */
    private static final Pattern COMMENTED = Pattern.compile("(?m)^( *)#(?! \\S)(.*)$");

    /** These have no default that could be shown, so they show an example. */
    private static final Pattern EXAMPLE = Pattern.compile(
            "(?m)^ *# *(node|metric|value|lateness|row_key|model|outputs|detectors|challenger|tables|of|filter|columns|computed|tags|rules|- \\{ (?:ignore|direction)|- .*name: (trend|before|score|hot),?)\\b.*$");

    @Test
    void loads() {
        Config config = ConfigLoader.load(FILE, ENVIRONMENT);

        assertThat(config.pipelines()).extracting(Pipeline::name).containsExactly("temperature");
    }

    @Test
    void everyKeyIsThere() throws IOException {
        JsonNode tree = YamlTree.parse(uncomment(Files.readString(FILE)), "shipped", new Mistakes());
        Set<String> written = new TreeSet<>();
        written(tree, Schema.ROOT, "", written);
        Set<String> known = new TreeSet<>();
        known(Schema.ROOT, "", known);

        assertThat(once(written)).isEqualTo(once(known));
    }

    /** Without what is explained once and may stand in three places: all of a detector, and of a way of judging. */
    private static Set<String> once(Set<String> keys) {
        return keys.stream()
                .filter(key -> !key.matches(".*(\\.detectors\\[]\\.|\\.challenger\\.(?!variant)).*"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void commentedKeysShowTheirDefaults() throws IOException {
        String defaults = uncomment(EXAMPLE.matcher(Files.readString(FILE)).replaceAll(""));

        assertThat(ConfigLoader.load(defaults, "shipped", ENVIRONMENT)).isEqualTo(ConfigLoader.load(FILE, ENVIRONMENT));
    }

    private static String uncomment(String yaml) {
        return COMMENTED.matcher(yaml).replaceAll("$1$2");
    }

    private static void known(Schema schema, String path, Set<String> keys) {
        for (String key : schema.keys()) {
            keys.add(Paths.key(path, key));
            known(schema.key(key), Paths.key(path, key), keys);
        }
        if (schema.type().equals("array")) {
            known(schema.entry(), path + "[]", keys);
        }
    }

    private static void written(JsonNode value, Schema schema, String path, Set<String> keys) {
        value.properties().stream().filter(entry -> !schema.isOpen()).forEach(entry -> {
            keys.add(Paths.key(path, entry.getKey()));
            written(entry.getValue(), schema.key(entry.getKey()), Paths.key(path, entry.getKey()), keys);
        });
        if (value.isArray()) {
            value.forEach(entry -> written(entry, schema.entry(), path + "[]", keys));
        }
    }
}
