package io.oddity.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Feed;
import io.oddity.bus.Gap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a client gets, byte for byte, over a real connection. */
@ExtendWith(VertxExtension.class)
class StreamClientTest {
    private static final StreamFilter ALL = new StreamFilter(null, null, 0);

    private static Event event(int partition, long offset, String cursor) {
        Buffer json = Buffer.buffer("{\"n\":" + offset + "}");
        Cursor behind = Cursor.parse(cursor);
        return new Event(
                "p", "s", 0.5, partition, offset, 0, behind, json, EventDecoder.sse(Feed.ANOMALIES, behind, json));
    }

    private static void take(StreamClient client, Event... events) {
        client.take(List.of(events), client.wanted.encode(List.of(events)));
    }

    private static void expect(
            Vertx vertx, VertxTestContext context, boolean isSse, Consumer<StreamClient> action, String expected) {
        HttpClient http = vertx.createHttpClient();
        vertx.createHttpServer()
                .requestHandler(request -> {
                    HttpServerResponse response = request.response().setChunked(true);
                    StreamClient client = new StreamClient(response, new Wanted(Feed.ANOMALIES, ALL, isSse), false);
                    action.accept(client);
                    response.end();
                })
                .listen(0, "127.0.0.1")
                .compose(server -> http.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                        .compose(request -> request.send())
                        .compose(response -> response.body()))
                .eventually(http::close) // or it would be closed as soon as nobody knows it
                .onComplete(context.succeeding(body -> context.verify(() -> {
                    assertThat(body.toString()).isEqualTo(expected);
                    context.completeNow();
                })));
    }

    @Test
    void aClientThatAQuickerNodeHasServedGetsNothingTwiceAndItsIdNeverGoesBack(Vertx vertx, VertxTestContext context) {
        expect(
                vertx,
                context,
                true,
                client -> {
                    take(client, event(0, 10, "0:11,1:5"));
                    client.goLive(Cursor.parse("0:12,1:5"));
                    take(client, event(0, 11, "0:12,1:5"));
                    take(client, event(1, 5, "0:11,1:6"));
                    take(client, event(0, 12, "0:13,1:6"));
                },
                """
                id: 0:12,1:5

                id: 0:12,1:6
                event: anomaly
                data: {"n":5}

                id: 0:13,1:6
                event: anomaly
                data: {"n":12}

                """);
    }

    @Test
    void whatCameWhileAClientCaughtUpFollowsThePastWithoutRepetition(Vertx vertx, VertxTestContext context) {
        expect(
                vertx,
                context,
                false,
                client -> {
                    take(client, event(0, 2, "0:3"), event(0, 3, "0:4"));
                    client.writeGap(new Gap(0, 0, 2));
                    client.writePast(List.of(event(0, 2, "0:3")));
                    client.goLive(Cursor.parse("0:3"));
                    client.heartbeat(Cursor.parse("0:4"));
                },
                """
                {"partition":0,"from":0,"to":2}
                {"cursor":"0:3","n":2}
                {"cursor":"0:4","n":3}

                """);
    }

    @Test
    void whatWasRememberedIsNotBehindWhatTheClientHasFromAnotherNode(Vertx vertx, VertxTestContext context) {
        expect(
                vertx,
                context,
                true,
                client -> {
                    take(client, event(1, 5, "0:11,1:6"));
                    client.startAt(Cursor.parse("0:10,1:4,2:8"));
                    client.writePast(
                            List.of(event(1, 4, "0:9,1:5"), event(0, 10, "0:11,1:5"), event(1, 5, "0:11,1:6")));
                    client.goLive(Cursor.parse("0:11,1:6,2:8"));
                    take(client, event(2, 7, "0:11,1:6,2:8"), event(2, 8, "0:11,1:6,2:9"));
                },
                """
                id: 0:10,1:5,2:8
                event: anomaly
                data: {"n":4}

                id: 0:11,1:5,2:8
                event: anomaly
                data: {"n":10}

                id: 0:11,1:6,2:8
                event: anomaly
                data: {"n":5}

                id: 0:11,1:6,2:8

                id: 0:11,1:6,2:9
                event: anomaly
                data: {"n":8}

                """);
    }

    @Test
    void aLiveClientIsToldWhatItMissedForGoodAndGoesOnBehindIt(Vertx vertx, VertxTestContext context) {
        expect(
                vertx,
                context,
                true,
                client -> {
                    client.goLive(Cursor.parse("0:7,1:20"));
                    client.lose(new Gap(0, 5, 9), Cursor.parse("0:5,1:3"));
                    take(client, event(0, 8, "0:9,1:3"), event(0, 9, "0:10,1:3"));
                    client.lose(new Gap(1, 3, 18), Cursor.parse("0:10,1:3")); // it has these from another node
                    client.lose(new Gap(0, 10, 2), Cursor.parse("0:10,1:18")); // made anew
                    take(client, event(0, 2, "0:3,1:18"), event(1, 20, "0:3,1:21"));
                },
                """
                id: 0:7,1:20

                event: gap
                data: {"partition":0,"from":7,"to":9}

                id: 0:10,1:20
                event: anomaly
                data: {"n":9}

                event: gap
                data: {"partition":0,"from":10,"to":2}

                id: 0:3,1:20
                event: anomaly
                data: {"n":2}

                id: 0:3,1:21
                event: anomaly
                data: {"n":20}

                """);
    }
}
