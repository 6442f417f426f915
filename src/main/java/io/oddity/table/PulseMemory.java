package io.oddity.table;

import io.oddity.bus.Tick;
import io.oddity.pipeline.Pulse;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The last minutes of all sensors by the second: how odd each was, and its last values. Bounded in seconds and sensors; a sensor
 * that is odd takes the place of one that was not in all that time, everything else beyond the bound is only counted.
 * Single-threaded.
 *
 * <p>Memory: seconds * (1 + channels) bytes a sensor, so 18 MB for 10,000 sensors of one channel and a quarter of an hour.
 */
public final class PulseMemory {
    /** Seconds that are not older than this when a tick is made are told by their cells, others by a span to ask for. */
    private static final int RECENT_SECONDS = 10;

    /** Of calm seconds, before a sensor's usual values can be told. */
    private static final int LEAST_CALM = 20;

    private static final int MOST_OTHERS = 200_000;

    private final Map<String, Shape> pipelines;
    private final int capacity;
    private final int seconds;
    private final List<Line> lines = new ArrayList<>();
    private final Map<Key, Line> lineOf = new HashMap<>();
    private final Set<Key> others = new HashSet<>();
    private long newestSecond = Long.MIN_VALUE;
    private long newestMillis = -1;
    private long soughtInVain = Long.MIN_VALUE;

    // Since the last tick.
    private final TreeMap<Long, Set<Line>> touched = new TreeMap<>();
    private final List<Tick.Slot> added = new ArrayList<>();
    private long recentFrom = Long.MAX_VALUE;
    private Tick.Seconds late;
    private long readings;
    private long anomalies;

    /** What has to be known of a pipeline. */
    public record Shape(double threshold, int channels) {}

    private record Key(String pipeline, String sensorId) {}

    private static final class Line {
        final int slot;
        final byte[] heat;
        Key key;
        Coarse[] last;
        long oddSecond = Long.MIN_VALUE;

        Line(int slot, int seconds) {
            this.slot = slot;
            heat = new byte[seconds];
        }
    }

    /**
     * Starts empty.
     *
     * @param pipelines those whose pulses are remembered
     * @param capacity how many sensors
     * @param seconds how many seconds of each
     */
    public PulseMemory(Map<String, Shape> pipelines, int capacity, int seconds) {
        this.pipelines = Map.copyOf(pipelines);
        this.capacity = capacity;
        this.seconds = seconds;
    }

    /** Learns what sensors did; of a pipeline that is not ours, nothing. */
    public void add(Pulse pulse) {
        Shape shape = pipelines.get(pulse.pipeline());
        if (shape == null) {
            return;
        }
        long second = Math.floorDiv(pulse.startMillis(), 1_000L);
        moveTo(second);
        newestMillis = Math.max(newestMillis, pulse.startMillis());
        boolean isRecent = second >= recentFrom;
        boolean isKnown = second > newestSecond - seconds;
        for (Pulse.Sensor sensor : pulse.sensors()) {
            if (isRecent) {
                readings += sensor.readings();
                anomalies += sensor.anomalies();
            }
            Line line = isKnown ? line(new Key(pulse.pipeline(), sensor.sensorId()), sensor.anomalies() > 0) : null;
            if (line != null) {
                set(line, second, sensor, shape.threshold());
                if (isRecent) {
                    touched.computeIfAbsent(second, key -> new LinkedHashSet<>())
                            .add(line);
                }
            }
        }
        if (isKnown && !isRecent) {
            late = Tick.Seconds.join(late, new Tick.Seconds(second, second));
        }
    }

    private void set(Line line, long second, Pulse.Sensor sensor, double threshold) {
        int at = at(second);
        boolean isOdd = sensor.anomalies() > 0;
        line.heat[at] = Heat.max(line.heat[at], Heat.of(sensor.maxScore(), threshold, isOdd, sensor.isWarm() || isOdd));
        if (isOdd) {
            line.oddSecond = Math.max(line.oddSecond, second);
        }
        for (int channel = 0; channel < line.last.length; channel++) {
            line.last[channel].set(at, sensor.last()[channel]);
        }
    }

    private int at(long second) {
        return (int) Math.floorMod(second, (long) seconds);
    }

    /** Makes room for new seconds by forgetting as many old ones. */
    private void moveTo(long second) {
        if (second <= newestSecond) {
            return;
        }
        boolean isFar = newestSecond == Long.MIN_VALUE || second - newestSecond >= seconds;
        for (Line line : lines) {
            if (isFar) {
                Arrays.fill(line.heat, (byte) 0);
                for (Coarse last : line.last) {
                    last.clear();
                }
            } else {
                for (long s = newestSecond + 1; s <= second; s++) {
                    line.heat[at(s)] = 0;
                    for (Coarse last : line.last) {
                        last.clear(at(s));
                    }
                }
            }
        }
        newestSecond = second;
    }

    /** The sensor's line; null when there is no place for it. */
    private Line line(Key key, boolean isOdd) {
        Line line = lineOf.get(key);
        if (line != null) {
            return line;
        }
        if (lines.size() < capacity) {
            line = new Line(lines.size(), seconds);
            lines.add(line);
        } else {
            line = isOdd ? calmest() : null;
            if (line == null) {
                if (others.size() < MOST_OTHERS) {
                    others.add(key);
                }
                return null;
            }
            lineOf.remove(line.key);
            others.add(line.key);
            others.remove(key);
        }
        give(line, key);
        return line;
    }

