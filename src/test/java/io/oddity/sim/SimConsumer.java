package io.oddity.sim;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * A read_committed consumer of a {@link SimKafka}: a member of its group when it subscribes, by itself when it is assigned.
 * The callbacks come as they do from {@code KafkaConsumer} with a cooperative assignor.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // only one thread has the turn
public final class SimConsumer extends MockConsumer<byte[], byte[]> {
    private final SimKafka kafka;
    private final SimGroup group;
    private final Lifeline life;
    private final SplittableRandom random;
    private final Map<TopicPartition, Long> positions = new LinkedHashMap<>();
    private ConsumerRebalanceListener listener;
    private String member;
    private int generation;

    /** Of a process. */
    public SimConsumer(SimKafka kafka, Lifeline life, SplittableRandom random) {
        super("none");
        this.kafka = kafka;
        group = kafka.group();
        this.life = life;
        this.random = random;
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        this.listener = listener;
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> positions.put(partition, null));
        kafka.stateReaders().add(life);
    }

    @Override
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        partitions.forEach(
                partition -> positions.put(partition, kafka.log(partition).beginning()));
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        positions.put(partition, offset);
    }

    @Override
    public long position(TopicPartition partition) {
        return positions.get(partition);
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.copyOf(positions.keySet());
    }

    @Override
    @SuppressWarnings("removal") // only KafkaConsumer itself is to make one
    public ConsumerGroupMetadata groupMetadata() {
        return new ConsumerGroupMetadata("group", generation, member, Optional.empty());
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        return life.step("committed", () -> {
            while (partitions.stream().anyMatch(kafka::isUnstable)) {
                life.pause();
            }
            Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
            partitions.forEach(partition -> found.put(partition, kafka.stablePosition(partition)));
            return found;
        });
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        return life.step("poll", () -> {
            if (listener != null) {
                coordinate();
            }
            ConsumerRecords<byte[], byte[]> fetched = fetch();
            if (fetched.isEmpty()) {
                life.pause();
            }
            return fetched;
        });
    }

    private void coordinate() {
        if (!group.has(member)) {
            lose();
            member = group.join(life);
        }
        SimGroup.Given given = group.take(member);
        if (given != null) {
            generation = given.generation();
            // A rebalance that begins now makes the member join again before it has seen what it was given.
            if (!group.isRebalancing() || random.nextBoolean()) {
                take(given.partitions());
            }
        }
        if (group.has(member) && group.waitsFor(member)) {
            group.joinAgain(member, positions.keySet());
        }
    }

    private void lose() {
        Set<TopicPartition> lost = Set.copyOf(positions.keySet());
        positions.clear();
        if (!lost.isEmpty()) {
            listener.onPartitionsLost(lost);
        }
    }

    /** As {@code ConsumerCoordinator.onJoinComplete} does: what fails while letting go is told after taking over. */
    private void take(Set<TopicPartition> given) {
        Set<TopicPartition> revoked = new LinkedHashSet<>(positions.keySet());
        revoked.removeAll(given);
        Set<TopicPartition> added = new LinkedHashSet<>(given);
        added.removeAll(positions.keySet());
        RuntimeException failure = null;
        if (!revoked.isEmpty()) {
            failure = failureOf(() -> listener.onPartitionsRevoked(revoked));
            group.rebalance();
        }
        positions.keySet().removeAll(revoked);
        added.forEach(partition -> positions.put(partition, null));
        RuntimeException second = failureOf(() -> listener.onPartitionsAssigned(added));
        failure = failure == null ? second : failure;
        if (failure != null) {
            throw failure instanceof KafkaException ? failure : new KafkaException("callback failed", failure);
        }
    }

    private static RuntimeException failureOf(Runnable callback) {
        try {
            callback.run();
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private ConsumerRecords<byte[], byte[]> fetch() {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> fetched = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new LinkedHashMap<>();
        positions.replaceAll((partition, position) -> {
            if (position == null) {
                throw new AssertionError("nobody said where to begin in " + partition);
            }
            SimLog log = kafka.log(partition);
            long from = Math.max(position, log.beginning());
            if (random.nextInt(3) == 0) {
                return position;
            }
            List<ConsumerRecord<byte[], byte[]>> records = log.read(from, random.nextInt(1, 12));
            long to = records.isEmpty() ? from : records.get(records.size() - 1).offset() + 1;
            // Markers and aborted records that follow are passed with the records before them or later.
            if (random.nextBoolean()) {
                List<ConsumerRecord<byte[], byte[]>> following = log.read(to, 1);
                to = Math.max(
                        to,
                        following.isEmpty()
                                ? log.lastStable()
                                : following.get(0).offset());
            }
            if (!records.isEmpty()) {
                fetched.put(partition, records);
            }
            if (to > position) {
                next.put(partition, new OffsetAndMetadata(to, Optional.of(1), ""));
            }
            return to;
        });
        return new ConsumerRecords<>(fetched, next);
    }

    @Override
    public void unsubscribe() {
        life.step("unsubscribe", this::leave);
    }

    private void leave() {
        if (listener == null) {
            return;
        }
        Set<TopicPartition> left = Set.copyOf(positions.keySet());
        RuntimeException failure = null;
        if (!left.isEmpty()) {
            failure = failureOf(() -> {
                if (!group.has(member) || group.isRebalancing()) {
                    listener.onPartitionsLost(left);
                } else {
                    listener.onPartitionsRevoked(left);
                }
            });
        }
        positions.clear();
        listener = null;
        if (member != null) {
            group.leave(member);
        }
        if (failure != null) {
            throw failure instanceof KafkaException ? failure : new KafkaException("callback failed", failure);
        }
    }

    @Override
    public void close() {
        kafka.stateReaders().remove(life);
        life.step("close", this::leave);
    }
}
