package io.oddity.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.config.Config;
import io.oddity.config.ConfigException;
import io.oddity.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoFeedTest {
    private static Config config(Map<String, String> environment) throws IOException, ConfigException {
        return ConfigLoader.load(Path.of("conf/oddity.yaml"), environment);
    }

    @Test
    void fitsWhatIsShipped() throws Exception {
        DemoFeed.Offer offer = DemoFeed.fitting(config(Map.of()));

        assertThat(offer.problem()).isNull();
        assertThat(offer.topic()).isEqualTo("sensors");
        assertThat(offer.plant().sensors()).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, false", "192.0.2.1, false", "127.0.0.1, true", "localhost, true"})
    void isForThisMachineOnly(String host, boolean isOffered) throws Exception {
        DemoFeed.Offer offer = DemoFeed.fitting(config(Map.of("ODDITY_HTTP_HOST", host)));

        assertThat(offer.plant() != null).isEqualTo(isOffered);
        assertThat(offer.problem() == null).isEqualTo(isOffered);
    }

    @Test
    void isNotForASecuredKafka() throws Exception {
        String secured =
                "kafka: { bootstrap.servers: \"b:1\", security.protocol: SSL }\npipelines: [{ name: p, topic: sensors, sensor_id: machine, "
                        + "channels: [{ name: temperature }] }]";

        assertThat(DemoFeed.fitting(ConfigLoader.load(secured, "test", Map.of()))
                        .problem())
                .contains("secured");
        assertThat(DemoFeed.fitting(
                                ConfigLoader.load(secured.replace(", security.protocol: SSL", ""), "test", Map.of()))
                        .topic())
                .isEqualTo("sensors");
    }

    @Test
    void isNotForAPipelineThatReadsSomethingElse() throws Exception {
        String other =
                "kafka: { bootstrap.servers: \"b:1\" }\npipelines: [{ name: p, topic: t, sensor_id: id, channels: [{ name: humidity }] }]";

        assertThat(DemoFeed.fitting(ConfigLoader.load(other, "test", Map.of())).problem())
                .contains("no pipeline reads");
    }
}