    private void give(Line line, Key key) {
        line.key = key;
        line.oddSecond = Long.MIN_VALUE;
        Arrays.fill(line.heat, (byte) 0);
        line.last = new Coarse[pipelines.get(key.pipeline()).channels()];
        for (int channel = 0; channel < line.last.length; channel++) {
            line.last[channel] = new Coarse(seconds);
        }
        lineOf.put(key, line);
        added.add(slot(line));
    }

    /** The sensor that was odd longest ago, if that is before all that is remembered; sought in vain once a second at most. */
    private Line calmest() {
        if (soughtInVain == newestSecond) {
            return null;
        }
        Line calmest = lines.get(0);
        for (Line line : lines) {
            if (line.oddSecond < calmest.oddSecond) {
                calmest = line;
            }
        }
        if (calmest.oddSecond <= newestSecond - seconds) {
            return calmest;
        }
        soughtInVain = newestSecond;
        return null;
    }

    private static Tick.Slot slot(Line line) {
        return new Tick.Slot(line.slot, line.key.pipeline(), line.key.sensorId());
    }

    /** What changed since the last time. */
    public Tick drain(long nowMillis) {
        recentFrom = Math.floorDiv(nowMillis, 1_000L) - RECENT_SECONDS;
        List<Tick.Cells> cells = new ArrayList<>();
        touched.forEach((second, changed) -> {
            if (second > newestSecond - seconds) {
                byPipeline(changed).forEach((pipeline, some) -> cells.add(cells(second, pipeline, some)));
            }
        });
        Tick tick = new Tick(nowMillis, newestMillis, readings, anomalies, lines.size(), others(), added, cells, late);
        touched.clear();
        added.clear();
        late = null;
        readings = 0;
        anomalies = 0;
        return tick;
    }

    private static Map<String, List<Line>> byPipeline(Set<Line> changed) {
        Map<String, List<Line>> by = new LinkedHashMap<>();
        changed.forEach(line -> by.computeIfAbsent(line.key.pipeline(), key -> new ArrayList<>())
                .add(line));
        return by;
    }

    private Tick.Cells cells(long second, String pipeline, List<Line> some) {
        int[] slots = new int[some.size()];
        byte[] heat = new byte[some.size()];
        float[][] last = new float[pipelines.get(pipeline).channels()][some.size()];
        int at = at(second);
        for (int i = 0; i < slots.length; i++) {
            Line line = some.get(i);
            slots[i] = line.slot;
            heat[i] = line.heat[at];
            for (int channel = 0; channel < last.length; channel++) {
                last[channel][i] = (float) line.last[channel].get(at);
            }
        }
        return new Tick.Cells(second, pipeline, slots, heat, last);
    }

    /** All sensors that are remembered by the second. */
    public List<Tick.Slot> slots() {
        return lines.stream().map(PulseMemory::slot).toList();
    }

    /** How many more sensors there are, of which only the sums are known. */
    public int others() {
        return others.size();
    }

    /** How far it reaches back. */
    public int seconds() {
        return seconds;
    }

    /** Takes the highest heat of each column of some seconds, as {@link Matrix}. */
    public Buffer overview(long fromSecond, int span, int columns) {
        byte[] cells = new byte[lines.size() * columns];
        long oldest = oldest(fromSecond);
        long end = end(fromSecond, span);
        for (Line line : lines) {
            for (long second = oldest; second < end; second++) {
                int cell = line.slot * columns + (int) ((second - fromSecond) * columns / span);
                cells[cell] = Heat.max(cells[cell], line.heat[at(second)]);
            }
        }
        return Matrix.ofBytes(lines.stream().mapToInt(line -> line.slot).toArray(), cells);
    }

    /** Takes the last value of a channel in each column of some seconds. */
    public Buffer values(String pipeline, int channel, long fromSecond, int span, int columns) {
        List<Line> some = lines.stream()
                .filter(line -> line.key.pipeline().equals(pipeline))
                .toList();
        float[] cells = new float[some.size() * columns];
        Arrays.fill(cells, Float.NaN);
        long oldest = oldest(fromSecond);
        long end = end(fromSecond, span);
        for (int row = 0; row < some.size(); row++) {
            Coarse last = some.get(row).last[channel];
            for (long second = oldest; second < end; second++) {
                double value = last.get(at(second));
                if (!Double.isNaN(value)) {
                    cells[row * columns + (int) ((second - fromSecond) * columns / span)] = (float) value;
                }
            }
        }
        return Matrix.ofFloats(some.stream().mapToInt(line -> line.slot).toArray(), cells);
    }

    private long oldest(long fromSecond) {
        return newestSecond == Long.MIN_VALUE ? Long.MAX_VALUE : Math.max(fromSecond, newestSecond - seconds + 1);
    }

    private long end(long fromSecond, int span) {
        return Math.min(fromSecond + span, newestSecond + 1);
    }

    /** Between which values each channel is when the sensor is calm; null where that is not known yet. */
    public Map<Tick.Slot, List<double[]>> usual() {
        Map<Tick.Slot, List<double[]>> usual = new LinkedHashMap<>();
        for (Line line : lines) {
            List<double[]> channels = new ArrayList<>();
            for (Coarse last : line.last) {
                channels.add(last.usual(line.heat, LEAST_CALM));
            }
            usual.put(slot(line), channels);
        }
        return usual;
    }
}
