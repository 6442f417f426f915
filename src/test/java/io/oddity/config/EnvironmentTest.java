package io.oddity.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void replacesVariables() {
        Config config = new Yaml()
                .root("http: {port: '${PORT}', host: '${HOST:0.0.0.0}'}")
                .root("kafka: {bootstrap.servers: '${BROKER}:${BROKER_PORT:9092}', a: '$${x}'}")
                .pipeline("threshold: ${THRESHOLD:0.70}")
                .pipeline("detector: {type: fixture, params: {trees: '${TREES}'}}")
                .load(Map.of("PORT", "9000", "BROKER", "kafka", "TREES", "7"));

        assertThat(config.http()).isEqualTo(new Http("0.0.0.0", 9000));
        assertThat(config.kafka()).isEqualTo(Map.of("bootstrap.servers", "kafka:9092", "a", "${x}"));
        assertThat(config.pipelines().get(0).main().threshold()).isEqualTo(0.7);
        assertThat(config.pipelines().get(0).main().detectors().get(0).params()).containsEntry("trees", 7.0);
    }

    @Test
    void textStaysTextWhereTextIsAskedFor() {
        Config config = new Yaml()
                .root("application: ${LINE}")
                .root("kafka: {bootstrap.servers: a, sasl.password: '${P}', ssl.key.password: 0123, retries: 1_0}")
                .load(Map.of("LINE", "7", "P", "0456${x}"));

        assertThat(config.application()).isEqualTo("7");
        assertThat(config.kafka())
                .containsEntry("sasl.password", "0456${x}")
                .containsEntry("ssl.key.password", "0123")
                .containsEntry("retries", "1_0");
    }

    @Test
    void numbersAreTakenOnlyAsTheyWouldBeWritten() {
        assertThat(new Yaml().root("http: {port: '${PORT}'}").mistakes(Map.of("PORT", "08080")))
                .containsExactly("http.port: must be a whole number, was '08080'");
    }

    @Test
    void variableWithoutValueIsAMistake() {
        assertThat(new Yaml().root("node: x-${A}").mistakes(Map.of("A", "")))
                .containsExactly(
                        "node: needs the environment variable A, which is not set; set it or write ${A:default}");
    }

    @Test
    void variablesSetSingleSettings() {
        Config config = new Yaml()
                .root("http: {port: 1}")
                .load(Map.of(
                        "ODDITY_HTTP_PORT", "9000",
                        "ODDITY_HTTP_HOST", "::1",
                        "ODDITY_NODE", "7",
                        "ODDITY_APPLICATION", "app",
                        "ODDITY_INSTANCES_SCORING", "4",
                        "ODDITY_TOPICS_SCORED_RETENTION", "12h",
                        "ODDITY_TOPICS_DEAD_LETTERS_NAME", ".dead"));

        assertThat(config.http()).isEqualTo(new Http("::1", 9000));
        assertThat(config.node()).isEqualTo("7");
        assertThat(config.application()).isEqualTo("app");
        assertThat(config.instances()).isEqualTo(new Instances(1, 4, 1));
        assertThat(config.topics().scored().retention()).isEqualTo(Duration.ofHours(12));
        assertThat(config.topics().deadLetters().name()).isEqualTo(".dead");
    }

    @Test
    void variablesSetKafkaSettings() {
        Config config = new Yaml()
                .load(Map.of(
                        "ODDITY_KAFKA_BOOTSTRAP_SERVERS", "broker:1",
                        "ODDITY_KAFKA_CONSUMER_FETCH_MIN_BYTES", "10",
                        "ODDITY_KAFKA_PRODUCER_LINGER_MS", "5"));

        assertThat(config.kafka()).isEqualTo(Map.of("bootstrap.servers", "broker:1"));
        assertThat(config.kafkaConsumer()).isEqualTo(Map.of("fetch.min.bytes", "10"));
        assertThat(config.kafkaProducer()).isEqualTo(Map.of("linger.ms", "5"));
    }

    @Test
    void mistakeNamesTheVariableThatMadeIt() {
        assertThat(new Yaml().mistakes(Map.of("ODDITY_HTTP_PORT", "abc", "ODDITY_KAFKA_GROUP_ID", "g")))
                .containsExactlyInAnyOrder(
                        "http.port: must be a whole number, was 'abc' (set by ODDITY_HTTP_PORT)",
                        "kafka.group.id: is set by Oddity itself, because it is the application's name; remove it"
                                + " (set by ODDITY_KAFKA_GROUP_ID)");
    }

    @Test
    void foreignVariablesAreIgnoredAndNamed() {
        Map<String, String> environment = Map.of(
                "ODDITY_HTTP_PORT", "tcp://10.0.0.1:80",
                "ODDITY_PORT_80_TCP_ADDR", "10.0.0.1",
                "ODDITY_PIPELINES", "x",
                "ODDITY_NODE", "",
                "ODDITY_KAFKA_", "x",
                "ODDITY_APPLICATION", "app",
                "PATH", "/bin");

        assertThat(ConfigLoader.ignored(environment))
                .containsExactly(
                        "ODDITY_HTTP_PORT",
                        "ODDITY_KAFKA_",
                        "ODDITY_NODE",
                        "ODDITY_PIPELINES",
                        "ODDITY_PORT_80_TCP_ADDR");
        assertThat(new Yaml().load(environment).http().port()).isEqualTo(8080);
    }
}
