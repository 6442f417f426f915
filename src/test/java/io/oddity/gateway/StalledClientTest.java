package io.oddity.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.oddity.bus.Bus;
import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Events;
import io.oddity.bus.Feed;
import io.oddity.bus.Follow;
import io.oddity.bus.Followed;
import io.oddity.testing.Await;
import io.oddity.testing.Configs;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class StalledClientTest {
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Event event(long offset) {
        Cursor cursor = new Cursor(Map.of(0, offset + 1));
        Buffer json = Buffer.buffer("{\"offset\":" + offset + ",\"x\":\"" + "x".repeat(1_000) + "\"}");
        return new Event("p", "s", 0.5, 0, offset, 0, cursor, json, EventDecoder.sse(Feed.ANOMALIES, cursor, json));
    }

    private static Socket follow(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream()
                .write("GET /api/v1/stream?anomalies=true HTTP/1.1\r\nHost: x\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void whoDoesNotReadIsCutWhenTheTimeIsUpAndWhoReadsIsNot(Vertx vertx) throws Exception {
        Bus.open(vertx);
        AtomicInteger followers = new AtomicInteger();
        AtomicInteger cut = new AtomicInteger();
        vertx.eventBus().<Follow>localConsumer(Bus.FOLLOW, message -> {
            if (message.body().starts()) {
                message.reply(new Followed(Cursor.parse("0:0"), null));
                followers.incrementAndGet();
            } else {
                cut.incrementAndGet();
            }
        });
        GatewayVerticle gateway = new GatewayVerticle(
                Configs.of("sensor_id: s", "channels: [{ name: temp }]"),
                0,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                SHORT);
        vertx.deployVerticle(gateway).toCompletionStage().toCompletableFuture().get();

        try (Socket stalled = follow(gateway.port());
                Socket reading = follow(gateway.port())) {
            CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> readOn(reading));
            Await.until("both are there", PATIENCE, () -> followers.get() == 2);
            long[] offset = {0};
            long timer = vertx.setPeriodic(
                    10,
                    tick -> Bus.publish(
                            vertx,
                            Bus.EVENTS,
                            new Events(
                                    Feed.ANOMALIES,
                                    List.of(),
                                    List.of(event(offset[0]++), event(offset[0]++), event(offset[0]++)))));

            Await.until("the stalled one is cut", PATIENCE, () -> cut.get() > 0);

            assertThat(stalled.isClosed()).isFalse(); // it was not the one who left
            assertThat(reader).isNotDone();
            vertx.cancelTimer(timer);
        }
    }

    private static void readOn(Socket socket) {
        try {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            while (lines.readLine() != null) {
                // It reads all it gets.
            }
        } catch (IOException e) {
            // The end of the test.
        }
    }
}
