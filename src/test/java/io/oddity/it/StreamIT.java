package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stream, over a real broker, with two gateways on one port and two servers of one application. */
class StreamIT {
    private static final int CUTS = 25;

    /** Makes a verdict large, so that few of them fill the buffers between a server and a client that does not read. */
    private static final String LONG_NAME = "x".repeat(240);

    @TempDir
    private static Path directory;

    private static Site site;
    private static URI one;
    private static URI two;
    private static OpenApi api;

    /** Nothing ever passes its filter. */
    private static Stream silent;

    @BeforeAll
    static void start() throws Exception {
        site = Site.open(directory);
        one = site.serve("one");
        two = site.serve("two");
        api = new OpenApi();
        silent = Stream.live(one, "?anomalies=true&sensor=nobody");
    }

    @AfterAll
    static void stop() throws Exception {
        silent.close();
        site.close();
    }

    private static List<String> anomalies(String prefix, int readings) {
        return site.judged(prefix, readings).stream()
                .filter(verdict -> verdict.path("anomaly").asBoolean())
                .map(Site::place)
                .toList();
    }

    private static List<String> take(Stream stream, String event, int count) {
        List<String> places = new ArrayList<>();
        while (places.size() < count) {
            places.add(Site.place(stream.event(event).json()));
        }
        return places;
    }

    @Test
    void anEventHasAnIdANameAndAVerdict() throws IOException {
        try (Stream stream = Stream.open(one, "?sensor=frames")) {
            assertThat(stream.next().retry()).isEqualTo("1000");
            assertThat(stream.next().id()).matches("\\d+:\\d+(,\\d+:\\d+)*");
            site.send("frames", 24);

            Stream.Frame frame = stream.event("verdict");

            assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
            assertThat(stream.header("Content-Security-Policy")).contains("default-src 'self'");
            assertThat(frame.event()).isEqualTo("verdict");
            assertThat(frame.id()).matches("\\d+:\\d+(,\\d+:\\d+)*");
            assertThat(api.faults("Verdict", frame.json())).isEmpty();
            assertThat(frame.json().path("sensor_id").asText()).isEqualTo("frames");
        }
    }

    @Test
    void aSensorsNameCannotBreakAFrame() throws IOException {
        List<String> names = List.of("n\nid: 0:0", "\r\n\r\ndata: {}", "</script><script>", "\u2028 🌡️ \"'\\", "n/*");
        try (Stream stream = Stream.live(one, "")) {
            names.forEach(name -> site.send(name, 24));

            Set<String> seen = new HashSet<>();
            while (!seen.containsAll(names)) {
                seen.add(stream.event("verdict").json().path("sensor_id").asText());
            }
        }
    }

    @Test
    void filtersBySensorPipelineScoreAndAnomaly() throws IOException {
        try (Stream exact = Stream.live(one, "?sensor=filter-1");
                Stream prefix = Stream.live(one, "?sensor=filter-*&pipeline=temperature");
                Stream high = Stream.live(one, "?sensor=filter-*&min_score=0.7");
                Stream odd = Stream.live(two, "?sensor=filter-*&anomalies=true");
                Stream other = Stream.live(one, "?pipeline=other&cursor=0:0,1:0,2:0,3:0")) {
            site.send("filter-1", 200, new SplittableRandom(1));
            site.send("filter-2", 200, new SplittableRandom(2));
            List<JsonNode> verdicts = site.judged("filter-", 400);

            assertThat(take(exact, "verdict", 200)).hasSameElementsAs(places(verdicts, "filter-1", 0));
            assertThat(take(prefix, "verdict", 400)).hasSameElementsAs(places(verdicts, "filter-", 0));
            List<String> expected = places(verdicts, "filter-", 0.7);
            assertThat(expected).hasSizeGreaterThan(5);
            assertThat(take(high, "verdict", expected.size())).hasSameElementsAs(expected);
            List<String> anomalies = anomalies("filter-", 400);
            assertThat(take(odd, "anomaly", anomalies.size())).hasSameElementsAs(anomalies);
            assertThat(other.until(frame -> frame.comment() != null).event()).isNull();
        }
    }

    private static List<String> places(List<JsonNode> verdicts, String prefix, double minScore) {
        return verdicts.stream()
                .filter(verdict -> verdict.path("sensor_id").asText().startsWith(prefix))
                .filter(verdict -> verdict.path("score").asDouble() >= minScore)
                .map(Site::place)
                .toList();
    }

    @Test
    void aClientForWhomThereIsNothingHearsThatTheServerLivesAndWhereItIs() {
        Stream.Frame heartbeat = silent.until(frame -> frame.comment() != null);

        assertThat(heartbeat.comment()).isEqualTo("alive");
        assertThat(heartbeat.event()).isNull();
        assertThat(heartbeat.id()).isNotEmpty();
    }

    @Test
    void bothGatewaysOfAPortServeEverything() throws IOException {
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            streams.add(Stream.live(one, "?sensor=port"));
        }
        site.send("port", 50, new SplittableRandom(1));
        List<String> places = places(site.judged("port", 50), "port", 0);

