package io.oddity.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Feed;
import io.oddity.bus.Gap;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AudienceTest {
    private final Audience audience = new Audience();
    private long offset;

    /** A connection, as far as a client sees it. */
    private static final class Line {
        private final List<Buffer> written = new ArrayList<>();
        private boolean isFull;
        private boolean isCut;
        private Runnable drained;

        HttpServerResponse response() {
            return (HttpServerResponse) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {HttpServerResponse.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "writeQueueFull" -> isFull;
                        case "write" -> {
                            written.add((Buffer) arguments[0]);
                            yield Future.succeededFuture();
                        }
                        case "reset" -> {
                            isCut = true;
                            yield Future.succeededFuture();
                        }
                        case "drainHandler" -> {
                            @SuppressWarnings("unchecked")
                            Handler<Void> handler = (Handler<Void>) arguments[0];
                            drained = () -> handler.handle(null);
                            yield proxy;
                        }
                        default -> proxy;
                    });
        }

        String text() {
            StringBuilder text = new StringBuilder();
            written.forEach(text::append);
            written.clear();
            return text.toString();
        }
    }

    private Event event(String sensor, int bytes) {
        Cursor cursor = new Cursor(Map.of(0, offset + 1));
        Buffer json = Buffer.buffer("{\"s\":\"" + sensor + "\"" + " ".repeat(bytes) + "}");
        Buffer sse = Buffer.buffer(sensor + " ".repeat(bytes) + ";");
        return new Event("p", sensor, 0.5, 0, offset++, 0, cursor, json, sse);
    }

    private StreamClient join(Line line, Selection selection, boolean onlyLatest) {
        StreamClient client =
                new StreamClient(line.response(), new Wanted(Feed.ANOMALIES, selection, true), onlyLatest);
        audience.add(client);
        client.goLive(new Cursor(Map.of(0, offset)));
        line.text();
        return client;
    }

    private static StreamFilter sensor(String sensor) {
        return new StreamFilter(sensor, null, 0);
    }

    private void handOut(Event... events) {
        audience.collect(List.of(events));
        audience.handOut();
    }

    @Test
    void whoFollowsOneSensorIsNotAskedAboutOthers() {
        AtomicInteger asked = new AtomicInteger();
        Selection one = new Selection() {
            @Override
            public String onlySensor() {
                return "a";
            }

            @Override
            public boolean accepts(Event event) {
                asked.incrementAndGet();
                return true;
            }
        };
        Line line = new Line();
        join(line, one, false);

        handOut(event("b", 0), event("a", 0), event("c", 0));

        assertThat(asked).hasValue(1);
        assertThat(line.text()).isEqualTo("a;");
    }

    @Test
    void clientsThatWantTheSameShareTheirBytes() {
        List<Line> lines = IntStream.range(0, 3).mapToObj(i -> new Line()).toList();
        lines.forEach(line -> join(line, new StreamFilter("pump-*", "p", 0.1), false));
        handOut(event("pump-1", 0)); // tells each that it is no longer ahead
        lines.forEach(Line::text);

        handOut(event("pump-1", 0), event("fan", 0), event("pump-2", 0));

        Buffer first = lines.get(0).written.get(0);
        assertThat(first.toString()).isEqualTo("pump-1;pump-2;");
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.written).singleElement().isSameAs(first));
    }

    @Test
    void everyoneGetsWhatItAskedForInOrderWhoeverElseListens() {
        Line all = new Line();
        Line a = new Line();
        Line ab = new Line();
        Line nobody = new Line();
        join(all, sensor(null), false);
        StreamClient leaving = join(new Line(), sensor("a"), false);
        join(a, sensor("a"), false);
        join(ab, sensor("a*"), false);
        join(nobody, sensor("z"), false);
        audience.remove(leaving);

        handOut(event("a", 0), event("ab", 0));
        handOut(event("a", 0), event("b", 0));

        assertThat(all.text()).isEqualTo("a;ab;a;b;");
        assertThat(a.text()).isEqualTo("a;a;");
        assertThat(ab.text()).isEqualTo("a;ab;a;");
        assertThat(nobody.text()).isEmpty();
    }

    @Test
    void whoIsNotConcernedStillHearsWhereItIsAndWhatItLost() {
        Line line = new Line();
        join(line, sensor("a"), false);

        handOut(event("b", 0), event("b", 0));
        audience.heartbeat();
        audience.collect(List.of(event("b", 0)));
        audience.lose(new Gap(0, 3, 9));
        audience.heartbeat();

        assertThat(line.text())
                .isEqualTo(
                        """
                        : alive
                        id: 0:2

                        event: gap
                        data: {"partition":0,"from":3,"to":9}

                        : alive
                        id: 0:9

                        """);
    }

    @Test
    void aSlowClientGetsWhatWaitedPieceByPieceAndInOrder() {
        Line line = new Line();
        join(line, sensor(null), false);
        line.isFull = true;
        List<Event> events =
                IntStream.range(0, 50).mapToObj(i -> event("s" + i, 1_500)).toList();
        events.forEach(event -> handOut(event));
        assertThat(line.written).isEmpty();

        line.isFull = false;
        line.drained.run();

        assertThat(line.written).hasSizeGreaterThan(1).allSatisfy(piece -> assertThat(piece.length())
                .isLessThan(StreamClient.WRITE_BYTES + 2_000));
        assertThat(line.text().replaceAll(" ", ""))
                .isEqualTo(String.join(
                        "", events.stream().map(event -> event.sensorId() + ";").toList()));
    }

    @Test
    void aBatchThatIsLargeIsWrittenOnlyAsFarAsTheClientTakesIt() {
        Line line = new Line();
        join(line, sensor(null), false);
        handOut(event("s", 0));
        line.text();
        Event[] events = IntStream.range(0, 50).mapToObj(i -> event("s", 1_500)).toArray(Event[]::new);

        handOut(events);

        assertThat(line.written).hasSizeGreaterThan(1).allSatisfy(piece -> assertThat(piece.length())
                .isLessThan(StreamClient.WRITE_BYTES + 2_000));
    }

    @Test
    void aClientForWhichTooManyBytesWaitIsCutAndItsNeighbourIsNot() {
        Line slow = new Line();
        Line quick = new Line();
        join(slow, sensor(null), false);
        join(quick, sensor(null), false);
        slow.isFull = true;

        for (int i = 0; i < 17; i++) {
            handOut(event("s", 1 << 20));
        }

        assertThat(slow.isCut).isTrue();
        assertThat(slow.written).isEmpty();
        assertThat(quick.isCut).isFalse();
        assertThat(quick.written).hasSize(17);
    }

    @Test
    void theLatestOfEachSensorIsKeptForASlowClient() {
        Line line = new Line();
        join(line, sensor(null), true);
        line.isFull = true;
        handOut(event("a", 0), event("b", 0), event("a", 0));
        handOut(event("a", 0));

        line.isFull = false;
        line.drained.run();

        assertThat(line.text()).isEqualTo("b;a;event: dropped\ndata: {\"dropped\":2}\n\n");
    }
}
