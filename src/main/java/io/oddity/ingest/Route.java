package io.oddity.ingest;

import io.oddity.codec.RecordDecoder;
import io.oddity.codec.VerdictEncoder;
import io.oddity.config.Pipeline;
import io.oddity.model.Channel;
import io.oddity.pipeline.PipelineSpec;
import java.util.List;

/**
 * What one ingest loop needs to take a pipeline's records to verdicts. Single-threaded: owned by one ingest loop.
 *
 * @param spec the pipeline
 * @param topic where its records come from
 * @param channelNames of its channels, in order
 */
record Route(
        PipelineSpec spec, String topic, List<String> channelNames, RecordDecoder decoder, VerdictEncoder encoder) {
    Route {
        channelNames = List.copyOf(channelNames);
    }

    static Route of(Pipeline pipeline, PipelineSpec spec) {
        return new Route(
                spec,
                pipeline.topic(),
                spec.channels().stream().map(Channel::name).toList(),
                new RecordDecoder(pipeline),
                new VerdictEncoder(spec));
    }
}
