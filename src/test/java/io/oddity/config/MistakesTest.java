package io.oddity.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oddity.detect.DetectorFactory;
import io.oddity.detect.Detectors;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MistakesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            http: {port: abc}                     | http.port: must be a whole number, was 'abc'
            http: {port: 8080.5}                  | http.port: must be a whole number, was 8080.5
            http: {port: 70000}                   | http.port: must be <= 65535, was 70000
            http: {port: -1}                      | http.port: must be >= 0, was -1
            http: {host: ''}                      | http.host: must not be empty
            http: {host: 7}                       | http.host: must be text, was 7
            http: {host: true}                    | http.host: must be text, was true
            http: 8080                            | http: must be a map, was 8080
            http: [8080]                          | http: must be a map, was a list
            http: {prot: 8080}                    | http.prot: unknown key; did you mean 'port'?
            http: {zzz: 8080}                     | http.zzz: unknown key; known are host, port
            application: a b                      | application: must be letters, digits, '.', '_' and '-' only, was 'a b'
            node: a/b                             | node: must be letters, digits, '.', '_' and '-' only, was 'a/b'
            instances: {scoring: 0}               | instances.scoring: must be >= 1, was 0
            topics: {replication: 0}              | topics.replication: is not allowed, was 0
            topics: {scored: {retention: 7}}      | topics.scored.retention: must be text, was 7
            topics: {scored: {retention: 7 days}} | topics.scored.retention: must be a number and a unit (ms, s, m, h, d), such as 500ms, 15m or 7d, was '7 days'
            tables: [{name: v}]                   | tables[0].of: is required
            tables: [{name: a b, of: p.scored}]   | tables[0].name: must be letters, digits, '.', '_' and '-' only, was 'a b'
            tables: [{name: v, of: p}]            | tables[0].of: no table is called 'p'; known are p.readings, p.scored, p.anomalies
            tables: [{name: p.scored, of: p.scored}] | tables[0].name: must be unique, but a table is called 'p.scored' already
            tables: [{name: v, of: p.scored}, {name: v, of: p.scored}] | tables[1].name: must be unique, but a table is called 'v' already
            tables: [{name: v, of: p.scored, filter: 'scor > 0.6'}] | tables[0].filter: undeclared reference to 'scor' (line 1, column 1)
            tables: [{name: v, of: p.scored, filter: 'values.temp > 1 && values.tmp > 1'}] | tables[0].filter: values has no 'tmp'; known are temp (line 1, column 20)
            tables: [{name: v, of: p.readings, filter: 'score > 0.6'}] | tables[0].filter: undeclared reference to 'score' (line 1, column 1)
            tables: [{name: v, of: p.scored, filter: 'score'}] | tables[0].filter: must be true or false, not double
            tables: [{name: v, of: p.scored, columns: [ts, temp]}] | tables[0].columns[1]: no column is called 'temp'; known are sensor_id, ts, record_ts, values.temp, raw_score, score, threshold, p, anomaly, status, kind, why, episode.id, episode.state, detector, variant, partition, offset
            tables: [{name: v, of: p.scored, computed: {x: 'values.temp +'}}] | tables[0].computed.x: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER} (line 1, column 14)
            kafka:                                | kafka.bootstrap.servers: is required
            kafka: {bootstrap.servers: [a, b]}    | kafka.bootstrap.servers: must be text, was a list
            kafka_consumer: {group.id: g}         | kafka_consumer.group.id: is set by Oddity itself, because it is the application's name; remove it
            kafka_consumer: {enable.auto.commit: true}  | kafka_consumer.enable.auto.commit: is set by Oddity itself, because verdicts and offsets go into one transaction; remove it
            kafka_consumer: {isolation.level: none}     | kafka_consumer.isolation.level: is set by Oddity itself, because readings of transactions that failed must not be scored; remove it
            kafka_producer: {transactional.id: x}       | kafka_producer.transactional.id: is set by Oddity itself, because verdicts and offsets go into one transaction; remove it
            kafka_producer: {enable.idempotence: false} | kafka_producer.enable.idempotence: is set by Oddity itself, because verdicts and offsets go into one transaction; remove it
            kafka_producer: {value.serializer: x}       | kafka_producer.value.serializer: is set by Oddity itself, because records are decoded and encoded by Oddity itself; remove it
            """)
    void saysWhatIsWrongAtTheTop(String line, String mistake) {
        assertThat(new Yaml().root(line).mistakes()).containsExactly(mistake);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            topic:                                | pipelines[0].topic: is required
            topic: a,b                            | pipelines[0].topic: must be a topic's name: up to 249 letters, digits, '.', '_' and '-', was 'a,b'
            chanels: []                           | pipelines[0].chanels: unknown key; did you mean 'channels'?
            sensorId: x                           | pipelines[0].sensorId: unknown key; did you mean 'sensor_id'?
            sensor_id: machine/id                 | pipelines[0].sensor_id: must start with / to be a JSON Pointer, was 'machine/id'
            sensor_id: /machine~id                | pipelines[0].sensor_id: must write ~ as ~0 in a JSON Pointer, was '/machine~id'
            sensor_id: '@id'                      | pipelines[0].sensor_id: must be a field's name, a JSON Pointer or @key, was '@id'; a field of that name is '/@id'
            metric: m                             | pipelines[0].value: is required, since metric and value come together
            value: v                              | pipelines[0].metric: is required, since metric and value come together
            time: {format: yyyyb}                 | pipelines[0].time.format: must be iso, epoch_s, epoch_ms, epoch_us or a pattern of java.time, was 'yyyyb'
            time: {zone: Mars}                    | pipelines[0].time.zone: must be a zone such as UTC, +01:00 or Europe/Berlin, was 'Mars'
            time: {field: '@key'}                 | pipelines[0].time.field: must be a field's name, a JSON Pointer or @timestamp, was '@key'; a field of that name is '/@key'
            channels: []                          | pipelines[0].channels: must not be empty
            channels: [{name: a, field: b/c}]     | pipelines[0].channels[0].field: must start with / to be a JSON Pointer, was 'b/c'
            channels: [{name: a}, {name: a}]      | pipelines[0].channels[1].name: must be unique, but pipelines[0].channels[0].name is 'a' too
            channels: [{name: a, range: [1]}]     | pipelines[0].channels[0].range: must have at least 2 entries, has 1
            channels: [{name: a, range: [2, 1]}]  | pipelines[0].channels[0].range: must have the lower number first, was [2, 1]
            channels: [{name: a, range: [1, 1]}]  | pipelines[0].channels[0].range: must have the lower number first, was [1, 1]
            channels: [{name: a, range: [1, .inf]}]  | pipelines[0].channels[0].range[1]: must be a number, was '.inf'
            channels: [{name: a, range: [1, 1e999]}] | pipelines[0].channels[0].range[1]: must be a number, was '1e999'
            features: [{name: f, channel: hum}]   | pipelines[0].features[0].channel: no channel is called 'hum'; known are temp
            features: [{name: f, channel: temp}, {name: f, channel: temp}] | pipelines[0].features[1].name: must be unique, but pipelines[0].features[0].name is 'f' too
            features: [{name: f, channel: temp, scale: [3, 2.5]}] | pipelines[0].features[0].scale: must have the lower number first, was [3, 2.5]
            detector: {type: fixture, params: {trees: 0}}    | pipelines[0].detector.params.trees: must be >= 1, was 0
            detector: {type: fixture, params: {trees: 1001}} | pipelines[0].detector.params.trees: must be <= 1000, was 1001
            detector: {type: fixture, params: {trees: 2.5}}  | pipelines[0].detector.params.trees: must be a whole number, was 2.5
            detector: {type: fixture, params: {trees: many}} | pipelines[0].detector.params.trees: must be a number, was 'many'
            detector: {type: fixture, params: {tres: 5}}     | pipelines[0].detector.params.tres: unknown key; did you mean 'trees'?
            detector: {type: fixture, params: {x: 5}}        | pipelines[0].detector.params.x: unknown key; known are trees, decay
            detector: {type: fixture, model: m}              | pipelines[0].detector.model: is for trained models only, which fixture is not
            detector: {type: fixture, outputs: [{name: score}]} | pipelines[0].detector.outputs: is for ONNX models only
            detector: {type: onnx}                           | pipelines[0].detector.model: is required, since onnx is a trained model
            detector: {type: onnx, model: m, outputs: [{name: label}]} | pipelines[0].detector.outputs: one must be called score, since no detector comes after this one
            detector: {type: onnx, model: m, outputs: [{name: score}, {name: score}]} | pipelines[0].detector.outputs[1].name: must be unique, but pipelines[0].detector.outputs[0].name is 'score' too
            detector: {type: onnx, model: m, outputs: [{name: score, scale: [1, 1.0]}]} | pipelines[0].detector.outputs[0].scale: must be two different numbers, was twice 1
            detector: {type: half-space-trees, params: {trees: 256, height: 15}} | pipelines[0].detector.params: must be smaller, since a sensor's state could take 32 MiB and no more than 15 can be saved
            detector: {type: random-cut-forest, params: {samples: 2048, shingle: 64}} | pipelines[0].detector.params: must be smaller, since a sensor's state could take 29 MiB and no more than 15 can be saved
            rules: [{}]                           | pipelines[0].rules[0]: must have ignore, direction or min_deviation
            rules: [{ignore: temp < 1, sensor: a}] | pipelines[0].rules[0].sensor: unknown key; did you mean 'sensors'?
            rules: [{ignore: tmp < 1}]            | pipelines[0].rules[0].ignore: undeclared reference to 'tmp' (line 1, column 1)
            rules: [{ignore: temp}]               | pipelines[0].rules[0].ignore: must be true or false, not double
            rules: [{direction: above}, {ignore: 'values.tmp < 1'}] | pipelines[0].rules[1].ignore: values has no 'tmp'; known are temp (line 1, column 1)
            rules: [{ignore: temp < 1, direction: above}] | pipelines[0].rules[0].ignore: must not stand beside direction and min_deviation; make two rules
            rules: [{direction: up}]              | pipelines[0].rules[0].direction: must be one of above, below, was 'up'
            rules: [{direction: above, channel: tmp}] | pipelines[0].rules[0].channel: no channel is called 'tmp'; did you mean 'temp'?
            rules: [{ignore: temp < 1, channel: temp}] | pipelines[0].rules[0].channel: needs direction or min_deviation beside it
            rules: [{min_deviation: -1}]          | pipelines[0].rules[0].min_deviation: must be >= 0, was -1
            rules: [{direction: above, tag: x}]   | pipelines[0].rules[0].tag: no tag is called 'x'; there is none
            rules: [{direction: above, tag: a, sensors: b}] | pipelines[0].rules[0].tag: no tag is called 'a'; there is none
            tags: {a: []}                         | pipelines[0].tags.a: must not be empty
            threshold: 1.5                        | pipelines[0].threshold: must be <= 1, was 1.5
            false_alarms: 1 a week                | pipelines[0].false_alarms: must be a number per sensor and hour, day, week or month (of 30 days), such as 1 per sensor per week, was '1 a week'
            false_alarms: 0 per sensor per day    | pipelines[0].false_alarms: must be a number per sensor and hour, day, week or month (of 30 days), such as 1 per sensor per week, was '0 per sensor per day'
            """)
    void saysWhatIsWrongInAPipeline(String line, String mistake) {
        assertThat(new Yaml().pipeline(line).mistakes()).containsExactly(mistake);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            channels: [{name: temp}, {name: b, missing: last}] | channels[1].missing
            features: [{name: f, channel: temp}, {name: w, channel: temp, window: 5, take: mean}] | features[1]
            features: [{name: f, channel: temp, lag: 2}] | features[0]
            detectors: [{type: isolation-forest, model: m}, {type: fixture}] | detectors[1]
            challenger: {variant: second, threshold: 0.6} | challenger.detector
            challenger: {variant: second, threshold: 0.6, detector: {type: fixture}} | challenger.detector
            """)
    void aRowKeyNeedsReadingsThatAreJudgedByThemselves(String line, String because) {
        Yaml yaml = new Yaml()
                .pipeline("detector: {type: isolation-forest, model: m}")
                .pipeline("threshold: 0.6")
                .pipeline("row_key: [sensor_id, ts]");
        assertThat(yaml.load().pipelines().get(0).isKeyed()).isTrue();
        if (line.startsWith("detectors")) {
            yaml.pipeline("detector:");
        }

        assertThat(yaml.pipeline(line).mistakes())
                .containsExactly(
                        "pipelines[0].row_key: needs a pipeline that judges each reading by itself, but pipelines[0]."
                                + because + " depends on earlier ones");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            row_key: [ts]            | threshold: 0.6 | pipelines[0].row_key: must be [sensor_id, ts]
            row_key: [sensor_id, ts] | combine: max   | pipelines[0].threshold: is required beside row_key, since without it a sensor's past decides
            """)
    void aRowKeyNeedsAFixedThreshold(String line, String other, String mistake) {
        Yaml yaml = new Yaml().pipeline("detector: {type: isolation-forest, model: m}");

        assertThat(yaml.pipeline(line).pipeline(other).mistakes()).containsExactly(mistake);
    }

    @Test
    void aDetectorMayReadWhatOneBeforeItSaysBesideItsScore() {
        String chain = new Yaml()
                .toString()
                .replace(
                        "detector: {type: fixture}",
                        "detectors: [{type: random-cut-forest, name: r}, {type: fixture, features: [%s]}]");

        assertThat(Yaml.mistakes(chain.formatted("r.temp.high"), Map.of())).isEmpty();
        assertThat(Yaml.mistakes(chain.formatted("r.hum.high"), Map.of()))
                .containsExactly("pipelines[0].detectors[1].features[0]: no feature and no detector before it gives"
                        + " 'r.hum.high'; known are temp, r.score, r.temp.high, r.temp.low");
    }

    @Test
    void namesTheDetectorsThatThereAre() {
        String known = Detectors.all().stream().map(DetectorFactory::type).collect(Collectors.joining(", "));

        assertThat(new Yaml().pipeline("detector: {type: magic}").mistakes())
                .containsExactly("pipelines[0].detector.type: no detector is called 'magic'; known are " + known
                        + ", isolation-forest, onnx");
    }

    @Test
    void pipelinesHaveNamesOfTheirOwn() {
        String twice = new Yaml()
                + "  - {name: p, topic: u, sensor_id: id, channels: [{name: a}], detector: {type: fixture}}\n";

        assertThat(Yaml.mistakes(twice, Map.of()))
                .containsExactly("pipelines[1].name: must be unique, but pipelines[0].name is 'p' too");
    }

    @Test
    void pipelinesAreRequired() {
        assertThat(Yaml.mistakes("kafka: {bootstrap.servers: a}", Map.of())).containsExactly("pipelines: is required");
    }

    @Test
    void reportsAllMistakesAtOnce() {
        Yaml yaml = new Yaml()
                .root("http: {port: 70000, hots: a}")
                .root("kafka: {group.id: g}")
                .pipeline("topic:")
                .pipeline("time: {zone: Mars, field: '${NOWHERE}'}")
                .pipeline("detector: {type: fixture, params: {trees: 0, decay: 2}}");

        assertThat(yaml.mistakes())
                .containsExactlyInAnyOrder(
                        "http.port: must be <= 65535, was 70000",
                        "http.hots: unknown key; did you mean 'host'?",
                        "kafka.bootstrap.servers: is required",
                        "kafka.group.id: is set by Oddity itself, because it is the application's name; remove it",
                        "pipelines[0].topic: is required",
                        "pipelines[0].time.zone: must be a zone such as UTC, +01:00 or Europe/Berlin, was 'Mars'",
                        "pipelines[0].time.field: needs the environment variable NOWHERE, which is not set;"
                                + " set it or write ${NOWHERE:default}",
                        "pipelines[0].detector.params.trees: must be >= 1, was 0",
                        "pipelines[0].detector.params.decay: must be <= 1, was 2");
    }

    @Test
    void carriesEachMistakeWithItsPath() {
        assertThatThrownBy(() -> new Yaml().root("http: {port: abc}").load())
                .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.mistakes())
                        .containsExactly(new Mistake("http.port", "must be a whole number, was 'abc'")));
    }
}
