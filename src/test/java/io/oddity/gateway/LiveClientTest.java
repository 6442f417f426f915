package io.oddity.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.bus.MemoryQuery.Names;
import io.oddity.bus.Tick;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveClientTest {
    private static final Tick.Slot SLOT = new Tick.Slot(7, "temperature", "3456");

    private final List<String> written = new ArrayList<>();
    private boolean isFull;
    private final LiveClient client = new LiveClient(response(), null);

    /** As much of a response as a client needs. */
    private HttpServerResponse response() {
        return (HttpServerResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServerResponse.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("writeQueueFull")) {
                        return isFull;
                    }
                    written.add(arguments == null ? method.getName() : arguments[0].toString());
                    return Future.succeededFuture();
                });
    }

    private static Tick tick(long second, List<Tick.Slot> added, Tick.Seconds late) {
        Tick.Cells cells = new Tick.Cells(second, "temperature", new int[] {7}, new byte[] {9}, new float[1][1]);
        return new Tick(second * 1_000, second * 1_000, 1, 0, 1, 0, added, List.of(cells), late);
    }

    private void take(Tick tick) {
        client.take(tick, Buffer.buffer("tick " + tick.millis() / 1_000 + "\n"));
    }

    private String all() {
        return String.join("", written);
    }

    @Test
    void beginsWithWhoThereIsAndGetsNoTickBefore() {
        take(tick(1, List.of(), null));
        client.goLive(new Names("run-1", 900, List.of(SLOT)), 5_000);
        take(tick(2, List.of(), null));

        assertThat(all())
                .isEqualTo(
                        """
                        event: hello
                        data: {"run":"run-1","t":5000,"seconds":900}

                        event: sensors
                        data: {"sensors":[[7,"temperature","3456"]]}

                        tick 2
                        """);
    }

    @Test
    void aSlowClientLosesTicksIsToldWhichSecondsAndNoName() {
        client.goLive(new Names("run-1", 900, List.of()), 5_000);
        written.clear();
        isFull = true;
        take(tick(10, List.of(SLOT), null));
        take(tick(11, List.of(), new Tick.Seconds(2, 4)));
        assertThat(written).isEmpty();

        isFull = false;
        take(tick(12, List.of(), null));
        take(tick(13, List.of(), null));

        assertThat(all())
                .isEqualTo(
                        """
                        event: sensors
                        data: {"sensors":[[7,"temperature","3456"]]}

                        event: skipped
                        data: {"ticks":2,"anomalies":0,"late":[2,11]}

                        tick 12
                        tick 13
                        """);
    }

    @Test
    void whoIsCutGetsNothingMore() {
        client.goLive(new Names("run-1", 900, List.of()), 5_000);
        client.close();
        client.close();
        written.clear();

        take(tick(10, List.of(SLOT), null));

        assertThat(written).isEmpty();
    }
}
