package io.oddity.demo;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** The topic that simulated sensors write to. */
public final class DemoTopic {
    /** As many as a machine for trying things out can use. */
    private static final int PARTITIONS = 4;

    private DemoTopic() {}

    /**
     * Creates the topic unless it is there.
     *
     * @return the time of its newest record, ms since the epoch; -1 when it has none
     */
    public static long open(String bootstrapServers, String topic) throws IOException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            if (!admin.listTopics().names().get().contains(topic)) {
                admin.createTopics(List.of(new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty())))
                        .all()
                        .get();
                return -1;
            }
            Map<TopicPartition, OffsetSpec> newest = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.maxTimestamp()));
            return admin.listOffsets(newest).all().get().values().stream()
                    .mapToLong(ListOffsetsResultInfo::timestamp)
                    .max()
                    .orElse(-1);
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException("cannot open topic " + topic + ": " + e.getMessage(), e);
        }
    }
}
