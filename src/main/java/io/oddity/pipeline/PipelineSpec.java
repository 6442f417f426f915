package io.oddity.pipeline;

import io.oddity.detect.OnlineDetector;
import io.oddity.feature.Features;
import io.oddity.model.Channel;
import io.oddity.threshold.Threshold;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a shard needs to know of a pipeline; shared by all shards.
 *
 * @param name the pipeline's name
 * @param fingerprint changes whenever old state would not fit any more
 * @param channels the channels of a reading, in column order
 * @param detector makes a detector for one shard
 * @param detectorType the detector's name, for verdicts
 * @param sensorsPerPartition how many sensors are remembered in each input partition
 */
public record PipelineSpec(
        String name,
        String fingerprint,
        List<Channel> channels,
        Features features,
        Supplier<OnlineDetector> detector,
        String detectorType,
        Threshold threshold,
        int sensorsPerPartition) {
    /** Copies the list. */
    public PipelineSpec {
        channels = List.copyOf(channels);
    }
}
