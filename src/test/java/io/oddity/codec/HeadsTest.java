package io.oddity.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeadsTest {
    private final Heads heads = new Heads(new Name("plant"));

    @Test
    void aSensorsHeadIsMadeOnce() {
        Heads.Head first = heads.of("pump-1");

        heads.of("pump-2");

        assertThat(heads.of("pump-1")).isSameAs(first);
    }

    @Test
    void whatIsDisplacedIsMadeAnew() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100_000; i++) {
                Heads.Head head = heads.of("s" + i);

                assertThat(head.key()).asString(StandardCharsets.UTF_8).isEqualTo("s" + i);
                assertThat(head.json())
                        .asString(StandardCharsets.UTF_8)
                        .startsWith("{\"v\":1,\"pipeline\":\"plant\",\"sensor_id\":\"s" + i + "\",\"ts\":");
            }
        }
    }
}
