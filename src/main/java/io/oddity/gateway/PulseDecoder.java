package io.oddity.gateway;

import io.oddity.codec.PulseCodec;
import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.pipeline.Pulse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes pulses of those records of the topic that are pulses of our pipelines. Thread-safe. */
final class PulseDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(PulseDecoder.class);

    private final Map<String, List<String>> channelsOf;

    PulseDecoder(Config config) {
        channelsOf = config.pipelines().stream()
                .collect(Collectors.toMap(Pipeline::name, pipeline -> pipeline.channels().stream()
                        .map(Pipeline.ChannelSource::name)
                        .toList()));
    }

    /** By pipeline: the names of its channels. */
    Map<String, List<String>> channelsOf() {
        return channelsOf;
    }

    /** Null when the record is none of our pulses, as of another application that shares the topic. */
    Pulse decode(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        List<String> channels = channelsOf.get(key.substring(0, Math.max(0, key.lastIndexOf('/'))));
        if (channels == null || record.value() == null) {
            return null;
        }
        try {
            return PulseCodec.decode(record.value(), channels);
        } catch (IOException e) {
            LOG.warn(
                    "no pulse at {}-{} offset {}: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.toString());
            return null;
        }
    }
}
