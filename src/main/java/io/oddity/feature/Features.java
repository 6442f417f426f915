package io.oddity.feature;

import java.util.List;

/**
 * Which numbers the detectors of a pipeline see, and how they are made from readings. Immutable; each shard makes itself a {@link
 * Gatherer} of it.
 *
 * @param columns one feature a column of the detectors' rows
 * @param fills by channel, what stands in where it is missing; shorter than the channels when nothing does
 * @param latenessMicros a reading measured longer than this before the newest one of its sensor is late: windows of time pass
 *     over it
 */
public record Features(List<Feature> columns, List<Fill> fills, long latenessMicros) {
    /** Copies the lists. */
    public Features {
        columns = List.copyOf(columns);
        fills = List.copyOf(fills);
    }

    /** Features without fills, late as soon as a later reading was there. */
    public Features(List<Feature> columns) {
        this(columns, List.of(), 0);
    }

    /** How many features a row has. */
    public int size() {
        return columns.size();
    }

    /** Their names, in order. */
    public List<String> names() {
        return columns.stream().map(Feature::name).toList();
    }
}
