package io.oddity.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaBrokerTest {
    @Test
    void serverThatDoesNotAnswerIsNamed() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String servers = "localhost:" + silent.getLocalPort();
            KafkaBroker broker = new KafkaBroker(servers, Map.of(), Duration.ofMillis(300));

            assertThatThrownBy(() -> broker.createIfAbsent("machines", -1))
                    .isInstanceOfSatisfying(
                            SendException.class, e -> assertThat(e.exitCode()).isEqualTo(1))
                    .hasMessage("Kafka at " + servers + " does not answer; is it running? (--bootstrap-servers)");
        }
    }

    @Test
    void addressThatIsNoneIsTheCommandsFault() {
        KafkaBroker broker = new KafkaBroker("nonsense", Map.of(), Duration.ofMillis(300));

        assertThatThrownBy(() -> broker.createIfAbsent("machines", -1))
                .isInstanceOfSatisfying(
                        SendException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
                .hasMessageContaining("nonsense");
    }
}
