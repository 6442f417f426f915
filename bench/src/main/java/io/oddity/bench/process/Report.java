package io.oddity.bench.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/** What a benchmark found: a table for people, {@code bench/target/<name>.json} for programs. */
final class Report {
    private final String name;
    private final Map<String, Object> json = new LinkedHashMap<>();

    Report(String name, Object settings) {
        this.name = name;
        json.put("benchmark", name);
        json.put("at", Instant.now().toString());
        json.put("machine", Machine.describe());
        json.put("settings", settings);
        System.out.println("# " + Machine.describe());
        System.out.println("# " + settings);
    }

    /** Adds a finding to the JSON. */
    void put(String key, Object value) {
        json.put(key, value);
    }

    /** Adds a line to the table. */
    void line(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    /** Adds a finding to both. */
    void find(String key, String unit, double value) {
        put(key, value);
        line("%-36s %,14.2f %s", key, value, unit);
    }

    void write() {
        try {
            Path file = Files.createDirectories(Path.of("bench/target")).resolve(name + ".json");
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json);
            System.out.println("# " + file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The middle of some values and how far they spread. */
    record Spread(double median, double min, double max) {
        static Spread of(DoubleStream values) {
            double[] sorted = values.sorted().toArray();
            int middle = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Spread(median, sorted[0], Arrays.stream(sorted).max().orElseThrow());
        }

        String scaled(double unit) {
            return String.format(Locale.ROOT, "%.2f (%.2f - %.2f)", median / unit, min / unit, max / unit);
        }
    }
}
