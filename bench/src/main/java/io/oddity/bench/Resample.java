package io.oddity.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes copies of the Numenta Anomaly Benchmark at twice and half its rate, and controls at its own rate that know no more than those at half of
 * it, with its labelled windows carried over row by row, so that its scorer works on them. Arguments: the folder of csv.gz files and windows.json, and a folder in which each copy gets one of its own.
 */
public final class Resample {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private Resample() {}

    /** How rows become other rows. */
    private enum Copy {
        /** Half the rate: the mean of two rows, at the time of the first, as whoever keeps fewer readings has it. */
        HALF_MEAN {
            @Override
            double value(double[] values, int i) {
                return 2 * i + 1 < values.length ? (values[2 * i] + values[2 * i + 1]) / 2 : values[2 * i];
            }
        },

        /** Half the rate: every second row; what the others held is lost. */
        HALF_DROPPED {
            @Override
            double value(double[] values, int i) {
                return values[2 * i];
            }

            @Override
            int windowStart(int row) {
                return (row + 1) / 2;
            }
        },

        /** Twice the rate: each value holds until the next, as a sensor that is asked more often than it measures has it. */
        TWICE_HELD {
            @Override
            double value(double[] values, int i) {
                return values[i / 2];
            }
        },

        /** Twice the rate: a row in between, on the line from one to the next, as of a quantity that has to pass there. */
        TWICE_BETWEEN {
            @Override
            double value(double[] values, int i) {
                return (values[i / 2] + values[(i + 1) / 2]) / 2;
            }
        },

        /** The rate as it is, with the values of {@link #HALF_MEAN}: what is lost here is lost with the values. */
        SAME_MEAN {
            @Override
            double value(double[] values, int i) {
                return HALF_MEAN.value(values, i / 2);
            }
        },

        /** The rate as it is, with the values of {@link #HALF_DROPPED}. */
        SAME_DROPPED {
            @Override
            double value(double[] values, int i) {
                return HALF_DROPPED.value(values, i / 2);
            }
        };

        final boolean isHalf = name().startsWith("HALF");
        final boolean isSame = name().startsWith("SAME");

        String folder() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        int rows(int rows) {
            return isSame ? rows : isHalf ? (rows + 1) / 2 : 2 * rows - 1;
        }

        abstract double value(double[] values, int i);

        long millis(long[] times, int i) {
            return isSame ? times[i] : isHalf ? times[2 * i] : (times[i / 2] + times[(i + 1) / 2]) / 2;
        }

        int windowStart(int row) {
            return isSame ? row : isHalf ? row / 2 : 2 * row;
        }

        int windowEnd(int row) {
            return isSame ? row : isHalf ? row / 2 : 2 * row;
        }
    }

    /** One file. */
    private static final class Series {
        final long[] times;
        final double[] values;

        Series(Path file) throws IOException {
            List<String> lines = new ArrayList<>();
            try (BufferedReader in = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                in.lines().skip(1).forEach(lines::add);
            }
            times = lines.stream()
                    .mapToLong(line -> toMillis(line.substring(0, line.indexOf(','))))
                    .toArray();
            values = lines.stream()
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(',') + 1)))
                    .toArray();
        }

        /** The first row of a time. */
        int row(String time) {
            long millis = toMillis(time);
            int row = 0;
            while (times[row] != millis) {
                row++;
            }
            return row;
        }
    }

    /** Fractions of seconds are none in the benchmark. */
    private static long toMillis(String time) {
        String text = time.length() == 16 ? time + ":00" : time.substring(0, 19);
        return LocalDateTime.parse(text.replace('T', ' '), SECONDS).toEpochSecond(ZoneOffset.UTC) * 1_000;
    }

    private static String toText(long millis) {
        LocalDateTime time =
                LocalDateTime.ofEpochSecond(millis / 1_000, (int) (millis % 1_000) * 1_000_000, ZoneOffset.UTC);
        return (millis % 1_000 == 0 ? SECONDS : MILLIS).format(time);
    }

    /** The start and the end of each window, one after the other, by file. */
    private static Map<String, List<String>> windows(Path file) throws IOException {
        Map<String, List<String>> windows = new TreeMap<>();
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            List<String> times = List.of();
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    times = new ArrayList<>();
                    windows.put(json.currentName(), times);
                } else if (token == JsonToken.VALUE_STRING) {
                    times.add(json.getText());
                }
            }
        }
        return windows;
    }

    /** Makes all copies. */
    public static void main(String[] args) throws IOException {
        Path corpus = Path.of(args[0]);
        Map<String, List<String>> windows = windows(corpus.resolve("windows.json"));
        for (Copy copy : Copy.values()) {
            Path folder = Path.of(args[1]).resolve(copy.folder());
            Files.createDirectories(folder);
            try (JsonGenerator json = new JsonFactory()
                    .createGenerator(Files.newBufferedWriter(folder.resolve("windows.json")))) {
                json.writeStartObject();
                for (Map.Entry<String, List<String>> file : windows.entrySet()) {
                    Series series = new Series(corpus.resolve(file.getKey() + ".gz"));
                    write(series, copy, folder.resolve(file.getKey() + ".gz"));
                    json.writeFieldName(file.getKey());
                    write(series, copy, file.getValue(), json);
                }
                json.writeEndObject();
            }
        }
    }

    private static void write(Series series, Copy copy, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (BufferedWriter out = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))) {
            out.write("timestamp,value\n");
            for (int i = 0; i < copy.rows(series.values.length); i++) {
                out.write(toText(copy.millis(series.times, i)) + ',' + copy.value(series.values, i) + '\n');
            }
        }
    }

    private static void write(Series series, Copy copy, List<String> windows, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (int i = 0; i < windows.size(); i += 2) {
            int start = copy.windowStart(series.row(windows.get(i)));
            int end = copy.windowEnd(series.row(windows.get(i + 1)));
            json.writeStartArray();
            json.writeString(toText(copy.millis(series.times, start)));
            json.writeString(toText(copy.millis(series.times, end)));
            json.writeEndArray();
        }
        json.writeEndArray();
    }
}
