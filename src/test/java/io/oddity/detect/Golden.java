package io.oddity.detect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.model.Missing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/** The reference vectors of {@code golden/hst}; see the README beside them. */
public final class Golden {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Golden() {}

    /** The manifest's entries of one kind. */
    static Stream<JsonNode> entries(String kind) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/hst/manifest.json")) {
            return StreamSupport.stream(JSON.readTree(in).spliterator(), false)
                    .filter(entry -> entry.get("kind").asText().equals(kind));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a file. */
    public static List<String> lines(String file) {
        try (InputStream in = new GZIPInputStream(Golden.class.getResourceAsStream("/golden/hst/" + file + ".gz"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String file) {
        return parse(String.join("\n", lines(file)));
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A forest as an entry's parameters describe it. */
    static HalfSpaceForest forest(JsonNode params, List<String> features) {
        Map<String, HalfSpaceForest.Range> limits = new HashMap<>();
        for (Map.Entry<String, JsonNode> limit : params.path("limits").properties()) {
            JsonNode range = limit.getValue();
            limits.put(
                    limit.getKey(),
                    new HalfSpaceForest.Range(
                            range.get(0).asDouble(), range.get(1).asDouble()));
        }
        return new HalfSpaceForest(
                params.get("n_trees").asInt(),
                params.get("height").asInt(),
                params.get("seed").bigIntegerValue(),
                features,
                limits);
    }

    static HalfSpaceTrees detector(JsonNode params, List<String> features) {
        return new HalfSpaceTrees(
                forest(params, features), params.get("window_size").asInt());
    }

    static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    /** A stream of rows with their scores; only the features that the first row has, as River does. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    record Rows(List<String> features, List<double[]> rows, double[] scores) {
        static Rows read(String file) {
            List<String> lines = lines(file);
            List<String> header = List.of(lines.get(0).split(",", -1));
            List<double[]> cells = lines.stream()
                    .skip(1)
                    .map(line -> Arrays.stream(line.split(",", -1))
                            .mapToDouble(Rows::cell)
                            .toArray())
                    .toList();
            int score = header.size() - 1;
            int[] known = IntStream.range(0, score)
                    .filter(i -> !Missing.is(cells.get(0)[i]))
                    .toArray();
            return new Rows(
                    Arrays.stream(known).mapToObj(header::get).toList(),
                    cells.stream()
                            .map(row -> Arrays.stream(known)
                                    .mapToDouble(i -> row[i])
                                    .toArray())
                            .toList(),
                    cells.stream().mapToDouble(row -> row[score]).toArray());
        }

        private static double cell(String text) {
            return switch (text) {
                case "" -> Missing.VALUE;
                case "nan" -> Double.NaN;
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        }
    }
}
