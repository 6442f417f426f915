package io.oddity.gateway;

import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import java.util.List;

/** A channel of a pipeline, by its place among that pipeline's channels. */
record LiveChannel(String pipeline, int index) {
    /** The channel that a request names by {@code pipeline} and {@code channel}. */
    static LiveChannel of(Params params, Config config) {
        Pipeline pipeline = config.pipelines().stream()
                .filter(one -> one.name().equals(params.text("pipeline")))
                .findFirst()
                .orElseThrow(() -> new Params.BadRequest("pipeline: must be the name of a pipeline"));
        List<String> channels =
                pipeline.channels().stream().map(Pipeline.ChannelSource::name).toList();
        int index = channels.indexOf(params.text("channel"));
        if (index < 0) {
            throw new Params.BadRequest("channel: must be one of " + String.join(", ", channels));
        }
        return new LiveChannel(pipeline.name(), index);
    }
}
