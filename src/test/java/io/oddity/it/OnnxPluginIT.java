package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OrtEnvironment;
import io.oddity.testing.GoldenOnnx;
import io.oddity.testing.JavaProcess;
import io.oddity.testing.Kafka;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.jar.JarFile;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar without the ONNX runtime, and with one beside it. */
class OnnxPluginIT {
    private static final Kafka KAFKA = Kafka.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private String file;

    @BeforeEach
    void configure() throws IOException {
        try (JarFile jar = new JarFile(JavaProcess.oddityJar().toFile())) {
            assumeThat(jar.getEntry("ai/onnxruntime/OrtEnvironment.class"))
                    .as("the runtime in the jar, as -Ponnx builds it")
                    .isNull();
        }
        Files.write(
                Files.createDirectories(folder.resolve("models/pump")).resolve("1.onnx"),
                GoldenOnnx.model("lightgbm_classifier"));
        file = Files.writeString(
                        folder.resolve("oddity.yaml"),
                        """
                        application: plugin
                        node: here
                        kafka: { bootstrap.servers: '%s' }
                        topics:
                          scored: { name: plugin-scored }
                          anomalies: { name: plugin-anomalies }
                          pulse: { name: plugin-pulse }
                          dead_letters: { name: .plugin-dlq }
                        models: { directory: '%s' }
                        pipelines:
                          - name: pumps
                            topic: plugin-in
                            sensor_id: id
                            channels: [{ name: t }, { name: v }, { name: p }]
                            detector: { type: onnx, model: pump, outputs: [{ name: score, tensor: probability }] }
                            threshold: 0.5
                        """
                                .formatted(KAFKA.bootstrapServers(), folder.resolve("models")))
                .toString();
    }

    @Test
    void withoutTheRuntimeItSaysHowToGetIt() {
        try (JavaProcess server = JavaProcess.oddity("run", "--config", file, "--http-port", "0")) {
            assertThat(server.exitCode(PATIENCE)).isEqualTo(1);
            assertThat(server.err())
                    .contains("pipeline pumps, detector onnx: the ONNX runtime is not there")
                    .contains("plugins/onnxruntime.jar", "-Ponnx", "docs/onnx.md")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void withTheRuntimeInPluginsItJudges() throws IOException, URISyntaxException {
        KAFKA.create("plugin-in", 1);
        Path jar = Files.copy(JavaProcess.oddityJar(), folder.resolve("oddity.jar"));
        Path runtime = Path.of(OrtEnvironment.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Files.createSymbolicLink(
                Files.createDirectory(folder.resolve("plugins")).resolve("onnxruntime.jar"), runtime);

        try (JavaProcess server = JavaProcess.jar(jar, "run", "--config", file, "--http-port", "0")) {
            server.awaitReady(200, PATIENCE);
            KAFKA.send(new ProducerRecord<>(
                    "plugin-in", "{\"id\":\"p\",\"t\":70,\"v\":0.5,\"p\":100}".getBytes(StandardCharsets.UTF_8)));
            KAFKA.flush();
            KAFKA.awaitCaughtUp("plugin", "plugin-in", PATIENCE);
        }

        assertThat(Kafka.flat(KAFKA.read("plugin-scored"))).singleElement().satisfies(verdict -> assertThat(
                        new String(verdict.value(), StandardCharsets.UTF_8))
                .contains("\"status\":\"NORMAL\""));
    }
}
