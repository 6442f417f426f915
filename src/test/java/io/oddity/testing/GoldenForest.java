package io.oddity.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.detect.IsolationForest;
import io.oddity.modelfile.ForestReader;
import io.oddity.modelfile.ModelFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/** The reference vectors of {@code golden/iforest}; see the README beside them. */
public final class GoldenForest {
    private GoldenForest() {}

    /** The files' names, without extension. */
    public static Stream<String> names() {
        return manifest().map(entry -> entry.get("model").asText().replace(".json", ""));
    }

    /** What the manifest says of each forest. */
    public static Stream<JsonNode> manifest() {
        try (InputStream in = GoldenForest.class.getResourceAsStream("/golden/iforest/manifest.json")) {
            return StreamSupport.stream(new ObjectMapper().readTree(in).spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of the folder, unzipped. */
    public static byte[] bytes(String file) {
        return unzipped("/golden/iforest/" + file + ".gz");
    }

    /** A zipped file of the class path, unzipped. */
    static byte[] unzipped(String path) {
        try (InputStream in = new GZIPInputStream(GoldenForest.class.getResourceAsStream(path))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A forest as scikit-learn exported it. */
    public static IsolationForest forest(String name) {
        try (InputStream in = new ByteArrayInputStream(bytes(name + ".json"))) {
            return ForestReader.read(in, Path.of(name + ".json")).forest();
        } catch (IOException | ModelFileException e) {
            throw new AssertionError(e);
        }
    }

    /** The rows of a CSV file; the columns are those of its header line. */
    public static List<double[]> rows(String file) {
        return rows(bytes(file));
    }

    static List<double[]> rows(byte[] csv) {
        return new String(csv, StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(line -> Arrays.stream(line.split(","))
                        .mapToDouble(cell -> cell.equals("nan") ? Double.NaN : Double.parseDouble(cell))
                        .toArray())
                .toList();
    }

    /** The first columns of rows as one array. */
    public static double[] flat(List<double[]> rows, int columns) {
        return rows.stream()
                .flatMapToDouble(row -> Arrays.stream(row, 0, columns))
                .toArray();
    }
}
