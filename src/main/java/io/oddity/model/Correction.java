package io.oddity.model;

import java.util.List;

/**
 * What all that people said of a sensor's anomalies changes about its threshold. A later one takes the place of the one before, so what
 * is taken back leaves no trace.
 *
 * @param sensorId whose
 * @param upTo the place in the feedback topic of the last word it is made of
 * @param passes scores up to it are no anomalies; 0 for none
 * @param passesApart the same for readings that are odd however often they come
 * @param confirmed episodes that were faults indeed, by the offset of the reading that opened each
 */
public record Correction(String sensorId, long upTo, double passes, double passesApart, List<Long> confirmed) {
    /** Copies the list. */
    public Correction {
        confirmed = List.copyOf(confirmed);
    }
}
