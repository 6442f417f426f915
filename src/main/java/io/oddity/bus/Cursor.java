package io.oddity.bus;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A place in a topic of several partitions: for each, the next offset to read. Written {@code 0:42,1:17}; valid on every node,
 * because it means offsets in Kafka and nothing else.
 *
 * @param next by partition, in order
 */
public record Cursor(Map<Integer, Long> next) {
    /** Before everything. */
    public static final Cursor NONE = new Cursor(Map.of());

    /** Copies the map, in order of partitions. */
    public Cursor {
        next = Collections.unmodifiableMap(new TreeMap<>(next));
    }

    /** The next offset in a partition; {@code fallback} for a partition that the cursor does not name. */
    public long next(int partition, long fallback) {
        return next.getOrDefault(partition, fallback);
    }

    /** The same place but for one partition. */
    public Cursor with(int partition, long nextOffset) {
        Map<Integer, Long> changed = new TreeMap<>(next);
        changed.put(partition, nextOffset);
        return new Cursor(changed);
    }

    /** Says whether this place is nowhere before the other; a partition that is not named counts as at its beginning. */
    public boolean reaches(Cursor other) {
        return other.next.entrySet().stream().allMatch(entry -> next(entry.getKey(), 0) >= entry.getValue());
    }

    /** The later of the two places in each partition. */
    public Cursor or(Cursor other) {
        Map<Integer, Long> later = new TreeMap<>(next);
        other.next.forEach((partition, offset) -> later.merge(partition, offset, Math::max));
        return new Cursor(later);
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @throws IllegalArgumentException when the text is no cursor
     */
    public static Cursor parse(String text) {
        Map<Integer, Long> next = new TreeMap<>();
        for (String pair : text.split(",", -1)) {
            String[] parts = pair.split(":", -1);
            if (parts.length != 2) {
                throw notACursor(text, null);
            }
            try {
                int partition = Integer.parseInt(parts[0].strip());
                long offset = Long.parseLong(parts[1].strip());
                if (partition < 0 || offset < 0 || next.put(partition, offset) != null) {
                    throw notACursor(text, null);
                }
            } catch (NumberFormatException e) {
                throw notACursor(text, e);
            }
        }
        return new Cursor(next);
    }

    private static IllegalArgumentException notACursor(String text, NumberFormatException cause) {
        return new IllegalArgumentException("not a cursor: '" + text + "', expected 0:42,1:17", cause);
    }

    @Override
    public String toString() {
        return next.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
