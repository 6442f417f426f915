package io.oddity.train;

import io.oddity.codec.RecordDecoder;
import io.oddity.config.Config;
import io.oddity.config.Pipeline;
import io.oddity.feature.Features;
import io.oddity.feature.Gatherer;
import io.oddity.model.Readings;
import io.oddity.topic.RangeReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * A pipeline's past: what its topic holds of a span of time, decoded and made features of as when it is scored. Partition after partition,
 * so that the order is the same each time. A record that is no reading is passed over.
 */
public final class TopicSource implements TrainingSource {
    private final Config config;
    private final Pipeline pipeline;
    private final Features features;
    private final Instant from;
    private final Instant to;

    /**
     * A span of a topic.
     *
     * @param features of the pipeline
     * @param from the first record's timestamp at the earliest
     * @param to the timestamp that ends it, not included
     */
    public TopicSource(Config config, Pipeline pipeline, Features features, Instant from, Instant to) {
        this.config = config;
        this.pipeline = pipeline;
        this.features = features;
        this.from = from;
        this.to = to;
    }

    @Override
    public String description() {
        return "topic " + pipeline.topic() + " from " + from + " to " + to;
    }

    @Override
    public void read(List<String> wanted, Rows rows) throws TrainingException {
        List<String> names = features.names();
        Choice choice = new Choice(names, wanted.isEmpty() ? names : wanted, rows);
        try (RangeReader reader = new RangeReader(config, "train", pipeline.topic())) {
            for (RangeReader.Range range : reader.between(from, to)) {
                RecordDecoder decoder = new RecordDecoder(pipeline);
                reader.read(range, record -> {
                    if (isWanted(record) && decoder.decode(record.key(), record.value(), record.timestamp())) {
                        choice.add(decoder, record);
                    }
                });
            }
        } catch (KafkaException e) {
            throw TrainingException.failed(
                    "Kafka at " + config.kafka().get("bootstrap.servers") + " does not give topic " + pipeline.topic()
                            + ": " + e.getMessage(),
                    e);
        }
    }

    private boolean isWanted(ConsumerRecord<byte[], byte[]> record) {
        return record.timestamp() >= from.toEpochMilli() && record.timestamp() < to.toEpochMilli();
    }

    /** Hands on the wanted features of a reading. */
    private final class Choice {
        private final int[] chosen;
        private final double[] all = new double[features.size()];
        private final double[] row;
        private final Rows rows;
        private final Gatherer gatherer = new Gatherer(features);
        private final Map<String, Integer> slots = new HashMap<>();

        Choice(List<String> names, List<String> wanted, Rows rows) throws TrainingException {
            chosen = new int[wanted.size()];
            row = new double[wanted.size()];
            this.rows = rows;
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = names.indexOf(wanted.get(i));
                if (chosen[i] < 0) {
                    throw TrainingException.usage("--features: pipeline " + pipeline.name() + " has no " + wanted.get(i)
                            + "; there are " + String.join(", ", names));
                }
            }
            rows.begin(wanted);
        }

        /** Rows whose windows are not full yet, and those that lack a channel they need, are no rows to learn from. */
        void add(RecordDecoder decoder, ConsumerRecord<byte[], byte[]> record) {
            int slot = slots.computeIfAbsent(record.partition() + "/" + decoder.sensorId(), sensor -> gatherer.open());
            // One reading in a batch of its own, as features are gathered from batches.
            Readings.Builder one =
                    new Readings.Builder(pipeline.name(), 0, record.partition(), decoder.values().length);
            one.add(
                    decoder.sensorId(),
                    record.offset(),
                    record.timestamp(),
                    decoder.eventTimeMicros(),
                    decoder.values());
            boolean isSkipped = gatherer.gather(slot, one.build(), 0, all, 0) == Gatherer.Outcome.SKIPPED;
            if (isSkipped || !gatherer.isWarm(slot)) {
                return;
            }
            for (int i = 0; i < chosen.length; i++) {
                row[i] = all[chosen[i]];
            }
            rows.add(row);
        }
    }
}
