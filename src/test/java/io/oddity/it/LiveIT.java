package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page lives on, over a real broker. */
@Timeout(120)
class LiveIT {
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
        site.send("a", 200, new SplittableRandom(1));
        site.judged("a", 200);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    /** Reads events until each kind that is wanted came with data that has {@code marker} in it; keeps the last of each kind. */
    private static Map<String, JsonNode> events(String query, Map<String, String> wanted) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve("/api/v1/live" + query)).build();
        Map<String, JsonNode> seen = new HashMap<>();
        Map<String, String> missing = new HashMap<>(wanted);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(site.open(request).body(), StandardCharsets.UTF_8))) {
            String name = "";
            while (!missing.isEmpty()) {
                String line = lines.readLine();
                if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    seen.put(name, Site.parse(line.substring("data: ".length())));
                    if (missing.containsKey(name) && line.contains(missing.get(name))) {
                        missing.remove(name);
                    }
                    if (name.equals("sensors")) {
                        site.send("a", 79);
                    }
                }
            }
        }
        return seen;
    }

    @Test
    void greetsNamesAndTellsWhatHappens() throws Exception {
        Map<String, JsonNode> events = events(
                "?pipeline=temperature&channel=temp",
                Map.of("hello", "run", "sensors", "\"a\"", "tick", "\"v\":", "anomaly", "\"a\""));

        assertThat(api.faults("LiveHello", events.get("hello"))).isEmpty();
        assertThat(api.faults("LiveSensors", events.get("sensors"))).isEmpty();
        assertThat(api.faults("LiveTick", events.get("tick"))).isEmpty();
        assertThat(api.faults("Verdict", events.get("anomaly"))).isEmpty();
        assertThat(events.get("tick").path("cells").path(0).path("n").asInt()).isEqualTo(1);
    }

    @Test
    void aMemoryOfAnotherRunIsNotMistakenForThisOne() {
        assertThat(site.get(server, "/api/v1/overview?run=another").statusCode())
                .isEqualTo(409);
        HttpResponse<String> usual = site.get(server, "/api/v1/usual");
        assertThat(api.faults("Usual", Site.parse(usual.body()))).isEmpty();
        String run = Site.parse(usual.body()).path("run").asText();
        assertThat(site.get(server, "/api/v1/overview?run=" + run).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/overview?cols=10, 18",
        "/api/v1/cloud?pipeline=temperature&channel=temp&cols=10, 48",
    })
    void aMatrixHasARowForTheSensor(String request, int bytes) {
        HttpResponse<String> response = site.get(server, request);

        assertThat(response.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "overview?cols=0",
                "overview?cols=901",
                "overview?from=5000&to=5000",
                "overview?from=0&to=90000000",
                "cloud",
                "cloud?pipeline=none&channel=temp",
                "cloud?pipeline=temperature&channel=none",
                "usual?x=1",
                "live?x=1",
                "live?pipeline=temperature",
            })
    void refusesWhatMakesNoSense(String request) {
        HttpResponse<String> response = site.get(server, "/api/v1/" + request);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(api.faults("Problem", Site.parse(response.body()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"three.module.min.js, 200", "three.core.min.js, 200", "three.cjs, 404", "package.json, 404"})
    void ofThreeOnlyWhatThePageNeedsIsServed(String file, int status) {
        assertThat(site.get(server, "/lib/three/" + file).statusCode()).isEqualTo(status);
    }
}
