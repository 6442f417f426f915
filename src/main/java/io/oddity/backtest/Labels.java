package io.oddity.backtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oddity.send.BadLine;
import io.oddity.send.Cell;
import io.oddity.send.InputFiles;
import io.oddity.send.Row;
import io.oddity.send.RowSource;
import io.oddity.send.TimeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Windows of time in which something is known to be wrong, by sensor or by file.
 *
 * <p>Two forms: JSON as {@code {"folder/file.csv": [["start", "end"], ...], ...}}, the {@code windows.json} of the Numenta Anomaly Benchmark,
 * where a sensor's id may stand in place of the file; and CSV with the columns {@code sensor_id,start,end}. Both ends belong to a window.
 */
public final class Labels {
    private static final List<String> COLUMNS = List.of("sensor_id", "start", "end");

    private final Map<String, List<Window>> byName = new HashMap<>();
    private final Map<String, List<String>> byBaseName = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final String file;
    private final TimeText times;

    /** In microseconds since 1970. */
    record Window(long startMicros, long endMicros) {
        boolean contains(long timeMicros) {
            return startMicros <= timeMicros && timeMicros <= endMicros;
        }
    }

    private Labels(String file, TimeText times) {
        this.file = file;
        this.times = times;
    }

    /** No windows at all. */
    public static Labels none() {
        return new Labels("", null);
    }

    /**
     * Reads a file; what ends in {@code .json} is JSON, the rest CSV.
     *
     * @param times how they are written
     */
    public static Labels read(Path file, TimeText times) throws BacktestException {
        Labels labels = new Labels(file.toString(), times);
        try {
            if (file.toString().endsWith(".json")) {
                labels.readJson(new ObjectMapper().readTree(Files.readString(file)));
            } else {
                labels.readCsv();
            }
            return labels;
        } catch (JsonProcessingException e) {
            throw labels.wrong("not JSON: " + e.getOriginalMessage());
        } catch (BadLine e) {
            throw labels.wrong("line " + e.line() + ": " + e.getMessage());
        } catch (IOException e) {
            throw labels.wrong(Files.exists(file) ? "cannot be read: " + e : "no such file");
        }
    }

    private BacktestException wrong(String what) {
        return BacktestException.usage("--labels: " + file + ": " + what);
    }

    private void readJson(JsonNode all) throws BacktestException {
        if (!all.isObject()) {
            throw wrong("must be an object of windows by file, {\"file.csv\": [[\"start\", \"end\"]]}");
        }
        for (Map.Entry<String, JsonNode> entry : all.properties()) {
            of(plain(entry.getKey()));
            for (JsonNode window : entry.getValue()) {
                if (!window.isArray() || window.size() != 2) {
                    throw wrong(entry.getKey() + ": must be a list of [start, end], was " + window);
                }
                add(plain(entry.getKey()), window.get(0).asText(), window.get(1).asText(), entry.getKey());
            }
        }
    }

    private void readCsv() throws IOException, BadLine, BacktestException {
        InputFiles input = new InputFiles(System.in, Optional.empty(), bytes -> {});
        try (RowSource rows = input.open(file)) {
            for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next()) {
                List<String> cells = new ArrayList<>();
                for (String column : COLUMNS) {
                    Cell cell = row.get().cells().get(column);
                    if (cell == null) {
                        throw wrong("line " + row.get().line() + ": " + column + " is missing; wants the columns "
                                + String.join(",", COLUMNS));
                    }
                    cells.add(cell.text());
                }
                add(
                        cells.get(0),
                        cells.get(1),
                        cells.get(2),
                        "line " + row.get().line());
            }
        }
    }

    private void add(String name, String start, String end, String where) throws BacktestException {
        Window window = new Window(micros(start, where), micros(end, where));
        if (window.endMicros < window.startMicros) {
            throw wrong(where + ": ends before it starts: " + start + " to " + end);
        }
        of(name).add(window);
    }

    private List<Window> of(String name) {
        return byName.computeIfAbsent(name, key -> {
            int slash = name.lastIndexOf('/');
            if (slash >= 0) {
                byBaseName
                        .computeIfAbsent(name.substring(slash + 1), base -> new ArrayList<>())
                        .add(name);
            }
            return new ArrayList<>();
        });
    }

    private long micros(String text, String where) throws BacktestException {
        try {
            return times.toMillis(text) * 1_000;
        } catch (DateTimeException e) {
            throw wrong(where + ": not a time: '" + text + "' (--time-format says how to read it)");
        }
    }

    /** A file's name as stretches are called. */
    private static String plain(String file) {
        return file.replaceFirst("(?i)\\.gz$", "").replaceFirst("(?i)\\.(csv|jsonl|ndjson)$", "");
    }

    /** The windows of a sensor: those under its id, those of its file, and those of a file of that name in some folder. */
    List<Window> of(Stretch stretch, String sensorId) {
        Set<String> names = new HashSet<>(byBaseName.getOrDefault(stretch.name(), List.of()));
        names.add(stretch.name());
        names.add(sensorId);
        names.retainAll(byName.keySet());
        used.addAll(names);
        return names.stream().flatMap(name -> byName.get(name).stream()).toList();
    }

    /** Says so if there are windows and none of them was asked for: the names are others than the sensors'. */
    public Optional<String> warning() {
        return byName.isEmpty() || !used.isEmpty()
                ? Optional.empty()
                : Optional.of("--labels: " + file + " names no sensor or file that was judged; it has "
                        + String.join(
                                ", ",
                                new TreeSet<>(byName.keySet()).stream().limit(5).toList()));
    }
}
