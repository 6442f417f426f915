package io.oddity.send;

import org.apache.kafka.clients.producer.Producer;

/** What sending needs of Kafka. */
public interface Broker {
    /**
     * Creates the topic with the broker's defaults if there is none.
     *
     * @param partitions -1 for the broker's default
     * @return whether it was created
     * @throws SendException if Kafka does not answer or refuses
     */
    boolean createIfAbsent(String topic, int partitions);

    /** A producer of its own, closed by the caller. */
    Producer<String, String> producer();
}
