package io.oddity.table;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.Gap;
import io.oddity.bus.TableQuery;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The newest rows of one pipeline's table, bounded in number and bytes, and from which place on they are complete. A row that
 * stands for the same as an earlier one takes its place. Single-threaded.
 */
public final class TableRows {
    /** As many as one answer may have. */
    public static final int MAX_ROWS = 10_000;

    /** Verdicts of many channels are larger. */
    public static final long MAX_BYTES = 16 << 20;

    private final Function<Event, Object> key;
    private final int maxRows;
    private final long maxBytes;
    private final LinkedHashMap<Object, Event> newestLast = new LinkedHashMap<>();
    private final Map<Integer, Long> completeFrom = new HashMap<>();
    private long bytes;
    private boolean isCut;

    /** @param key what a row stands for */
    public TableRows(Function<Event, Object> key) {
        this(key, MAX_ROWS, MAX_BYTES);
    }

    TableRows(Function<Event, Object> key, int maxRows, long maxBytes) {
        this.key = key;
        this.maxRows = maxRows;
        this.maxBytes = maxBytes;
    }

    /** All rows of a partition from this offset on will be added. */
    public void begin(int partition, long offset) {
        completeFrom.put(partition, offset);
    }

    /** Adds the newest row; gives it with the one whose place it takes. */
    public Event add(Event newest) {
        Object of = key.apply(newest);
        Event before = newestLast.remove(of);
        Event row = newest.correcting(before);
        newestLast.put(of, row);
        bytes += size(row) - (before == null ? 0 : size(before));
        Iterator<Event> oldestFirst = newestLast.values().iterator();
        while (newestLast.size() > maxRows || bytes > maxBytes) {
            Event oldest = oldestFirst.next();
            oldestFirst.remove();
            bytes -= size(oldest);
            completeFrom.put(oldest.partition(), oldest.offset() + 1);
            isCut = true;
        }
        return row;
    }

    private static long size(Event row) {
        long own = (long) row.json().length() + row.sse().length();
        return row.corrects() == null ? own : own + size(row.corrects());
    }

    /** All of both, of which the other one ends where this one begins; to be used instead of both. */
    public TableRows after(TableRows past) {
        if (isCut) {
            return this; // what was before would have to go first
        }
        newestLast.values().forEach(past::add);
        return past;
    }

    /** What is kept of a partition that was made anew is not of this partition. */
    public void lose(Gap gap) {
        newestLast.values().removeIf(row -> row.partition() == gap.partition() && row.offset() >= gap.to());
        bytes = newestLast.values().stream().mapToLong(TableRows::size).sum();
        completeFrom.put(gap.partition(), gap.to());
    }

    /** What it holds, when it was given all up to a place. */
    public TableQuery.Held heldTo(Cursor to) {
        return new TableQuery.Held(new Cursor(completeFrom), to, List.copyOf(newestLast.values()));
    }

    /** How many rows. */
    public int size() {
        return newestLast.size();
    }

    /** In how many bytes. */
    public long bytes() {
        return bytes;
    }
}
