package io.oddity.feature;

import io.oddity.model.Missing;
import io.oddity.model.Readings;
import io.oddity.model.SlotState;
import io.oddity.model.Slots;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes rows of features from readings, and keeps what windows need of each sensor. Single-threaded: owned by one shard.
 *
 * <p>Memory a sensor: nothing when no feature has a window and no channel is filled with its last value; else 16 bytes for each
 * reading in a window, features with the same channel and window sharing one.
 */
public final class Gatherer implements SlotState {
    private final Features features;
    private final List<Source> sources;
    /** By feature: index of its source; -1 for the reading's own value. */
    private final int[] sourceOf;

    private final boolean remembers;
    private final Slots slots = new Slots();
    private final List<Memory> memories = new ArrayList<>();
    private double[] filled = new double[0];

    /** What a history is kept of. */
    private record Source(int channel, Window window) {}

    /** What is known of one sensor. */
    private static final class Memory {
        final History[] histories;
        final double[] last;
        long first = Long.MAX_VALUE;
        long newest = Long.MIN_VALUE;

        Memory(History[] histories, int channels) {
            this.histories = histories;
            last = new double[channels];
            Arrays.fill(last, Missing.VALUE);
        }
    }

    /** What became of a reading. */
    public enum Outcome {
        GATHERED,
        /** It was gathered, but windows of time pass over it. */
        LATE,
        /** A channel that has to be there is missing. */
        SKIPPED
    }

    /** Starts without sensors. */
    public Gatherer(Features features) {
        this.features = features;
        sources = features.columns().stream()
                .filter(feature -> feature.window() != null)
                .map(feature -> new Source(feature.channel(), feature.window()))
                .distinct()
                .toList();
        sourceOf = features.columns().stream()
                .mapToInt(feature -> sources.indexOf(new Source(feature.channel(), feature.window())))
                .toArray();
        remembers = !sources.isEmpty() || features.fills().contains(Fill.LAST) || features.latenessMicros() > 0;
    }

    @Override
    public int open() {
        int slot = slots.open();
        if (remembers) {
            if (slot == memories.size()) {
                memories.add(null);
            }
            memories.set(slot, memory());
        }
        return slot;
    }

    private Memory memory() {
        return new Memory(
                sources.stream().map(source -> new History(source.window())).toArray(History[]::new),
                features.fills().size());
    }

    @Override
    public void close(int slot) {
        slots.close(slot);
        if (remembers) {
            memories.set(slot, null);
        }
    }

    /** Says whether the windows were full when the slot's last row was gathered. */
    public boolean isWarm(int slot) {
        if (sources.isEmpty()) {
            return true;
        }
        Memory memory = memories.get(slot);
        for (int i = 0; i < sources.size(); i++) {
            Window window = sources.get(i).window();
            boolean full =
                    window.isOfTime() ? memory.first <= memory.newest - window.micros() : memory.histories[i].isFull();
            if (!full) {
                return false;
            }
        }
        return true;
    }

    /**
     * Takes a reading into the sensor's windows, and writes its features, one a column, into {@code out} from {@code at} on.
     * What is skipped changes nothing and writes nothing.
     *
     * @param slot the sensor's
     */
    public Outcome gather(int slot, Readings readings, int row, double[] out, int at) {
        Memory memory = remembers ? memories.get(slot) : null;
        if (filled.length != readings.channels()) {
            filled = new double[readings.channels()];
        }
        if (!fill(readings, row, memory)) {
            return Outcome.SKIPPED;
        }
        long time = readings.eventTimeMicros(row);
        boolean late = memory != null && !remember(memory, time);
        for (int i = 0; i < sourceOf.length; i++) {
            Feature feature = features.columns().get(i);
            double value = sourceOf[i] < 0
                    ? filled[feature.channel()]
                    : memory.histories[sourceOf[i]].take(feature.take(), time);
            out[at + i] = feature.of(value);
        }
        return late ? Outcome.LATE : Outcome.GATHERED;
    }

    /** Says whether nothing is missing that has to be there. */
    private boolean fill(Readings readings, int row, Memory memory) {
        for (int channel = 0; channel < filled.length; channel++) {
            double value = readings.value(row, channel);
            Fill fill = channel < features.fills().size() ? features.fills().get(channel) : Fill.NONE;
            if (Missing.is(value)) {
                if (fill.how() == Fill.How.SKIP) {
                    return false;
                }
                value = fill.how() == Fill.How.LAST ? memory.last[channel] : fill.value();
            }
            filled[channel] = value;
        }
        return true;
    }

    /** Says whether the reading was in time. */
    private boolean remember(Memory memory, long time) {
        boolean inTime = memory.newest == Long.MIN_VALUE || time >= memory.newest - features.latenessMicros();
        memory.first = Math.min(memory.first, inTime ? time : memory.first);
        memory.newest = Math.max(memory.newest, time);
        System.arraycopy(filled, 0, memory.last, 0, Math.min(filled.length, memory.last.length));
        for (int i = 0; i < sources.size(); i++) {
            Source source = sources.get(i);
            double value = filled[source.channel()];
            if (!Missing.is(value) && (inTime || !source.window().isOfTime())) {
                memory.histories[i].add(time, value, memory.newest, features.latenessMicros());
            }
        }
        return inTime;
    }

    @Override
    public int snapshotBytes(int slot) {
        if (!remembers) {
            return 0;
        }
        Memory memory = memories.get(slot);
        return 2 * Long.BYTES
                + memory.last.length * Double.BYTES
                + Arrays.stream(memory.histories)
                        .mapToInt(History::snapshotBytes)
                        .sum();
    }

    @Override
    public void save(int slot, ByteBuffer to) {
        if (!remembers) {
            return;
        }
        Memory memory = memories.get(slot);
        to.putLong(memory.first).putLong(memory.newest);
        for (double value : memory.last) {
            to.putLong(Double.doubleToRawLongBits(value)); // bit by bit, or a missing value becomes just any NaN
        }
        for (History history : memory.histories) {
            history.save(to);
        }
    }

    @Override
    public void load(int slot, ByteBuffer from) {
        if (!remembers) {
            return;
        }
        Memory memory = memory();
        memory.first = from.getLong();
        memory.newest = from.getLong();
        for (int i = 0; i < memory.last.length; i++) {
            memory.last[i] = Double.longBitsToDouble(from.getLong());
        }
        for (History history : memory.histories) {
            history.load(from);
        }
        memories.set(slot, memory);
    }
}
