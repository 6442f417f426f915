package io.oddity.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableTest {
    private static final String SAMPLE =
            "; a sample is conf/oddity.yaml, also in the jar: unzip -p oddity.jar conf/oddity.yaml";

    @Test
    void saysThatTheFileIsMissing(@TempDir Path folder) {
        Path file = folder.resolve("absent.yaml");

        assertThatThrownBy(() -> ConfigLoader.load(file, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ": no such file" + SAMPLE);
    }

    @Test
    void saysThatAFolderIsNoFile(@TempDir Path folder) {
        assertThatThrownBy(() -> ConfigLoader.load(folder, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(folder + ": cannot be read: Is a directory" + SAMPLE);
    }

    @Test
    void saysThatTheFileIsNoText(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("latin1.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE4});

        assertThatThrownBy(() -> ConfigLoader.load(file, Map.of())).hasMessage(file + ": must be UTF-8 text" + SAMPLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n\n", "# only a comment\n", "---\n", "~"})
    void saysThatTheFileIsEmpty(String yaml) {
        assertThat(Yaml.mistakes(yaml, Map.of())).containsExactly("test.yaml: is empty" + SAMPLE);
    }

    @Test
    void saysThatTheFileHoldsNoKeys() {
        assertThat(Yaml.mistakes("- a\n- b\n", Map.of()))
                .containsExactly("test.yaml: must be a map of keys and values" + SAMPLE);
    }

    @Test
    void saysWhereYamlIsBroken() {
        assertThat(Yaml.mistakes("application: a\nnode: b: c\n", Map.of()))
                .containsExactly("test.yaml:2:8: is not valid YAML: mapping values are not allowed here" + SAMPLE);
    }

    @Test
    void saysWhereASecondDocumentBegins() {
        assertThat(Yaml.mistakes(new Yaml() + "---\nnode: b\n", Map.of()))
                .containsExactly("test.yaml:9:1: must hold one document, but a second follows" + SAMPLE);
    }

    @Test
    void refusesAKeyThatIsWrittenTwice() {
        assertThat(Yaml.mistakes("node: a\nnode: b\n" + new Yaml(), Map.of()))
                .containsExactly("node: is written twice, again in line 2");
    }

    @Test
    void refusesAliases() {
        assertThat(new Yaml().root("application: &a x").root("node: *a").mistakes())
                .containsExactly("node: is a YAML alias, which is not supported; write the value out");
    }
}
