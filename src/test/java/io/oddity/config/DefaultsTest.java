package io.oddity.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.config.Pipeline.ChannelSource;
import io.oddity.config.Pipeline.Detector;
import io.oddity.config.Pipeline.FeatureSource;
import io.oddity.config.Pipeline.Time;
import io.oddity.config.Pipeline.Variant;
import io.oddity.config.Topics.Output;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultsTest {
    @Test
    void fillsInAllThatIsNotWritten() {
        Config config = new Yaml().load(Map.of("HOSTNAME", "line-7"));

        assertThat(config)
                .isEqualTo(new Config(
                        "oddity",
                        "line-7-8080",
                        Map.of("bootstrap.servers", "localhost:9092"),
                        Map.of(),
                        Map.of(),
                        Config.Delivery.EXACTLY_ONCE,
                        Duration.ZERO,
                        new State(1_000_000, State.IfPositionLost.REFUSE),
                        new Topics(
                                new Output("scored", 0, Duration.ofDays(7)),
                                new Output("anomalies", 1, Duration.ofDays(30)),
                                new Output("pulse", 1, Duration.ofDays(1)),
                                new Output(".dlq", 1, Duration.ofDays(30)),
                                -1),
                        new Http("127.0.0.1", 8080),
                        new Instances(1, 2, 1),
                        new Config.Models("models"),
                        List.of(new Pipeline(
                                "p",
                                "t",
                                "id",
                                null,
                                null,
                                new Time("@timestamp", "iso", "UTC"),
                                List.of(new ChannelSource("temp", "temp", "", null, "none")),
                                List.of("range", "stuck", "clock", "duplicate", "rate", "silent"),
                                Map.of(),
                                List.of(),
                                List.of(),
                                List.of(new Variant(
                                        "main",
                                        List.of(new FeatureSource("temp", "temp", null)),
                                        Duration.ZERO,
                                        List.of(new Detector(
                                                "fixture",
                                                "fixture",
                                                Map.of("trees", 10.0, "decay", 0.5),
                                                null,
                                                List.of("temp"),
                                                List.of(),
                                                0.5,
                                                1_000)),
                                        "max",
                                        null,
                                        "1 per sensor per week")))),
                        List.of()));
    }

    @Test
    void scalesFeaturesByTheRangeOfTheirChannel() {
        Config config = new Yaml()
                .pipeline("channels: [{name: temp, range: [21, 85.5]}, {name: hum}]")
                .load();

        assertThat(config.pipelines().get(0).main().features())
                .containsExactly(
                        new FeatureSource("temp", "temp", List.of(21.0, 85.5)), new FeatureSource("hum", "hum", null));
    }

    @Test
    void anOnnxModelGivesItsScoreInATensorOfThatName() {
        Config config = new Yaml().pipeline("detector: {type: onnx, model: m}").load();

        assertThat(config.pipelines().get(0).main().detectors().get(0).outputs())
                .containsExactly(new Pipeline.ModelOutput("score", "score", 0, null, null));
    }

    @Test
    void keepsWhatIsWritten() {
        Config config = new Yaml()
                .root("topics: {dead_letters: {name: -failed, retention: 500ms}, pulse: {retention: 15m}}")
                .root("node: a")
                .pipeline("metric: m/s")
                .pipeline("value: /v/0")
                .pipeline("channels: [{name: temp, field: a, unit: K}]")
                .pipeline("features: [{name: f, channel: temp, scale: [0, 1]}]")
                .pipeline("detector: {type: fixture, params: {decay: 1}}")
                .pipeline("metric: /m~1s")
                .pipeline("threshold: 0")
                .load();

        assertThat(config.node()).isEqualTo("a");
        assertThat(config.topics().deadLetters()).isEqualTo(new Output("-failed", 1, Duration.ofMillis(500)));
        assertThat(config.topics().pulse().retention()).isEqualTo(Duration.ofMinutes(15));
        Pipeline pipeline = config.pipelines().get(0);
        assertThat(pipeline.metric()).isEqualTo("/m~1s");
        assertThat(pipeline.value()).isEqualTo("/v/0");
        assertThat(pipeline.channels()).containsExactly(new ChannelSource("temp", "a", "K", null, "none"));
        assertThat(pipeline.main().features()).containsExactly(new FeatureSource("f", "temp", List.of(0.0, 1.0)));
        assertThat(pipeline.main().detectors().get(0).params())
                .containsExactly(Map.entry("trees", 10.0), Map.entry("decay", 1.0));
        assertThat(pipeline.main().threshold()).isZero();
    }

    @Test
    void keyWithoutValueCountsAsNotWritten() {
        assertThat(new Yaml().root("http:").root("kafka_consumer:").load()).isEqualTo(new Yaml().load());
    }
}
