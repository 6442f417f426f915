package io.oddity.bus;

import io.oddity.pipeline.Judged;

/**
 * What a scoring worker gives back for readings: what they were judged to be, and each verdict as it is to be written. Handed over, not
 * to be changed.
 *
 * @param judged by the shard
 * @param keys by row, that of the record: the sensor's id; none where all is replayed
 * @param records by row, the verdict as JSON; null where {@code judged} has no status; none where all is replayed
 */
@SuppressWarnings("ArrayRecordComponent") // columns: compared by identity on purpose
public record Scored(Judged judged, byte[][] keys, byte[][] records) {}
