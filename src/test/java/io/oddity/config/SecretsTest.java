package io.oddity.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssl.truststore.password",
                "sasl.oauthbearer.client.credentials.client.secret",
                "sasl.jaas.config",
                "sasl.token",
                "ssl.keystore.key"
            })
    void configDoesNotShowThem(String key) {
        Config config = new Yaml()
                .root("kafka: {bootstrap.servers: 'a:1', " + key + ": hunter2}")
                .load();

        assertThat(config.kafka()).containsEntry(key, "hunter2");
        assertThat(config.toString())
                .doesNotContain("hunter2")
                .contains("bootstrap.servers=a:1", key + "=***", "http=Http[host=127.0.0.1, port=8080]");
    }

    @Test
    void mistakesDoNotShowThem() {
        assertThat(Words.was("kafka.sasl.jaas.config", TextNode.valueOf("hunter2")))
                .isEqualTo(", was ***");
    }

    @Test
    void brokenYamlDoesNotShowThem() {
        assertThat(Yaml.mistakes("kafka:\n  sasl.jaas.config: hunter2: x\n", Map.of()))
                .singleElement()
                .asString()
                .startsWith("test.yaml:2:28: is not valid YAML")
                .doesNotContain("hunter2");
    }
}
