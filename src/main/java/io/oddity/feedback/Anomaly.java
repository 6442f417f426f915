package io.oddity.feedback;

import io.oddity.pipeline.PipelineSpec;

/**
 * The anomaly that is judged, with what is needed of its record.
 *
 * @param pipeline the pipeline
 * @param variant which of its variants decided
 * @param partition of the input
 * @param offset of the reading in it
 * @param isSilence whether it is about readings that did not come after that one
 * @param sensorId the sensor
 * @param kind {@code score}, or what was wrong with the sensor
 * @param score in [0, 1]; NaN without one
 * @param threshold it was held against
 * @param isApart whether it is odd however often such readings come
 * @param episode the offset of the reading that opened its episode; -1 when it belongs to none
 */
public record Anomaly(
        String pipeline,
        String variant,
        int partition,
        long offset,
        boolean isSilence,
        String sensorId,
        String kind,
        double score,
        double threshold,
        boolean isApart,
        long episode) {
    /** As links name it: {@code PIPELINE:PARTITION:OFFSET}, of a silence with {@code :silent} behind it. */
    public String id() {
        return pipeline + ':' + partition + ':' + offset + (isSilence ? ":silent" : "");
    }

    /** The id of the pipeline's variant that decided, which is whose thresholds can be moved. */
    String lane() {
        return PipelineSpec.id(pipeline, variant);
    }

    /** Whether it is one because of its score; of others the threshold is none of a score. */
    public boolean isOfScore() {
        return kind.equals("score");
    }
}
