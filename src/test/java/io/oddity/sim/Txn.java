package io.oddity.sim;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A transaction: what became of it is decided at one moment, and partitions learn of it one by one, later. */
final class Txn {
    enum State {
        OPEN,
        COMMITTED,
        ABORTED
    }

    State state = State.OPEN;

    /** Partitions that it wrote to and that have no marker yet. */
    final Set<SimLog> unmarked = new LinkedHashSet<>();

    /** Positions that came with it and that the group has not taken over yet. */
    final Map<TopicPartition, OffsetAndMetadata> pending = new LinkedHashMap<>();

    boolean isComplete() {
        return state != State.OPEN && unmarked.isEmpty() && pending.isEmpty();
    }
}
