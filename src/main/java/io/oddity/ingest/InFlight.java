package io.oddity.ingest;

import io.oddity.bus.Scored;
import io.oddity.bus.ShardCommand;
import io.oddity.model.Readings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** One poll on its way through the shards: one message to each shard that has readings in it. */
final class InFlight {
    /**
     * How much state is saved with each reading. A sensor of the article's setting takes about 320 bytes, so 1,000 sensors
     * are saved once in 20,000 readings, which is what a restart has to replay.
     */
    private static final int SNAPSHOT_BYTES_PER_READING = 16;

    private final List<Part> parts;
    private final Map<TopicPartition, OffsetAndMetadata> next;
    private final Map<String, String> deciding;
    private final List<Future<?>> answers = new ArrayList<>();

    /** @param deciding by pipeline, which of its variants decides; absent where the one does that is not the challenger */
    InFlight(
            Shards shards,
            List<Part> parts,
            Map<TopicPartition, OffsetAndMetadata> next,
            Map<String, String> deciding) {
        this.parts = List.copyOf(parts);
        this.deciding = deciding;
        this.next = Map.copyOf(next);
        for (int shard = 0; shard < shards.count(); shard++) {
            ask(shards, shard);
        }
    }

    private void ask(Shards shards, int shard) {
        List<Part> asked = new ArrayList<>();
        List<Readings> readings = new ArrayList<>();
        int rows = 0;
        for (Part part : parts) {
            Readings own = part.readings(shard);
            if (own != null) {
                asked.add(part);
                readings.add(own);
                rows += own.size();
            }
        }
        if (asked.isEmpty()) {
            return;
        }
        int snapshotBytes = rows / asked.size() * SNAPSHOT_BYTES_PER_READING;
        answers.add(shards.<List<Scored>>ask(shard, new ShardCommand.Judge(readings, snapshotBytes))
                .onSuccess(scored -> {
                    for (int i = 0; i < asked.size(); i++) {
                        asked.get(i).answer(shard, scored.get(i));
                    }
                }));
    }

    /** Waits for all shards to answer. */
    void await() {
        Waiting.forAll(answers);
    }

    List<Part> parts() {
        return parts;
    }

    Map<String, String> deciding() {
        return deciding;
    }

    /** The positions behind this poll's records. */
    Map<TopicPartition, OffsetAndMetadata> next() {
        return next;
    }
}
