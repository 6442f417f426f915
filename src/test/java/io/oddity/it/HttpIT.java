package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The queries, as the OpenAPI file describes them, over a real broker. */
class HttpIT {
    private static final String STEADY = "steady";
    private static final int STEADY_READINGS = 600;
    private static final List<String> ODD_NAMES = List.of(
            "line/7",
            "a\"b'c",
            "<script>alert(1)</script>",
            "🌡️ oven",
            "two\nlines\r\n",
            "50 %",
            "a+b",
            "data: x\n\n",
            "\\");

    @TempDir
    private static Path directory;

    private static Site site;
    private static URI server;
    private static OpenApi api;

    @BeforeAll
    static void start() throws Exception {
        site = Site.open(directory);
        server = site.serve("one");
        api = new OpenApi();
        site.send(STEADY, STEADY_READINGS, new SplittableRandom(1));
        ODD_NAMES.forEach(name -> site.send(name, 100, new SplittableRandom(2)));
        site.judged("", STEADY_READINGS + 100 * ODD_NAMES.size());
        Site.await(
                "all sensors",
                () -> StreamSupport.stream(
                                        site.json(server, "/api/v1/sensors")
                                                .path("sensors")
                                                .spliterator(),
                                        false)
                                .mapToInt(sensor -> sensor.path("readings").asInt())
                                .sum()
                        == STEADY_READINGS + 100 * ODD_NAMES.size());
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/anomalies, /api/v1/anomalies",
        "/api/v1/sensors, /api/v1/sensors?pipeline=temperature",
        "/api/v1/sensors/{id}/readings, /api/v1/sensors/steady/readings",
        "/api/v1/sensors/{id}/readings, /api/v1/sensors/steady/readings?from=0&max=50&channel=temp",
        "/api/v1/sensors/{id}/readings, /api/v1/sensors/nobody/readings",
        "/api/v1/sensors/{id}/why, /api/v1/sensors/steady/why",
        "/api/v1/sensors/{id}/why, /api/v1/sensors/nobody/why",
        "/api/v1/sensors/{id}/why, /api/v1/sensors/steady/why?at=5",
        "/api/v1/sensors/{id}/why, /api/v1/sensors/steady/why?from=5",
        "/api/v1/tables, /api/v1/tables",
        "/api/v1/tables, /api/v1/tables?x=1",
        "/api/v1/tables/{name}, /api/v1/tables/temperature.readings",
        "/api/v1/tables/{name}, /api/v1/tables/temperature.scored?order=-score&from=0",
        "/api/v1/tables/{name}, /api/v1/tables/temperature.anomalies?columns=sensor_id&limit=7",
        "/api/v1/tables/{name}, /api/v1/tables/temperature.scored?filter=x",
        "/api/v1/tables/{name}, /api/v1/tables/temperature",
        "/api/v1/tables/{name}/stream, /api/v1/tables/temperature.scored/stream?filter=x",
        "/api/v1/tables/{name}/stream, /api/v1/tables/temperature/stream",
        "/api/v1/stats, /api/v1/stats",
        "/api/v1/stats, /api/v1/stats?x=1",
        "/livez, /livez",
        "/readyz, /readyz",
        "/startupz, /startupz",
    })
    void answersWhatItsSchemaSays(String path, String request) {
        HttpResponse<String> response = site.get(server, request);

        JsonNode schema = api.schema(path, response.statusCode(), "application/json");
        assertThat(schema.isMissingNode())
                .as("the file knows status " + response.statusCode())
                .isFalse();
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(api.faults(schema, Site.parse(response.body()))).isEmpty();
    }

    @Test
    void servesTheFileThatDescribesIt() throws IOException {
        HttpResponse<String> response = site.get(server, "/api/v1/openapi.yaml");

        try (InputStream file = HttpIT.class.getResourceAsStream("/openapi.yaml")) {
            assertThat(response.body()).isEqualTo(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(response.headers().firstValue("Content-Type")).contains("application/yaml");
        assertThat(site.get(server, "/metrics").body()).contains("# TYPE oddity_");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anomalies?limit=0",
                "anomalies?limit=10001",
                "anomalies?limit=ten",
                "anomalies?limit=1&limit=2",
                "anomalies?from=yesterday",
                "anomalies?to=99999999999999999999",
                "anomalies?before=abc",
                "anomalies?sensr=1",
                "sensors?limit=1",
                "sensors?id=1",
                "sensors/steady/readings?id=1",
                "sensors/steady/readings?limit=-1",
                "sensors/steady/readings?to=5&from=5",
                "sensors/steady/readings?max=1&from=0",
                "sensors/steady/readings?max=100",
                "sensors/steady/readings?max=100&from=0&limit=5",
                "sensors/steady/readings?channel=temp",
                "sensors/steady/readings?channel=pressure&max=9&from=0",
                "tables?a=1",
                "tables/temperature.scored?limit=0",
                "tables/temperature.scored?limit=10001",
                "tables/temperature.scored?order=nothing",
                "tables/temperature.scored?columns=ts,nothing",
                "tables/temperature.scored?filter=score",
                "tables/temperature.scored?format=xml",
                "tables/temperature.scored?to=5&from=5",
                "tables/temperature.scored?from=5&at=5",
                "tables/temperature.scored?cursor=abc",
                "tables/temperature.scored/stream?limit=-1",
                "tables/temperature.scored/stream?filter=1",
                "tables/temperature.scored/stream?order=ts",
                "stats?a=1",
                "stream?min_score=1.5",
                "stream?min_score=NaN",
                "stream?anomalies=yes",
                "stream?mode=some",
                "stream?cursor=0",
                "stream?cursor=0:-1",
                "stream?cursor=0:1,",
                "stream?cursor=0:99999999999999999999",
            })
    void refusesWhatMakesNoSenseAndSaysWhy(String request) {
        String parameter = request.replaceAll(".*[?&](\\w+)=[^=]*$", "$1").replaceAll("^from$", "to");

        HttpResponse<String> response = site.get(server, "/api/v1/" + request);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Site.parse(response.body()).path("error").asText())
                .matches("(?s)(" + parameter + "|max|to|from|channel): .+");
        assertThat(api.faults("Problem", Site.parse(response.body()))).isEmpty();
    }

    @Test
    void refusesALastEventIdThatIsNone() {
        HttpResponse<String> response = site.send(HttpRequest.newBuilder(server.resolve("/api/v1/stream"))
                .header("Last-Event-ID", "seven")
                .build());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("Last-Event-ID: not a cursor");
    }

    @Test
    void onlyWhatIsThereIsServedAndOnlyToGet() {
        assertThat(site.get(server, "/api/v1/nothing").statusCode()).isEqualTo(404);
        assertThat(site.get(server, "/nothing.html").statusCode()).isEqualTo(404);
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
            HttpResponse<String> response = site.send(HttpRequest.newBuilder(server.resolve("/api/v1/sensors"))
                    .method(method, HttpRequest.BodyPublishers.ofString("{}"))
                    .build());
            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
            assertThat(api.faults("Problem", Site.parse(response.body()))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/livez",
                "/metrics",
                "/api/v1/stats",
                "/api/v1/openapi.yaml",
                "/api/v1/stream",
                "/api/v1/tables/temperature.scored",
                "/api/v1/tables/temperature.scored/stream"
            })
    void headIsAnsweredLikeGetWithoutABody(String path) throws IOException {
        String answer = raw("HEAD " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
        assertThat(answer.indexOf("\r\n\r\n")).isEqualTo(answer.length() - 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/js/main.js",
                "/livez",
                "/readyz",
                "/metrics",
                "/api/v1/stats",
                "/api/v1/openapi.yaml",
                "/api/v1/sensors?x=1",
                "/nothing",
            })
    void everyAnswerKeepsTheBrowserFromDoingMoreThanItNeeds(String path) {
        HttpResponse<String> response = site.get(server, path);

        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../logback.xml",
                "/..%2flogback.xml",
                "/%2e%2e/logback.xml",
                "/%2e%2e%2flogback.xml",
                "/js/../../logback.xml",
                "/js/..%5c..%5clogback.xml",
                "/js/%252e%252e/%252e%252e/logback.xml",
                "//etc/passwd",
                "/%2fetc%2fpasswd",
                "/....//logback.xml",
                "/js/..;/..;/logback.xml",
                "/openapi.yaml",
                "/.hidden",
                "/%2ehidden",
                "/js/",
                "/%zz",
                "/%",
                "/%00",
                "/api/v1/sensors/%ff%fe/readings",
                "/api/v1/sensors/%/readings",
                "/api/v1/sensors?pipeline=%zz",
            })
    void nothingButThePageIsServedFromDisk(String rawPath) throws IOException {
        String answer = raw("GET " + rawPath + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1.1 (400|404) .*");
        assertThat(answer)
                .contains("Content-Security-Policy", "{\"error\":\"")
                .doesNotContain("not for the world", "<configuration", "root:");
    }

    /** Ten thousand requests made from the file: parameters there are and are not, values that fit and do not. */
    @Test
    void noRequestIsAServersMistake() throws Exception {
        long seed = Long.getLong("oddity.seed", 20_231_001);
        Fuzz fuzz = new Fuzz(api, seed, List.of(STEADY, ODD_NAMES.get(2), "nobody"));
        List<Fuzz.Request> requests = fuzz.requests(10_000);
        List<String> faults = Collections.synchronizedList(new ArrayList<>());
        ExecutorService clients = Executors.newFixedThreadPool(4);
        for (Fuzz.Request request : requests) {
            clients.execute(() -> fault(request).ifPresent(faults::add));
        }
        clients.shutdown();

        assertThat(clients.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
        assertThat(faults).as("seed " + seed).isEmpty();
    }

    private static Optional<String> fault(Fuzz.Request request) {
        try {
            HttpRequest http = HttpRequest.newBuilder(server.resolve(request.target()))
                    .timeout(Duration.ofSeconds(30))
                    .build();
            HttpResponse<InputStream> response = site.open(http);
            try (InputStream body = response.body()) {
                String type = response.headers().firstValue("Content-Type").orElse("");
                JsonNode schema = api.schema(request.path(), response.statusCode(), type.replaceAll(";.*", ""));
                if (schema.isMissingNode()) {
                    return Optional.of(response.statusCode() + " " + type + " " + request.target());
                }
                if (!type.equals("application/json")) {
                    return Optional.empty(); // a stream does not end
                }
                Set<ValidationMessage> faults = api.faults(schema, Site.JSON.readTree(body));
                return faults.isEmpty() ? Optional.empty() : Optional.of(faults + " " + request.target());
            }
        } catch (IOException | RuntimeException e) {
            return Optional.of(e + " " + request.target());
        }
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aSensorMayBeCalledAnything() {
        for (String name : ODD_NAMES) {
            JsonNode answer = site.json(server, "/api/v1/sensors/" + encoded(name) + "/readings?limit=200");

            assertThat(answer.path("sensor_id").asText()).isEqualTo(name);
            assertThat(list(answer.path("readings"))).hasSize(100).allSatisfy(reading -> assertThat(
                            reading.path("sensor_id").asText())
                    .isEqualTo(name));
        }
    }

    private static Set<String> places(JsonNode verdicts) {
        return list(verdicts).stream().map(Site::place).collect(Collectors.toSet());
    }

    @Test
    void saysOfAnyReadingWhyItWasFlaggedOrWhyNot() {
        List<JsonNode> all = list(
                site.json(server, "/api/v1/sensors/steady/readings?limit=10000").path("readings"));
        JsonNode learning = all.get(0);
        JsonNode calm = last(all, "NORMAL");
        JsonNode anomaly = last(all, "ANOMALY");

        assertThat(why(learning))
                .matches("not judged: still learning this sensor, reading \\d+ of the first \\d+ or so");
        assertThat(why(calm)).startsWith("not flagged: score ").contains(" is not above the threshold 0.7; ", "temp ");
        assertThat(why(anomaly))
                .startsWith("temp ")
                .contains(", expected ", " sigma above")
                .isEqualTo(anomaly.path("why").asText());
    }

    private static JsonNode last(List<JsonNode> readings, String status) {
        return readings.stream()
                .filter(reading -> reading.path("status").asText().equals(status))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static String why(JsonNode reading) {
        JsonNode answer = site.json(
                server,
                "/api/v1/sensors/steady/why?at=" + reading.path("record_ts").asText());
        assertThat(answer.path("reading").path("record_ts")).isEqualTo(reading.path("record_ts"));
        return answer.path("why").asText();
    }

    @Test
    void readingsCanBePagedThroughInTime() {
        Set<String> all =
                site.judged(STEADY, STEADY_READINGS).stream().map(Site::place).collect(Collectors.toSet());
        Set<String> paged = new HashSet<>();
        String from = "0";
        boolean isTruncated = true;
        while (isTruncated) {
            JsonNode page = site.json(server, "/api/v1/sensors/steady/readings?limit=250&from=" + from);
            List<JsonNode> readings = list(page.path("readings"));
            assertThat(readings).hasSizeLessThanOrEqualTo(250).isSortedAccordingTo(BY_TIME);
            isTruncated = page.path("truncated").asBoolean() && paged.addAll(places(page.path("readings")));
            paged.addAll(places(page.path("readings")));
            from = readings.get(readings.size() - 1).path("record_ts").asText();
        }

        assertThat(paged).isEqualTo(all);
    }

    private static final Comparator<JsonNode> BY_TIME = Comparator.comparing(
            reading -> Instant.parse(reading.path("record_ts").asText()));

    @Test
    void withoutABeginningTheNewestAreGiven() {
        List<JsonNode> all = list(
                site.json(server, "/api/v1/sensors/steady/readings?limit=10000").path("readings"));
        JsonNode newest = site.json(server, "/api/v1/sensors/steady/readings?limit=20");
        String middle = all.get(300).path("record_ts").asText();
        JsonNode before = site.json(server, "/api/v1/sensors/steady/readings?limit=5&to=" + middle);

        assertThat(all).hasSize(STEADY_READINGS);
        assertThat(list(newest.path("readings"))).isEqualTo(all.subList(580, 600));
        assertThat(newest.path("truncated").asBoolean()).isTrue();
        List<JsonNode> older = all.stream()
                .filter(reading -> reading.path("record_ts").asText().compareTo(middle) < 0)
                .toList();
        assertThat(list(before.path("readings"))).isEqualTo(older.subList(Math.max(0, older.size() - 5), older.size()));
    }

    @Test
    void aThinnedHistoryKeepsItsExtremesAndEveryAnomaly() {
        List<JsonNode> all = list(site.json(server, "/api/v1/sensors/steady/readings?from=0&limit=10000")
                .path("readings"));
        Instant from = Instant.parse(all.get(0).path("record_ts").asText());
        Instant to = Instant.parse(all.get(all.size() - 1).path("record_ts").asText())
                .plusMillis(1);

        JsonNode answer = site.json(server, "/api/v1/sensors/steady/readings?max=20&from=" + from + "&to=" + to);

        List<JsonNode> thinned = list(answer.path("readings"));
        List<JsonNode> odd = all.stream()
                .filter(reading -> reading.path("anomaly").asBoolean())
                .toList();
        List<JsonNode> calm = all.stream()
                .filter(reading -> !reading.path("anomaly").asBoolean())
                .sorted(Comparator.comparingDouble(
                        reading -> reading.path("values").path("temp").asDouble()))
                .toList();
        assertThat(odd).hasSizeGreaterThan(10);
        assertThat(thinned)
                .containsAll(odd)
                .contains(calm.get(0), calm.get(calm.size() - 1))
                .isSubsetOf(all)
                .isSortedAccordingTo(BY_TIME)
                .doesNotHaveDuplicates()
                .hasSizeLessThanOrEqualTo(20 + odd.size());
        assertThat(answer.path("truncated").asBoolean()).isFalse();
    }

    @Test
    void largeAnswersAreCompressed() throws IOException {
        URI target = server.resolve("/api/v1/sensors/steady/readings?limit=600");
        int plain = site.get(server, target.toString()).body().length();

        HttpResponse<InputStream> response = site.open(
                HttpRequest.newBuilder(target).header("Accept-Encoding", "gzip").build());

        assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
        try (InputStream body = response.body()) {
            assertThat(body.readAllBytes()).hasSizeLessThan(plain / 4);
        }
    }

    @Test
    void anomaliesCanBePagedThroughAndNarrowedDown() {
        Set<String> expected = site.judged("", STEADY_READINGS + 100 * ODD_NAMES.size()).stream()
                .filter(verdict -> verdict.path("anomaly").asBoolean())
                .map(Site::place)
                .collect(Collectors.toSet());
        List<String> paged = new ArrayList<>();
        String before = "";
        do {
            JsonNode page = site.json(server, "/api/v1/anomalies?limit=7" + before);
            list(page.path("anomalies")).forEach(verdict -> paged.add(Site.place(verdict)));
            before = page.path("next").isNull()
                    ? ""
                    : "&before=" + page.path("next").asText();
        } while (!before.isEmpty());

        assertThat(paged).doesNotHaveDuplicates().hasSameElementsAs(expected);

        JsonNode ofOne = site.json(server, "/api/v1/anomalies?limit=10000&pipeline=temperature&sensor=" + STEADY);
        assertThat(list(ofOne.path("anomalies"))).isNotEmpty().allSatisfy(verdict -> assertThat(
                        verdict.path("sensor_id").asText())
                .isEqualTo(STEADY));
        assertThat(site.json(server, "/api/v1/anomalies?pipeline=other").path("anomalies"))
                .isEmpty();
        assertThat(site.json(server, "/api/v1/anomalies?to=1").path("anomalies"))
                .isEmpty();
    }
}