        for (Stream stream : streams) {
            assertThat(take(stream, "verdict", 50)).hasSameElementsAs(places);
            stream.close();
        }
    }

    @Test
    void linesOfJsonCarryTheirCursor() throws IOException {
        try (Stream stream = Stream.open(one, "?sensor=lines", null, "application/x-ndjson")) {
            assertThat(stream.header("Content-Type")).isEqualTo("application/x-ndjson");
            assertThat(stream.line()).isEmpty();
            site.send("warm", 24);
            String cursor = Stream.live(one, "?sensor=lines").lastEventId();
            site.send("lines", 3, new SplittableRandom(1));
            site.judged("lines", 3);

            List<String> places = new ArrayList<>();
            try (Stream again = Stream.open(two, "?sensor=lines&cursor=" + cursor, null, "application/x-ndjson")) {
                again.line();
                for (int i = 0; i < 3; i++) {
                    JsonNode verdict = Site.parse(again.line());
                    assertThat(api.faults("Verdict", verdict)).isEmpty();
                    assertThat(verdict.path("cursor").asText()).isNotEmpty();
                    places.add(Site.place(verdict));
                }
            }
            assertThat(places).hasSameElementsAs(places(site.judged("lines", 3), "lines", 0));
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void whoComesBackOnAnyNodeLosesNothingAndGetsNothingTwice(long seed) throws IOException {
        String prefix = "back-" + seed + "-";
        SplittableRandom random = new SplittableRandom(seed);
        boolean anomaliesOnly = random.nextBoolean();
        String query = "?sensor=" + prefix + "*&anomalies=" + anomaliesOnly;
        String event = anomaliesOnly ? "anomaly" : "verdict";
        Stream first = Stream.live(one, query);
        first.close();
        SplittableRandom ofPlant = random.split();
        AtomicInteger cuts = new AtomicInteger();
        CompletableFuture<Integer> plant = CompletableFuture.supplyAsync(() -> measure(prefix, ofPlant, cuts));

        List<String> seen = new ArrayList<>();
        String id = first.lastEventId();
        while (!plant.isDone()) {
            id = visit(random, query, event, id, seen);
            cuts.incrementAndGet();
        }
        int readings = plant.join();
        List<String> expected =
                anomaliesOnly ? anomalies(prefix, readings) : places(site.judged(prefix, readings), prefix, 0);
        try (Stream last = Stream.open(random.nextBoolean() ? one : two, query, id, "text/event-stream")) {
            while (seen.size() < expected.size()) {
                seen.add(Site.place(last.event(event).json()));
            }
        }

        assertThat(seen).doesNotHaveDuplicates().hasSameElementsAs(expected);
    }

    /** Sends readings until a client was cut often enough; says how many. */
    private static int measure(String prefix, SplittableRandom random, AtomicInteger cuts) {
        int round = 0;
        while (cuts.get() < CUTS) {
            for (int sensor = 0; sensor < 5; sensor++) {
                double off = round > 70 && random.nextInt(8) == 0 ? 50 : 0;
                site.send(prefix + sensor, off + random.nextDouble(21, 28));
            }
            site.flush();
            round++;
        }
        return 5 * round;
    }

    /** Reads some events, and perhaps a part of one more, which does not count. */
    private static String visit(SplittableRandom random, String query, String event, String id, List<String> seen)
            throws IOException {
        try (Stream stream = Stream.open(random.nextBoolean() ? one : two, query, id, "text/event-stream")) {
            int frames = random.nextInt(60);
            for (int i = 0; i < frames; i++) {
                Stream.Frame frame = stream.next();
                if (frame == null) {
                    break; // cut, as everybody is whom the plant leaves too far behind
                }
                if (event.equals(frame.event())) {
                    seen.add(Site.place(frame.json()));
                } else if (frame.comment() != null) {
                    return stream.lastEventId(); // silence: the plant has stopped
                }
            }
            String lastEventId = stream.lastEventId();
            for (int i = random.nextInt(3); i > 0; i--) {
                stream.line();
            }
            return lastEventId == null ? id : lastEventId;
        }
    }

    @Test
    void whatIsGoneForGoodIsTold() throws Exception {
        String id;
        try (Stream stream = Stream.live(one, "?anomalies=true")) {
            id = stream.lastEventId();
        }
        for (int sensor = 0; sensor < 6; sensor++) {
            site.send("gone-" + sensor, 150, new SplittableRandom(sensor));
        }
        site.judged("gone-", 900);
        List<String> gone = anomalies("gone-", 900);
        Map<TopicPartition, Long> deleted = deleteAnomalies();

        try (Stream remembered = Stream.open(two, "?anomalies=true&sensor=gone-*", id, "text/event-stream")) {
            assertThat(take(remembered, "anomaly", gone.size())).hasSameElementsAs(gone);
        }
        URI later = site.serve("later");
        try (Stream stream = Stream.open(later, "?anomalies=true", id, "text/event-stream")) {
            JsonNode gap = stream.event("gap").json();

            assertThat(api.faults("Gap", gap)).isEmpty();
            TopicPartition partition =
                    new TopicPartition("anomalies", gap.path("partition").asInt());
            assertThat(gap.path("to").asLong()).isEqualTo(deleted.get(partition));
            assertThat(id)
                    .contains(partition.partition() + ":" + gap.path("from").asLong());
            site.send("gone-0", 150, new SplittableRandom(1));
            assertThat(stream.event("anomaly").json().path("sensor_id").asText())
                    .isEqualTo("gone-0");
        }
    }

    private static Map<TopicPartition, Long> deleteAnomalies() throws Exception {
        try (Admin admin = site.admin()) {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            for (int p = 0; p < 3; p++) {
                latest.put(new TopicPartition("anomalies", p), OffsetSpec.latest());
            }
            Map<TopicPartition, Long> ends = admin.listOffsets(latest).all().get().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, (Map.Entry<TopicPartition, ListOffsetsResultInfo> end) -> end.getValue()
                                    .offset()));
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            ends.forEach((partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end)));
            admin.deleteRecords(all).all().get();
            return ends;
        }
    }

    @Test
    void aCursorOfATopicThatWasMadeAnewIsToldAndDoesNotSilenceItsClient() throws IOException {
        try (Stream stream = Stream.open(one, "?sensor=anew&cursor=0:900000000,1:900000000,2:900000000,3:900000000")) {
            JsonNode gap = stream.event("gap").json();
            site.send("anew", 24);

            assertThat(gap.path("from").asLong()).isEqualTo(900_000_000);
            assertThat(gap.path("to").asLong()).isLessThan(900_000_000);
            assertThat(stream.event("verdict").json().path("sensor_id").asText())
                    .isEqualTo("anew");
        }
    }

    @Test
    void aClientThatAsksForAllAndStallsIsCutAndComesBackWithoutLoss() throws IOException {
        String sensor = "all-" + LONG_NAME;
        List<String> seen = new ArrayList<>();
        String id;
        try (Stream stalled = Stream.live(one, "?sensor=all-*")) {
            id = stalled.lastEventId();
            site.send(sensor, 40_000, new SplittableRandom(1));
            site.judged("all-", 40_000);
            assertThat(readAll(stalled, seen)).isLessThan(40_000);
            id = stalled.lastEventId();
        }
        try (Stream again = Stream.open(one, "?sensor=all-*", id, "text/event-stream")) {
            while (seen.size() < 40_000) {
                seen.add(Site.place(again.event("verdict").json()));
            }
        }
        assertThat(seen).doesNotHaveDuplicates();
    }

    private static int readAll(Stream stream, List<String> seen) {
        try {
            for (Stream.Frame frame = stream.next(); frame != null && frame.comment() == null; frame = stream.next()) {
                if ("verdict".equals(frame.event())) {
                    seen.add(Site.place(frame.json()));
                }
            }
        } catch (UncheckedIOException e) {
            return seen.size(); // cut in the middle of a chunk
        }
        return seen.size();
    }

    @Test
    void aClientThatAsksForTheLatestAndStallsIsToldHowManyItMissed() throws IOException {
        try (Stream stalled = Stream.live(one, "?sensor=latest-*&mode=latest")) {
            site.send("latest-a" + LONG_NAME, 20_000, new SplittableRandom(1));
            site.send("latest-b" + LONG_NAME, 20_000, new SplittableRandom(2));
            site.judged("latest-", 40_000);

            int seen = 0;
            long dropped = 0;
            while (seen + dropped < 40_000) {
                Stream.Frame frame = stalled.until(f -> f.event() != null);
                if (frame.event().equals("dropped")) {
                    assertThat(api.faults("Dropped", frame.json())).isEmpty();
                    dropped += frame.json().path("dropped").asLong();
                } else {
                    seen++;
                }
            }

            assertThat(dropped).isPositive();
            assertThat(seen + dropped).isEqualTo(40_000);
        }
    }

    @Test
    void verdictsAreReadOnlyWhileSomebodyFollowsThem() throws Exception {
        for (int i = 0; i < 60; i++) {
            try (Socket socket = new Socket(one.getHost(), one.getPort())) {
                socket.getOutputStream()
                        .write("GET /api/v1/stream HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                if (i % 3 == 0) {
                    assertThat(socket.getInputStream().read()).isEqualTo('H');
                }
                if (i % 5 == 0) {
                    socket.setSoLinger(true, 0); // a reset instead of a goodbye
                }
            }
        }
        try (Stream lasting = Stream.live(one, "?sensor=lasting")) {
            site.send("lasting", 30, new SplittableRandom(1));
            assertThat(take(lasting, "verdict", 30)).doesNotHaveDuplicates();
        }

        ObjectName tail = new ObjectName("kafka.consumer:type=app-info,id=it-tail-scored");
        Site.await("nobody reads the topic scored", () -> !ManagementFactory.getPlatformMBeanServer()
                .isRegistered(tail));
    }
}
