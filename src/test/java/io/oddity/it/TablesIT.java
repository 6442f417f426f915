package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oddity.detect.IsolationForestTrainer;
import io.oddity.modelfile.ForestFile;
import io.oddity.modelfile.ModelFolder;
import io.oddity.modelfile.Training;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables over a real broker: in memory, from Kafka's past, as a stream, of two servers of one application. */
class TablesIT {
    private static final int READINGS = 600;

    /** More than memory holds. */
    private static final int YESTERDAYS = 12_000;

    private static Instant yesterday;
    private static final String EVENT_STREAM = "text/event-stream";

    @TempDir
    private static Path directory;

    private static Site site;
    private static URI one;
    private static URI two;
    private static OpenApi api;

    /** On all readings that are there from the start. */
    private static List<JsonNode> verdicts;

    @BeforeAll
    static void start() throws Exception {
        Path models = directory.resolve("models");
        double[] rows = new SplittableRandom(1).doubles(400, -1, 1).toArray();
        new ModelFolder(models)
                .write(ForestFile.of(
                        "forest",
                        1,
                        new Training("test", 200, 0, 0, 1, Instant.EPOCH),
                        IsolationForestTrainer.train(
                                List.of("a", "b"),
                                rows,
                                200,
                                new IsolationForestTrainer.Settings(10, 64, 2, false, 0, 1),
                                grown -> {})));
        site = Site.open(
                directory.resolve("broker"),
                """
                  - name: keyed
                    topic: machines
                    sensor_id: id
                    time: { field: ts, format: epoch_ms }
                    channels: [ { name: a }, { name: b } ]
                    row_key: [ sensor_id, ts ]
                    detector: { type: isolation-forest, model: forest }
                    threshold: 0.55
                models: { directory: '%s' }
                tables:
                  - name: hot
                    of: temperature.scored
                    filter: 'values.temp > 60 && sensor_id.startsWith("now-")'
                    columns: [ sensor_id, ts, score ]
                    computed: { fahrenheit: 'values.temp * 1.8 + 32.0' }
                """
                        .formatted(models));
        yesterday = Instant.now().minus(Duration.ofHours(25)).truncatedTo(ChronoUnit.MILLIS);
        one = site.serve("one");
        two = site.serve("two");
        api = new OpenApi();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < YESTERDAYS; i++) {
            site.send("old-" + i % 7, random.nextDouble(21, 28), yesterday.toEpochMilli() + i * 100L);
        }
        site.send("now-a", READINGS / 2, new SplittableRandom(2));
        site.send("now-b", READINGS / 2, new SplittableRandom(3));
        verdicts = site.judged("", YESTERDAYS + READINGS);
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode table(URI server, String nameAndQuery) {
        HttpResponse<String> response = site.get(server, "/api/v1/tables/" + nameAndQuery);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode answer = Site.parse(response.body());
        assertThat(api.faults("Rows", answer)).isEmpty();
        return answer;
    }

    private static List<JsonNode> rows(JsonNode answer) {
        return StreamSupport.stream(answer.path("rows").spliterator(), false).toList();
    }

    /** All pages from the first on. */
    private static List<JsonNode> pages(String nameAndQuery) {
        List<JsonNode> rows = new ArrayList<>();
        JsonNode page = table(one, nameAndQuery);
        rows.addAll(rows(page));
        while (!page.path("next").isNull()) {
            page = table(two, nameAndQuery + "&cursor=" + page.path("next").asText());
            rows.addAll(rows(page));
        }
        return rows;
    }

    private static Set<String> places(List<JsonNode> rows) {
        Set<String> places = new HashSet<>();
        rows.forEach(row ->
                assertThat(places.add(Site.place(row))).as("twice: " + row).isTrue());
        return places;
    }

    private static Set<String> judged(Predicate<JsonNode> wanted) {
        return places(verdicts.stream().filter(wanted).toList());
    }

    private static boolean isNow(JsonNode verdict) {
        return verdict.path("sensor_id").asText().startsWith("now-");
    }

