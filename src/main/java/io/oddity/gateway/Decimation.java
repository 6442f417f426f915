package io.oddity.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Thins a series out for a chart: of each slot of time it keeps the lowest and the highest value, and all over it keeps every
 * anomaly, so what is drawn of it looks like all of it. Single-threaded.
 *
 * <p>Memory: two entries a slot and one an anomaly, however many are added.
 *
 * @param <T> what is kept
 */
final class Decimation<T> {
    private final long fromMillis;
    private final double slotMillis;
    private final List<Entry<T>> lowest;
    private final List<Entry<T>> highest;
    private final List<Entry<T>> anomalies = new ArrayList<>();
    private long added;

    private record Entry<T>(long order, double value, T item) {}

    /**
     * Prepares slots of equal length.
     *
     * @param max how many entries are kept at most beside the anomalies; at least 2
     */
    Decimation(long fromMillis, long toMillis, int max) {
        int slots = max / 2;
        this.fromMillis = fromMillis;
        slotMillis = Math.max(1, (toMillis - fromMillis) / (double) slots);
        lowest = empty(slots);
        highest = empty(slots);
    }

    private static <T> List<Entry<T>> empty(int slots) {
        List<Entry<T>> entries = new ArrayList<>(slots);
        for (int i = 0; i < slots; i++) {
            entries.add(null);
        }
        return entries;
    }

    /** Adds the next one; a value that is no number is kept only where its slot has no other. */
    void add(long millis, double value, boolean isAnomaly, T item) {
        Entry<T> entry = new Entry<>(added++, value, item);
        if (isAnomaly) {
            anomalies.add(entry);
            return;
        }
        int slot = (int) Math.max(0, Math.min(lowest.size() - 1, (millis - fromMillis) / slotMillis));
        if (lowest.get(slot) == null
                || Double.isNaN(lowest.get(slot).value())
                || value < lowest.get(slot).value()) {
            lowest.set(slot, entry);
        }
        if (highest.get(slot) == null
                || Double.isNaN(highest.get(slot).value())
                || value > highest.get(slot).value()) {
            highest.set(slot, entry);
        }
    }

    int anomalies() {
        return anomalies.size();
    }

    /** What is kept, in the order in which it was added. */
    List<T> kept() {
        List<Entry<T>> all = new ArrayList<>(anomalies);
        for (int slot = 0; slot < lowest.size(); slot++) {
            if (lowest.get(slot) != null) {
                all.add(lowest.get(slot));
            }
            if (highest.get(slot) != null
                    && highest.get(slot).order() != lowest.get(slot).order()) {
                all.add(highest.get(slot));
            }
        }
        all.sort(Comparator.comparingLong(Entry::order));
        return all.stream().map(Entry::item).toList();
    }
}
