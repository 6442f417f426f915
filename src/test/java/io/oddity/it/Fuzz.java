package io.oddity.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Makes requests of what the OpenAPI file says about parameters, and of what it does not. */
final class Fuzz {
    private static final List<String> JUNK = List.of(
            "",
            " ",
            "0",
            "-1",
            "1e400",
            "NaN",
            "Infinity",
            "null",
            "true",
            "*",
            "%",
            "&",
            "\u0000",
            "\r\nX-Evil: 1",
            "🌡️",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "2147483648",
            "0x10",
            "1.0",
            "١٢",
            "0:0",
            "0:9223372036854775807",
            "2147483647:1",
            "0:1,0:2",
            ":",
            ",",
            "0:1;1:2",
            "../..",
            "<script>",
            "'\"`",
            "+1000000000-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "x".repeat(2_000));
    private static final List<String> GOOD = List.of(
            "temperature",
            "temp",
            "steady",
            "ste*",
            "1",
            "2",
            "100",
            "5000",
            "0.5",
            "false",
            "all",
            "latest",
            "0",
            "0:0",
            "0:0,1:0,2:0,3:0",
            "0:5",
            "score > 0.5",
            "values.temp > 80 && anomaly || sensor_id.matches('s.*y')",
            "values.temp / (score - score) > 1.0",
            "-score",
            "record_ts",
            "sensor_id,values.temp,score",
            "2026-01-31T12:00:00Z",
            "1769860800000",
            "99999999999999");

    private final OpenApi api;
    private final SplittableRandom random;
    private final List<String> sensors;
    private final List<String> paths = new ArrayList<>();

    /** A path of the file, and what is asked for. */
    record Request(String path, String target) {}

    Fuzz(OpenApi api, long seed, List<String> sensors) {
        this.api = api;
        this.sensors = sensors;
        random = new SplittableRandom(seed);
        api.paths().fieldNames().forEachRemaining(paths::add);
    }

    List<Request> requests(int count) {
        return IntStream.range(0, count).mapToObj(i -> request()).toList();
    }

    private Request request() {
        String path = pick(paths);
        StringBuilder query = new StringBuilder();
        for (JsonNode reference : api.paths().path(path).path("get").path("parameters")) {
            JsonNode parameter = api.resolve(reference);
            if (parameter.path("in").asText().equals("query") && random.nextInt(3) == 0) {
                add(query, parameter.path("name").asText(), value(api.resolve(parameter.path("schema"))));
            }
        }
        if (random.nextInt(20) == 0) {
            add(query, pick(List.of("x", "limit", "__proto__", "from[]", "", "🌡️")), pick(JUNK));
        }
        String id = random.nextInt(10) == 0 ? "/" + pick(JUNK) + "x" : pick(sensors);
        return new Request(path, path.replace("{id}", encoded(id)).replace("{name}", encoded(name(path))) + query);
    }

    private String name(String path) {
        return path.contains("/tables/")
                ? pipeline() + pick(List.of(".readings", ".scored", ".anomalies"))
                : pipeline();
    }

    private String pipeline() {
        return random.nextInt(10) == 0 ? pick(JUNK) + "x" : "temperature";
    }

    private String value(JsonNode schema) {
        if (random.nextInt(4) == 0) {
            return pick(JUNK);
        }
        if (schema.has("enum")) {
            return schema.path("enum")
                    .path(random.nextInt(schema.path("enum").size()))
                    .asText();
        }
        if (schema.has("minimum")) {
            int low = schema.path("minimum").asInt();
            int high = schema.path("maximum").asInt();
            return Integer.toString(random.nextInt(low - 1, Math.min(high, low + 50) + 2));
        }
        return pick(GOOD);
    }

    private String pick(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static void add(StringBuilder query, String name, String value) {
        query.append(query.isEmpty() ? '?' : '&')
                .append(encoded(name))
                .append('=')
                .append(encoded(value));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
