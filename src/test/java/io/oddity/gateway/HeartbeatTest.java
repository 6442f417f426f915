package io.oddity.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Feed;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class HeartbeatTest {
    private static final Wanted ALL = new Wanted(Feed.ANOMALIES, new StreamFilter(null, null, 0), true);

    private static Event event(long offset) {
        Cursor cursor = new Cursor(Map.of(0, offset + 1));
        Buffer json = Buffer.buffer("{\"offset\":" + offset + "}");
        return new Event("p", "s", 0.5, 0, offset, 0, cursor, json, EventDecoder.sse(Feed.ANOMALIES, cursor, json));
    }

    private static void take(StreamClient client, Event... events) {
        client.take(List.of(events), ALL.encode(List.of(events)));
    }

    /** What a client receives to whom this is done. */
    private static List<String> ids(Vertx vertx, Consumer<StreamClient> deeds) throws Exception {
        HttpClient http = vertx.createHttpClient();
        String body = vertx.createHttpServer()
                .requestHandler(request -> {
                    request.response().setChunked(true);
                    deeds.accept(new StreamClient(request.response(), ALL, false));
                    request.response().end();
                })
                .listen(0, "127.0.0.1")
                .compose(server -> http.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                        .compose(request -> request.send())
                        .compose(HttpClientResponse::body))
                .eventually(http::close) // or it would be closed as soon as nobody knows it
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .toString();
        return body.lines()
                .filter(line -> line.startsWith("id: "))
                .map(line -> line.substring("id: ".length()))
                .toList();
    }

    @Test
    void aHeartbeatIsNotBehindTheEventsThatWaitedWhileTheClientCaughtUp(Vertx vertx) throws Exception {
        List<String> ids = ids(vertx, client -> {
            take(client, event(6), event(7), event(8));
            client.goLive(Cursor.parse("0:7"));
            client.heartbeat(Cursor.parse("0:9"));
        });

        assertThat(ids).containsExactly("0:8", "0:9", "0:9");
    }

    @Test
    void aHeartbeatIsNotBehindTheEventsThatCameLive(Vertx vertx) throws Exception {
        List<String> ids = ids(vertx, client -> {
            client.goLive(Cursor.parse("0:7"));
            take(client, event(7), event(8));
            client.heartbeat(Cursor.parse("0:9"));
        });

        assertThat(ids).containsExactly("0:7", "0:8", "0:9", "0:9");
    }
}
