package io.oddity.ingest;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/** What an ingest loop has to know of Kafka's topics before it begins. */
interface Cluster extends AutoCloseable {
    /** Where each partition ends, records of open transactions included. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions);

    /** The first offset that each partition still has. */
    Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions);

    /** The topics, by name. */
    Map<String, TopicDescription> topics(Collection<String> names);

    @Override
    void close();
}
