package io.oddity.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Brokers in memory: partitions, transactions and one consumer group, as far as exactly-once needs them. What Kafka promises
 * it keeps, but for its {@link Lie}s; where Kafka may take its time, {@code random} decides. Belongs to whoever has the turn.
 */
public final class SimKafka {
    private final SplittableRandom random;
    private final Set<Lie> lies;
    private final String stateTopic;
    private final String verdictTopic;
    private final Map<String, Integer> partitionCounts = new HashMap<>();
    private final Map<TopicPartition, SimLog> logs = new LinkedHashMap<>();
    private final Map<String, Writer> writers = new TreeMap<>();
    private final List<Txn> decided = new ArrayList<>();
    private final Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> stablePositions = new HashMap<>();
    private final SimGroup group;
    private final List<Lifeline> stateReaders = new ArrayList<>();
    private Runnable afterCommit = () -> {};

    /** A transactional id. */
    private static final class Writer {
        int epoch;
        Txn txn;
    }

    /** Starts with empty topics, each of so many partitions; the group reads {@code input}. */
    public SimKafka(
            SplittableRandom random,
            Set<Lie> lies,
            Map<String, Integer> topics,
            String input,
            String verdictTopic,
            String stateTopic) {
        this.random = random;
        this.lies = lies;
        this.verdictTopic = verdictTopic;
        this.stateTopic = stateTopic;
        partitionCounts.putAll(topics);
        new TreeMap<>(topics).forEach((topic, count) -> partitions(topic)
                .forEach(partition -> logs.put(partition, new SimLog(partition))));
        group = new SimGroup(random, partitions(input), lies);
    }

    /** The partitions of a topic, in order. */
    public List<TopicPartition> partitions(String topic) {
        return IntStream.range(0, partitionCounts.get(topic))
                .mapToObj(i -> new TopicPartition(topic, i))
                .toList();
    }

    /** To be run whenever a transaction was committed. */
    public void afterCommit(Runnable check) {
        afterCommit = check;
    }

    /** One partition. */
    public SimLog log(TopicPartition partition) {
        return logs.get(partition);
    }

    /** The group of all who subscribe. */
    public SimGroup group() {
        return group;
    }

    /** The end of a partition, as an admin client is told. */
    public long end(TopicPartition partition) {
        SimLog log = log(partition);
        return lies.contains(Lie.ENDS_AT_THE_LAST_STABLE_RECORD) ? log.lastStable() : log.end();
    }

    /** The group's last committed position in a partition, whether it is told already or not; null when there is none. */
    public OffsetAndMetadata position(TopicPartition partition) {
        return positions.get(partition);
    }

    /** The position that the group is told. */
    OffsetAndMetadata stablePosition(TopicPartition partition) {
        return stablePositions.get(partition);
    }

    /** Says whether a transaction that is not through yet may change a position. */
    boolean isUnstable(TopicPartition partition) {
        return !lies.contains(Lie.TELLS_UNSTABLE_POSITIONS)
                && (decided.stream().anyMatch(txn -> txn.pending.containsKey(partition))
                        || writers.values().stream()
                                .anyMatch(writer -> writer.txn != null && writer.txn.pending.containsKey(partition)));
    }

    int initTransactions(String id) {
        Writer writer = writers.computeIfAbsent(id, key -> new Writer());
        abort(writer);
        complete(writer);
        return ++writer.epoch;
    }

    private void abort(Writer writer) {
        if (writer.txn != null && writer.txn.state == Txn.State.OPEN) {
            decide(writer.txn, Txn.State.ABORTED);
        }
    }

    private void complete(Writer writer) {
        if (writer.txn != null) {
            List.copyOf(writer.txn.unmarked).forEach(log -> mark(writer.txn, log));
            takeOver(writer.txn);
        }
    }

    private static void mark(Txn txn, SimLog log) {
        log.mark(txn);
        txn.unmarked.remove(log);
    }

    private Writer writer(String id, int epoch) {
        Writer writer = writers.get(id);
        if (writer.epoch != epoch && !lies.contains(Lie.FENCES_NOBODY)) {
            throw new ProducerFencedException(id + ": epoch " + epoch + " is over");
        }
        return writer;
    }

