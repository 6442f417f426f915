package io.oddity.ingest;

import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The records of the state topic. */
interface SavedState {
    /** Takes each record, and the share read so far. */
    interface Sink {
        void take(ConsumerRecord<byte[], byte[]> record, double share);
    }

    /** Reads what is saved with some input partitions, to the end. */
    void read(Collection<Integer> inputPartitions, Sink sink);
}
