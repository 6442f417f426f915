package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.detect.HalfSpaceTreesFactory;
import io.oddity.detect.OnlineDetector;
import io.oddity.testing.BrokerMain;
import io.oddity.testing.JavaProcess;
import io.oddity.testing.Kafka;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real machine's readings through the shipped jar and a broker: every score is what the detector alone says. */
class MachineTemperatureIT {
    private static final String FILE = "src/test/resources/nab/machine_temperature_system_failure.csv.gz";
    private static final String CONFIG = "conf/examples/machine-temperature.yaml";
    private static final int READINGS = 22_695;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path dir;

    @Test
    void everyScoreOfARealMachineIsTheDetectorsOwn() throws Exception {
        double[] expected = scoresOfTheDetectorAlone();

        List<JsonNode> verdicts = verdictsOfTheJar(dir);

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
                scores[i] = detector.scoreAndLearn(machine, row, 0, 0);
            }
            assertThat(lines.readLine()).isNull();
        }
        return scores;
    }

    private static List<JsonNode> verdictsOfTheJar(Path data) throws IOException {
        int port = JavaProcess.freePort();
        String servers = "127.0.0.1:" + port;
        try (JavaProcess broker = JavaProcess.main(BrokerMain.class, data.toString(), Integer.toString(port));
                Kafka kafka = new Kafka(servers)) {
            kafka.create("machines", 1);
            send(servers);
            judge(servers, kafka);
            List<JsonNode> verdicts = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : kafka.read("scored").get(0)) {
                verdicts.add(JSON.readTree(record.value()));
            }
            broker.kill();
            return verdicts;
        }
    }

    private static void send(String servers) {
        try (JavaProcess send = JavaProcess.oddity(
                "send", "--bootstrap-servers", servers, "--topic", "machines", "--sensor-id", "machine", FILE)) {
            assertThat(send.exitCode(PATIENCE)).as(send.err()).isZero();
        }
    }

    /** Ends it in the end, so that what it would write twice is there too. */
    private static void judge(String servers, Kafka kafka) {
        long startedNanos = System.nanoTime();
        try (JavaProcess oddity = JavaProcess.oddityIn(
                Map.of("ODDITY_KAFKA_BOOTSTRAP_SERVERS", servers), "run", "--config", CONFIG, "--http-port", "0")) {
            oddity.port();
            kafka.awaitCaughtUp("machines", "machines", PATIENCE);
            System.out.printf(
                    "%,d readings judged %d ms after the start of the process%n",
                    READINGS, Duration.ofNanos(System.nanoTime() - startedNanos).toMillis());
            oddity.terminate();
            oddity.exitCode(PATIENCE);
        }
    }
}
