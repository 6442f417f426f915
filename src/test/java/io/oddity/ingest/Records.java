package io.oddity.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.oddity.bus.Scored;
import io.oddity.codec.VerdictEncoder;
import io.oddity.config.Config;
import io.oddity.pipeline.Judged;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.testing.Configs;
import io.oddity.testing.Specs;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** One pipeline, {@code plant}, on the topic {@code sensors}, and what arrives there. */
final class Records {
    static final TopicPartition PARTITION = new TopicPartition("sensors", 3);

    private Records() {}

    static Config config(int shards) {
        return Configs.withRoot(
                "instances: {scoring: %d}".formatted(shards), "sensor_id: id", "channels: [{name: temp}]");
    }

    static PipelineSpec spec() {
        return Specs.halfSpaceTrees("plant", 5, "temp");
    }

    static Route route(Config config) {
        return Route.of(config.pipelines().get(0), spec());
    }

    /** Names the topic as it is. */
    static final Uuid TOPIC_ID = Uuid.fromString("AAAAAAAAAAAAAAAAAAAAAQ");

    static final StateId STATE = new StateId(spec().fingerprint(), 7);

    static Lane lane(Config config, long committed) {
        Bookmark.Entry entry = new Bookmark.Entry(STATE, 0);
        Assignment assignment =
                new Assignment(PARTITION, TOPIC_ID, new StartingPoint(committed, Map.of("plant", entry), Map.of()));
        Lane lane = new Lane(route(config), assignment, entry, config);
        assignment.lanes.add(lane);
        return lane;
    }

    /** As a scoring worker gives it back. */
    static Scored scored(Judged judged) {
        VerdictEncoder encoder = new VerdictEncoder(spec());
        return new Scored(judged, encoder.keys(judged.verdicts().readings()), encoder.encode(judged.verdicts()));
    }

    static String json(String sensorId, double temp) {
        return "{\"id\":\"" + sensorId + "\",\"temp\":" + temp + "}";
    }

    static ConsumerRecord<byte[], byte[]> record(long offset, String value) {
        return record(offset, 1_000 + offset, value.getBytes(UTF_8));
    }

    static ConsumerRecord<byte[], byte[]> record(long offset, long millis, byte[] value) {
        return new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                offset,
                millis,
                TimestampType.CREATE_TIME,
                1,
                value == null ? -1 : value.length,
                new byte[] {'k'},
                value,
                new RecordHeaders().add("trace", new byte[] {7}),
                Optional.empty());
    }
}
