package io.oddity.gateway;

import io.oddity.bus.Event;
import io.oddity.view.Row;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects the rows of an answer: by record time the first ones that a scan gives, by another column the best of all that it gives.
 * Single-threaded.
 */
final class TablePage {
    /** Of JSON; what is larger ends there. */
    private static final long ENOUGH_BYTES = 16 << 20;

    /** Rows beyond the limit that wait to be compared with better ones. */
    private static final int SPARE_ROWS = 1_000;

    private final TableRequest request;
    private final Comparator<Found> order;
    private final Map<Object, Found> found = new LinkedHashMap<>();
    private final Set<Object> seen = new HashSet<>();
    private long bytes;

    private record Found(Object key, Event event, Row row, Object rank) {}

    private TablePage(TableRequest request) {
        this.request = request;
        Comparator<Object> values = Comparator.comparing(TablePage::comparable);
        Comparator<Found> byRank = Comparator.comparing(
                Found::rank, Comparator.nullsLast(request.isDescending() ? values.reversed() : values));
        Comparator<Found> byTime = Comparator.comparingLong(row -> row.event.recordTimeMillis());
        order = byRank.thenComparing(request.isNewestFirst() ? byTime.reversed() : byTime)
                .thenComparingInt(row -> row.event.partition())
                .thenComparingLong(row -> row.event.offset());
    }

    @SuppressWarnings("unchecked") // text, numbers, flags and times; those of a column are of one type
    private static Comparable<Object> comparable(Object value) {
        return (Comparable<Object>) value;
    }

    static TableAnswer of(TableScan scan, TableRequest request) {
        TablePage page = new TablePage(request);
        Event event = scan.next();
        while (event != null) {
            if (request.asksFor(event)) {
                page.take(event);
            }
            event = page.isFull() ? null : scan.next();
        }
        return new TableAnswer(
                request.view(),
                page.best().stream().map(Found::row).toList(),
                scan.isAll() ? null : scan.place(),
                scan.rows(),
                scan.isCut());
    }

    private void take(Event event) {
        Row row = request.row(event);
        Object key = request.view().key(row);
        if (key == null) {
            key = List.of(event.partition(), event.offset());
        } else if (request.isNewestFirst() && !seen.add(key)) {
            return; // corrected by one that was there before
        } else {
            remove(key);
        }
        if (request.view().accepts(row)) {
            found.put(key, new Found(key, event, row, request.view().value(row, request.order())));
            bytes += event.json().length();
        }
    }

    private void remove(Object key) {
        Found corrected = found.remove(key);
        bytes -= corrected == null ? 0 : corrected.event.json().length();
    }

    private boolean isFull() {
        if (request.isByTime()) {
            return found.size() == request.limit() || bytes > ENOUGH_BYTES;
        }
        if (found.size() > 2 * request.limit() + SPARE_ROWS || bytes > ENOUGH_BYTES) {
            List<Found> best = best();
            found.clear();
            best.forEach(row -> found.put(row.key, row));
            bytes = best.stream().mapToLong(row -> row.event.json().length()).sum();
        }
        return bytes > ENOUGH_BYTES;
    }

    private List<Found> best() {
        return found.values().stream().sorted(order).limit(request.limit()).toList();
    }
}
