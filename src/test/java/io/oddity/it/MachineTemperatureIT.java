package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.detect.HalfSpaceTreesFactory;
import io.oddity.detect.OnlineDetector;
import io.oddity.testing.machine.BrokerMain;
import io.oddity.testing.machine.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real machine's readings through the shipped jar and a broker: every score is what the detector alone says. */
class MachineTemperatureIT {
    private static final String FILE = "src/test/resources/nab/machine_temperature_system_failure.csv.gz";
    private static final String CONFIG = "conf/examples/machine-temperature.yaml";
    private static final int READINGS = 22_695;
    private static final TopicPartition SCORED = new TopicPartition("scored", 0);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path dir;

    @Test
    void everyScoreOfARealMachineIsTheDetectorsOwn() throws Exception {
        double[] expected = scoresOfTheDetectorAlone();

        List<JsonNode> verdicts = verdictsOfTheJar();

        assertThat(verdicts)
                .extracting(verdict -> verdict.get("offset").intValue())
                .isEqualTo(IntStream.range(0, READINGS).boxed().toList());
        assertThat(IntStream.range(0, READINGS)
                        .filter(i -> verdicts.get(i).get("raw_score").doubleValue() != expected[i])
                        .limit(3)
                        .mapToObj(i -> verdicts.get(i) + " instead of " + expected[i]))
                .isEmpty();
    }

    /** One thread, no pipeline: the numbers are those of the configuration, once more. */
    private static double[] scoresOfTheDetectorAlone() throws IOException {
        OnlineDetector detector = new HalfSpaceTreesFactory()
                .configure(Map.of("trees", 25.0, "height", 5.0, "window", 2016.0, "seed", 42.0), List.of("temperature"))
                .get();
        int machine = detector.open();
        double[] row = new double[1];
        double[] scores = new double[READINGS];
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(Path.of(FILE))), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("timestamp,value");
            for (int i = 0; i < READINGS; i++) {
                row[0] = Double.parseDouble(lines.readLine().split(",", -1)[1]) / 120;
                scores[i] = detector.scoreAndLearn(machine, row, 0);
            }
            assertThat(lines.readLine()).isNull();
        }
        return scores;
    }

    private List<JsonNode> verdictsOfTheJar() throws Exception {
        Path address = dir.resolve("bootstrap-servers");
        Path data = dir.resolve("broker");
        try (JavaProcess broker =
                JavaProcess.main(dir.resolve("broker.log"), BrokerMain.class, data.toString(), address.toString())) {
            broker.await("its address", () -> Files.exists(address));
            String servers = Files.readString(address);
            send(servers);
            return judge(servers);
        }
    }

    private void send(String servers) throws Exception {
        String[] arguments = {
            "send", "--bootstrap-servers", servers, "--topic", "machines", "--sensor-id", "machine", FILE
        };
        try (JavaProcess send = JavaProcess.jar(dir.resolve("send.log"), Map.of(), arguments)) {
            assertThat(send.exitCode()).as(send.output()).isZero();
        }
    }

    private List<JsonNode> judge(String servers) throws Exception {
        Map<String, String> environment =
                Map.of("ODDITY_KAFKA_BOOTSTRAP_SERVERS", servers, "ODDITY_HTTP_PORT", "0", "HOSTNAME", "here");
        long startedNanos = System.nanoTime();
        List<JsonNode> verdicts = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> scored = consumer(servers)) {
            try (JavaProcess oddity = JavaProcess.jar(dir.resolve("run.log"), environment, "run", "--config", CONFIG)) {
                oddity.await("all verdicts", () -> {
                    poll(scored, verdicts);
                    return verdicts.size() >= READINGS;
                });
                System.out.printf(
                        "%,d verdicts %d ms after the start of the process%n",
                        verdicts.size(),
                        Duration.ofNanos(System.nanoTime() - startedNanos).toMillis());
            }
            // It has ended and finished what was begun, so what it wrote twice would be there too.
            while (scored.position(SCORED) < scored.endOffsets(List.of(SCORED)).get(SCORED)) {
                poll(scored, verdicts);
            }
        }
        return verdicts;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String servers) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest",
                        "allow.auto.create.topics",
                        false,
                        "enable.auto.commit",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(SCORED));
        return consumer;
    }

    private static void poll(KafkaConsumer<byte[], byte[]> scored, List<JsonNode> verdicts) {
        scored.poll(Duration.ofMillis(100)).forEach(record -> {
            try {
                verdicts.add(JSON.readTree(record.value()));
            } catch (IOException e) {
                throw new AssertionError("no JSON at " + record.offset(), e);
            }
        });
    }
}