    private static String get(String nameAndQuery, String accept, String mediaType) {
        HttpResponse<String> response = site.send(HttpRequest.newBuilder(one.resolve("/api/v1/tables/" + nameAndQuery))
                .header("Accept", accept)
                .build());
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith(mediaType));
        return response.body();
    }

    @ParameterizedTest
    @CsvSource({"temperature.readings, false", "temperature.scored, false", "temperature.anomalies, true"})
    void threeTablesOfAPipelineInThreeFormats(String name, boolean anomaliesOnly) {
        String query = name + "?limit=10000&filter=" + encoded("sensor_id.startsWith('now-')");
        Set<String> expected = judged(verdict ->
                isNow(verdict) && (!anomaliesOnly || verdict.path("anomaly").asBoolean()));
        assertThat(expected).isNotEmpty();
        Site.await(name, () -> rows(table(one, query)).size() == expected.size());

        List<JsonNode> rows = rows(table(one, query));
        List<JsonNode> lines = get(query, "application/x-ndjson", "application/x-ndjson")
                .lines()
                .map(Site::parse)
                .toList();
        List<String> csv = get(query, "text/csv", "text/csv").lines().toList();

        assertThat(places(rows)).isEqualTo(expected);
        assertThat(lines).isEqualTo(rows);
        assertThat(csv).hasSize(1 + rows.size());
        assertThat(csv.get(0)).startsWith("sensor_id,ts,record_ts,values.temp,").endsWith("partition,offset");
        assertThat(get(query + "&format=csv", "application/json", "text/csv").lines())
                .hasSize(csv.size());
        assertThat(rows)
                .isSortedAccordingTo(Comparator.comparing((JsonNode row) ->
                                Instant.parse(row.path("record_ts").asText()))
                        .reversed());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            scor > 1.0                    | filter: undeclared reference to 'scor' (line 1, column 1)
            score > 0.1 && values.tmp > 1 | filter: values has no 'tmp'; known are temp (line 1, column 16)
            score                         | filter: must be true or false, not double
            """)
    void aWrongFilterIsRefusedWithItsPlace(String filter, String message) {
        for (String path : List.of("temperature.scored", "temperature.scored/stream")) {
            HttpResponse<String> response = site.get(one, "/api/v1/tables/" + path + "?filter=" + encoded(filter));

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(Site.parse(response.body()).path("error").asText()).isEqualTo(message);
        }
    }

    @Test
    void aViewOfTheConfigurationHasItsRowsItsColumnsAndWhatItComputes() {
        Set<String> expected =
                judged(verdict -> isNow(verdict) && verdict.at("/values/temp").asDouble() > 60);

        JsonNode answer = table(one, "hot?limit=10000");
        List<JsonNode> joined = rows(
                table(one, "hot?limit=10000&columns=partition,offset,values.temp,fahrenheit&order=-fahrenheit&from=0"));

        assertThat(answer.path("columns").toString()).isEqualTo("[\"sensor_id\",\"ts\",\"score\",\"fahrenheit\"]");
        assertThat(rows(answer)).hasSize(expected.size());
        assertThat(places(joined)).isEqualTo(expected);
        assertThat(joined)
                .allSatisfy(row -> assertThat(row.path("fahrenheit").asDouble())
                        .isEqualTo(row.path("values.temp").asDouble() * 1.8 + 32))
                .isSortedAccordingTo(Comparator.comparing(
                                (JsonNode row) -> row.path("fahrenheit").asDouble())
                        .reversed());
        assertThat(site.json(one, "/api/v1/tables").findValuesAsText("of"))
                .containsExactly(
                        "temperature.readings",
                        "temperature.scored",
                        "temperature.anomalies",
                        "keyed.readings",
                        "keyed.scored",
                        "keyed.anomalies",
                        "temperature.scored");
    }

    @Test
    void memoryIsBoundAndPagesLeadOnIntoTheLog() {
        JsonNode memory = table(one, "temperature.scored?order=-score&limit=1");
        JsonNode tables = site.json(one, "/api/v1/tables").path("tables");

        assertThat(memory.path("scanned").asInt()).isLessThanOrEqualTo(10_000);
        assertThat(tables.path(1).at("/memory/rows").asInt()).isBetween(1, 10_000);
        assertThat(tables.path(1).at("/memory/bytes").asLong()).isBetween(1L, 16L << 20);
        assertThat(places(pages("temperature.scored?limit=3000&filter="
                        + encoded("sensor_id.startsWith('now-') || sensor_id.startsWith('old-')"))))
                .isEqualTo(judged(verdict -> true));
    }

    @Test
    void whatATableLookedLikeYesterdayIsAnsweredFromTheLog() {
        Instant then = yesterday.plusSeconds(600);
        JsonNode answer = table(two, "temperature.scored?limit=50&at=" + then);
        List<JsonNode> all = pages("temperature.scored?limit=2500&at=" + then);
        List<JsonNode> minute =
                pages("temperature.scored?limit=100&order=record_ts&from=" + then + "&to=" + then.plusSeconds(60));

        // One each 100 ms, the first of them at the beginning.
        assertThat(rows(answer)).hasSize(50).allSatisfy(row -> assertThat(
                        Instant.parse(row.path("record_ts").asText()))
                .isBetween(then.minusMillis(4_900), then));
        assertThat(rows(answer).get(0).path("record_ts").asText()).isEqualTo(then.toString());
        assertThat(places(all)).hasSize(6_001);
        assertThat(places(minute)).hasSize(600);
        assertThat(minute)
                .isSortedAccordingTo(Comparator.comparing(
                        (JsonNode row) -> Instant.parse(row.path("record_ts").asText())));
        assertThat(places(rows(table(
                        one,
                        "temperature.scored?at=" + then + "&limit=10000&filter="
                                + encoded("sensor_id == 'old-3' && ts > timestamp('2026-01-01T00:00:00Z')")))))
                .isSubsetOf(places(all))
                .hasSize(857);
    }

    /** The marks of the transactions that wrote them are of today, and would lead to the beginning of the log. */
    @Test
    void aSpanOfYesterdayIsReadAndNoMore() {
        Instant then = yesterday.plusSeconds(600);

        JsonNode answer = table(two, "temperature.scored?limit=1000&from=" + then + "&to=" + then.plusSeconds(60));

        assertThat(rows(answer)).hasSize(600);
        assertThat(answer.path("truncated").asBoolean()).isFalse();
        // And a minute before and behind it, as clocks and deliveries differ.
        assertThat(answer.path("scanned").asInt()).isBetween(600, 2_200);
    }

    /** The marks of the transactions that wrote them are of today. */
    @Test
    void readingsOfYesterdayThatWereJudgedTodayAreFoundBySensor() {
        Instant then = yesterday.plusSeconds(600);
        String path = "/api/v1/sensors/old-3/readings?limit=10000&to=" + then;

        JsonNode minute =
                site.json(one, path + "&from=" + then.minusSeconds(60)).path("readings");
        JsonNode newest = site.json(one, path.replace("10000", "50")).path("readings");

        // One of seven sensors each 100 ms: the tick of 10 minutes is not of this one.
        assertThat(minute).hasSize(86);
        assertThat(newest).hasSize(50);
        assertThat(newest.path(49)).isEqualTo(minute.path(85));
    }

    @Test
    void theNextPageIsAlsoLinkedTo() {
        HttpResponse<String> response = site.get(
                one, "/api/v1/tables/temperature.scored?limit=5&format=csv&from=0&filter=" + encoded("score>=0.0"));

        String link = response.headers().firstValue("Link").orElseThrow();
        HttpResponse<String> next = site.get(one, link.replaceAll("^<(.*)>; rel=\"next\"$", "$1"));

        assertThat(next.statusCode()).isEqualTo(200);
        assertThat(next.body().lines()).hasSize(6);
        assertThat(next.body()).isNotEqualTo(response.body());
    }

    private static Stream stream(URI server, String nameAndQuery, String id) throws IOException {
        return Stream.open(server.resolve("/api/v1/tables/" + nameAndQuery), id, EVENT_STREAM);
    }

    @Test
    void aStreamBeginsWithASnapshotAndGoesOnAtAnotherServerWithoutLoss() throws IOException {
        site.send("stream", 300, new SplittableRandom(4));
        site.judged("stream", 300);
        String query = "temperature.scored/stream?columns=partition,offset,score&limit=10000&filter="
                + encoded("sensor_id == 'stream' && has(values.temp)");
        List<JsonNode> rows = new ArrayList<>();
        String id;
        try (Stream first = stream(one, query, null)) {
            JsonNode snapshot = first.event("snapshot").json();
            assertThat(api.faults("Snapshot", snapshot)).isEmpty();
            rows.addAll(rows(snapshot));
            site.send("stream", 200, new SplittableRandom(5));
            for (int i = 0; i < 120; i++) {
                rows.add(first.event("insert").json());
            }
            id = first.lastEventId();
        }
        site.send("stream", 300, new SplittableRandom(6));
        Set<String> expected = places(site.judged("stream", 800));
        SplittableRandom random = new SplittableRandom(7);
        while (rows.size() < 800) {
            try (Stream again = stream(random.nextBoolean() ? one : two, query, id)) {
                int events = Math.min(random.nextInt(1, 150), 800 - rows.size());
                for (int i = 0; i < events; i++) {
                    rows.add(again.event("insert").json());
                }
                id = again.lastEventId();
            }
        }

        assertThat(places(rows)).isEqualTo(expected);
        assertThat(rows).allSatisfy(row -> {
            assertThat(api.faults("Row", row)).isEmpty();
            assertThat(row).hasSize(3);
        });
    }

    @Test
    void theStreamOfAnomaliesHasAnomalies() throws IOException {
        try (Stream stream =
                stream(two, "temperature.anomalies/stream?limit=0&filter=" + encoded("sensor_id == 'odd'"), null)) {
            assertThat(rows(stream.event("snapshot").json())).isEmpty();
            site.send("odd", 200, new SplittableRandom(8));

            Set<String> expected = places(site.judged("odd", 200).stream()
                    .filter(verdict -> verdict.path("anomaly").asBoolean())
                    .toList());
            List<JsonNode> rows = new ArrayList<>();
            while (rows.size() < expected.size()) {
                rows.add(stream.event("insert").json());
            }
            assertThat(places(rows)).isEqualTo(expected);
        }
    }

    private static void measure(String id, long ts, double a) throws Exception {
        String json = "{\"id\":\"" + id + "\",\"ts\":" + ts + ",\"a\":" + a + ",\"b\":" + a + "}";
        byte[] key = id.getBytes(StandardCharsets.UTF_8);
        site.sendRaw("machines", 1, System.currentTimeMillis(), key, json.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, JsonNode> byKey(List<JsonNode> rows) {
        Map<String, JsonNode> byKey = new HashMap<>();
        rows.forEach(row -> assertThat(byKey.put(
                        row.path("sensor_id").asText() + " " + row.path("ts").asText(), row))
                .isNull());
        return byKey;
    }

    @Test
    void aCorrectedReadingIsJudgedAnewAndChangesItsRowAndOnlyThat() throws Exception {
        long start = Instant.parse("2026-01-31T12:00:00Z").toEpochMilli();
        try (Stream all = stream(one, "keyed.scored/stream", null);
                Stream odd = stream(two, "keyed.anomalies/stream", null)) {
            all.event("snapshot");
            odd.event("snapshot");
            for (int i = 0; i < 5; i++) {
                measure("k1", start + i * 1_000L, i == 2 ? 9 : 0.1);
                measure("k2", start + i * 1_000L, 0.1);
            }
            for (int i = 0; i < 10; i++) {
                all.event("insert");
            }
            JsonNode anomaly = odd.event("insert").json();
            assertThat(anomaly.path("ts").asText()).isEqualTo("2026-01-31T12:00:02Z");
            Map<String, JsonNode> before = byKey(rows(table(one, "keyed.scored")));
            assertThat(before).hasSize(10);

            measure("k1", start + 2_000, 0.1);
            measure("k2", start, 9);

            JsonNode update = all.until(frame -> frame.event() != null).json();
            assertThat(update.path("sensor_id").asText()).isEqualTo("k1");
            assertThat(update.path("ts").asText()).isEqualTo("2026-01-31T12:00:02Z");
            assertThat(update.path("status").asText()).isEqualTo("NORMAL");
            assertThat(all.event("update").json().path("status").asText()).isEqualTo("ANOMALY");
            JsonNode removed = odd.until(
                            frame -> frame.event() != null && frame.event().equals("remove"))
                    .json();
            assertThat(removed.toString()).isEqualTo("{\"sensor_id\":\"k1\",\"ts\":\"2026-01-31T12:00:02Z\"}");
            assertThat(odd.event("insert").json().path("sensor_id").asText()).isEqualTo("k2");

            for (String query : List.of("keyed.scored", "keyed.scored?from=0", "keyed.scored?order=record_ts&from=0")) {
                Map<String, JsonNode> after = byKey(rows(table(two, query)));
                assertThat(after.keySet()).isEqualTo(before.keySet());
                assertThat(after.entrySet().stream()
                                .filter(row -> !row.getValue().equals(before.get(row.getKey())))
                                .map(Map.Entry::getKey))
                        .containsExactlyInAnyOrder("k1 2026-01-31T12:00:02Z", "k2 2026-01-31T12:00:00Z");
            }
            assertThat(byKey(rows(table(one, "keyed.anomalies"))).keySet()).containsExactly("k2 2026-01-31T12:00:00Z");
        }
    }
}
