package io.oddity.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes a {@link Config} of the YAML file and the environment, or says everything that is wrong with them at once. */
public final class ConfigLoader {
    private ConfigLoader() {}

    /**
     * Loads a file.
     *
     * @param environment for <code>${NAME}</code> in values, and {@code ODDITY_...} variables that set single settings
     * @throws ConfigException listing every mistake; also when the file cannot be read
     */
    public static Config load(Path file, Map<String, String> environment) {
        return load(read(file), file.toString(), environment);
    }

    /**
     * Loads text.
     *
     * @param whereFrom how to call the text in mistakes that concern all of it, such as the file's name
     * @param environment as for a file
     * @throws ConfigException listing every mistake
     */
    public static Config load(String yaml, String whereFrom, Map<String, String> environment) {
        Mistakes mistakes = new Mistakes();
        ObjectNode tree = YamlTree.parse(yaml, whereFrom, mistakes);
        Variables.replace(tree, environment, mistakes);
        Map<String, String> origins = Overrides.apply(tree, environment);
        Defaults.fixed(tree, Schema.ROOT);

        SchemaCheck.check(tree, mistakes);
        KafkaCheck.check(tree, mistakes);
        new PipelinesCheck(mistakes).check(tree);
        origins.forEach((path, variable) -> mistakes.explain(path, "set by " + variable));
        mistakes.throwIfAny();

        Defaults.derived(tree, environment);
        Config config = Binding.config(tree);
        // Views and conditions are about pipelines that are right.
        Tables.check(config, mistakes);
        RulesCheck.conditions(config, mistakes);
        origins.forEach((path, variable) -> mistakes.explain(path, "set by " + variable));
        mistakes.throwIfAny();
        return config;
    }

    /** The names of {@code ODDITY_...} variables that set nothing, for a log: a typing error, or Kubernetes' own. */
    public static List<String> ignored(Map<String, String> environment) {
        return Overrides.ignored(environment);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw YamlTree.unreadable(file.toString(), "no such file");
        } catch (AccessDeniedException e) {
            throw YamlTree.unreadable(file.toString(), "may not be read by this user");
        } catch (CharacterCodingException e) {
            throw YamlTree.unreadable(file.toString(), "must be UTF-8 text");
        } catch (IOException e) {
            throw YamlTree.unreadable(file.toString(), "cannot be read: " + e.getMessage());
        }
    }
}