    private Txn open(Writer writer) {
        if (writer.txn == null || writer.txn.state != Txn.State.OPEN) {
            complete(writer);
            writer.txn = new Txn();
        }
        return writer.txn;
    }

    void append(String id, int epoch, ProducerRecord<byte[], byte[]> record) {
        Txn txn = open(writer(id, epoch));
        int count = partitionCounts.get(record.topic());
        int partition = record.partition() == null ? random.nextInt(count) : record.partition();
        SimLog log = log(new TopicPartition(record.topic(), partition));
        if (lies.contains(Lie.LOSES_RECORDS) && record.topic().equals(verdictTopic) && random.nextInt(200) == 0) {
            return;
        }
        if (lies.contains(Lie.LEAVES_STATE_OUT_OF_TRANSACTIONS)
                && record.topic().equals(stateTopic)) {
            log.append(null, record);
            return;
        }
        txn.unmarked.add(log);
        log.append(txn, record);
    }

    void sendOffsets(
            String id, int epoch, Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata member) {
        Writer writer = writer(id, epoch);
        if (!group.isCurrent(member.memberId(), member.generationId())
                && !lies.contains(Lie.TAKES_POSITIONS_FROM_ANYBODY)) {
            throw new CommitFailedException(member + " is not in the group's generation");
        }
        Txn txn = open(writer);
        offsets.forEach((partition, offset) -> txn.pending.put(
                partition, lies.contains(Lie.FORGETS_NOTES) ? new OffsetAndMetadata(offset.offset(), "") : offset));
        if (lies.contains(Lie.COMMITS_POSITIONS_AT_ONCE)) {
            positions.putAll(txn.pending);
            stablePositions.putAll(txn.pending);
        }
    }

    void commit(String id, int epoch) {
        decide(open(writer(id, epoch)), Txn.State.COMMITTED);
        afterCommit.run();
    }

    private void decide(Txn txn, Txn.State state) {
        txn.state = state;
        if (state == Txn.State.COMMITTED) {
            positions.putAll(txn.pending);
        }
        decided.add(txn);
    }

    /** Lets one partition, or the group, learn what became of a transaction. */
    public void tellOne() {
        decided.removeIf(Txn::isComplete);
        if (decided.isEmpty()) {
            return;
        }
        Txn txn = decided.get(random.nextInt(decided.size()));
        int which = random.nextInt(txn.unmarked.size() + (txn.pending.isEmpty() ? 0 : 1));
        if (which < txn.unmarked.size()) {
            mark(txn, List.copyOf(txn.unmarked).get(which));
        } else {
            takeOver(txn);
        }
    }

    private void takeOver(Txn txn) {
        if (txn.state == Txn.State.COMMITTED) {
            stablePositions.putAll(txn.pending);
        }
        txn.pending.clear();
    }

    /** Lets all learn what became of all transactions. */
    public void tellAll() {
        while (!decided.isEmpty()) {
            tellOne();
        }
    }

    /** Aborts the open transaction of one transactional id, or of none, as if it had been open for too long. */
    public void timeOutOne() {
        List<Writer> all = List.copyOf(writers.values());
        if (!all.isEmpty()) {
            timeOut(all.get(random.nextInt(all.size())));
        }
    }

    /** Aborts what a transactional id left open. */
    public void timeOut(String id) {
        if (writers.containsKey(id)) {
            timeOut(writers.get(id));
        }
    }

    private void timeOut(Writer writer) {
        if (writer.txn != null && writer.txn.state == Txn.State.OPEN) {
            writer.epoch++;
            abort(writer);
        }
    }

    /** Who reads without being in the group. */
    List<Lifeline> stateReaders() {
        return stateReaders;
    }

    /** Compacts one partition of the state topic, up to anywhere; tombstones stay for longer than anybody reads. */
    public void compactOne() {
        stateReaders.removeIf(Lifeline::isDead);
        List<TopicPartition> all = partitions(stateTopic);
        SimLog log = log(all.get(random.nextInt(all.size())));
        log.compact(
                random.nextLong(log.end() + 1),
                !stateReaders.isEmpty() || random.nextBoolean(),
                lies.contains(Lie.COMPACTS_TOO_MUCH));
    }
}
