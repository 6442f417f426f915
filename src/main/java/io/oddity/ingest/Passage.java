package io.oddity.ingest;

import java.util.Map;
import java.util.TreeMap;

/** Remembers when the readings of a partition were judged, as long as they are not saved. Single-threaded. */
final class Passage {
    private final TreeMap<Long, Long> nanosAt = new TreeMap<>();

    /** All below {@code next} is judged by now, and nothing from there on; said now and then. */
    void mark(long next, long nanos) {
        nanosAt.put(next, nanos);
    }

    /**
     * How long ago the reading at an offset was judged, at most; 0 when it was not. Forgets about what is before it.
     *
     * @param offset not smaller than any asked for before
     */
    long ageNanos(long offset, long nanos) {
        if (nanosAt.isEmpty() || offset >= nanosAt.lastKey()) {
            return 0;
        }
        Map.Entry<Long, Long> before = nanosAt.floorEntry(offset);
        Map.Entry<Long, Long> since = before == null ? nanosAt.firstEntry() : before;
        nanosAt.headMap(since.getKey()).clear();
        return nanos - since.getValue();
    }
}
