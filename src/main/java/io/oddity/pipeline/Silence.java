package io.oddity.pipeline;

import io.oddity.model.Finding;
import io.oddity.model.Readings;

/**
 * A sensor that is not heard of any more.
 *
 * @param offset of its last reading; with the pipeline and the partition it names this silence, which is told once
 * @param timeMicros when that was measured, microseconds since the epoch
 * @param noticed with which record of the partition it was noticed, after the verdict on that one
 * @param why the finding in words
 */
public record Silence(
        String sensorId, long offset, long timeMicros, Readings.Second noticed, Finding finding, String why) {}
