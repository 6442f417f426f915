package io.oddity.gateway;

import io.oddity.bus.Cursor;
import io.oddity.bus.Event;
import io.oddity.bus.TableQuery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Goes through the rows of a feed by record time, newest or oldest first: of each partition the next row is known, and the newest or
 * oldest of these comes next. Where it stops, a later scan goes on without gap or repetition. Single-threaded; blocks while it reads.
 */
final class TableScan {
    /** So many offsets are looked through at most, which takes a second or so. */
    static final long MOST_OFFSETS = 200_000;

    private static final long AT_MOST_NANOS = 5_000_000_000L;
    private static final int FEWEST_AT_ONCE = 250;
    private static final int MOST_AT_ONCE = 20_000;
    private static final long ENOUGH_BYTES = 4 << 20;

    /** Gives what lies in spans of partitions, in the order of offsets. */
    interface Log {
        Map<Integer, List<Event>> read(Map<Integer, Span> spans);
    }

    /** Offsets of a partition, without {@code to}. */
    record Span(long from, long to) {}

    private final boolean newestFirst;
    private final Log log;
    private final List<Lane> lanes = new ArrayList<>();
    private final PriorityQueue<Lane> ready;
    private final List<Lane> unknown = new ArrayList<>();
    private final long deadline = System.nanoTime() + AT_MOST_NANOS;
    private int atOnce = FEWEST_AT_ONCE;
    private long offsets;
    private long rows;
    private boolean isCut;

    /** Memory ends before the log does, as far as is known. */
    private boolean hasOlder;

    /** What is left of a partition: rows that are known, the next one first, and behind them a span to be read. */
    private static final class Lane {
        final int partition;
        final ArrayDeque<Event> known = new ArrayDeque<>();
        Span left;

        Lane(int partition, Span left) {
            this.partition = partition;
            this.left = left;
        }
    }

    private TableScan(boolean newestFirst, Log log) {
        this.newestFirst = newestFirst;
        this.log = log;
        Comparator<Lane> byTime =
                Comparator.comparingLong(lane -> lane.known.getFirst().recordTimeMillis());
        ready = new PriorityQueue<>(
                (newestFirst ? byTime.reversed() : byTime).thenComparingInt(lane -> lane.partition));
    }

    /** Of what lies in spans of the log. */
    static TableScan of(Log log, Map<Integer, Span> spans, boolean newestFirst) {
        TableScan scan = new TableScan(newestFirst, log);
        spans.forEach((partition, span) -> scan.add(new Lane(partition, span)));
        return scan;
    }

    /** Of what is in memory. */
    static TableScan of(TableQuery.Held held, boolean newestFirst) {
        TableScan scan = new TableScan(newestFirst, spans -> Map.of());
        Map<Integer, Lane> lanes = new HashMap<>();
        held.to().next().forEach((partition, to) -> {
            long end = newestFirst ? held.from().next(partition, 0) : to;
            lanes.put(partition, new Lane(partition, new Span(end, end)));
        });
        held.rows().forEach(row -> scan.know(lanes.get(row.partition()), row));
        lanes.values().forEach(scan::add);
        scan.hasOlder = newestFirst && held.from().next().values().stream().anyMatch(from -> from > 0);
        return scan;
    }

    private void know(Lane lane, Event row) {
        if (newestFirst) {
            lane.known.addFirst(row);
        } else {
            lane.known.addLast(row);
        }
    }

    private void add(Lane lane) {
        lanes.add(lane);
        sort(lane);
    }

    private void sort(Lane lane) {
        if (!lane.known.isEmpty()) {
            ready.add(lane);
        } else if (lane.left.from() < lane.left.to()) {
            unknown.add(lane);
        }
    }

    /** The next row; null when there is none, or it would take too long. */
    Event next() {
        while (!unknown.isEmpty() && !isCut) {
            if (offsets >= MOST_OFFSETS || System.nanoTime() > deadline) {
                isCut = true;
            } else {
                read();
            }
        }
        Lane lane = isCut ? null : ready.poll();
        if (lane == null) {
            return null;
        }
        rows++;
        Event row = lane.known.removeFirst();
        sort(lane);
        return row;
    }

    private void read() {
        List<Lane> toRead = List.copyOf(unknown);
        unknown.clear();
        Map<Integer, Span> spans = new HashMap<>();
        toRead.forEach(lane -> spans.put(lane.partition, step(lane, Math.max(1, atOnce / toRead.size()))));
        Map<Integer, List<Event>> found = log.read(spans);
        long bytes = 0;
        for (Lane lane : toRead) {
            for (Event row : found.getOrDefault(lane.partition, List.of())) {
                know(lane, row);
                bytes += row.json().length();
            }
            sort(lane);
        }
        atOnce = bytes > ENOUGH_BYTES ? Math.max(1, atOnce / 4) : Math.min(MOST_AT_ONCE, atOnce * 2);
    }

    /** Takes a part of what is left of a partition. */
    private Span step(Lane lane, int size) {
        Span left = lane.left;
        long border = newestFirst ? Math.max(left.from(), left.to() - size) : Math.min(left.to(), left.from() + size);
        Span lower = new Span(left.from(), border);
        Span upper = new Span(border, left.to());
        lane.left = newestFirst ? lower : upper;
        Span step = newestFirst ? upper : lower;
        offsets += step.to() - step.from();
        return step;
    }

    /** How many rows it gave. */
    long rows() {
        return rows;
    }

    /** Whether it stopped because it would have taken too long. */
    boolean isCut() {
        return isCut;
    }

    /** Whether all rows were given that there are. */
    boolean isAll() {
        return ready.isEmpty() && unknown.isEmpty() && !hasOlder;
    }

    /** Where to go on, in the same direction. */
    Cursor place() {
        Map<Integer, Long> next = new HashMap<>();
        for (Lane lane : lanes) {
            Event first = lane.known.peekFirst();
            long place = newestFirst
                    ? (first == null ? lane.left.to() : first.offset() + 1)
                    : (first == null ? lane.left.from() : first.offset());
            next.put(lane.partition, place);
        }
        return new Cursor(next);
    }
}
