package io.oddity.sim;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A partition: records and markers of transactions, each with an offset. */
public final class SimLog {
    private final TopicPartition partition;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<Txn, Long> unstable = new LinkedHashMap<>();
    private long beginning;
    private long end;

    private record Entry(ConsumerRecord<byte[], byte[]> record, Txn txn) {
        boolean isVisible() {
            return txn == null || txn.state == Txn.State.COMMITTED;
        }
    }

    SimLog(TopicPartition partition) {
        this.partition = partition;
    }

    /** Appends a record of a transaction, or of none when {@code txn} is null. */
    void append(Txn txn, ProducerRecord<byte[], byte[]> record) {
        append(
                txn,
                record.timestamp() == null ? 0 : record.timestamp(),
                record.key(),
                record.value(),
                record.headers());
    }

    private void append(Txn txn, long time, byte[] key, byte[] value, Headers headers) {
        if (txn != null) {
            unstable.putIfAbsent(txn, end);
        }
        entries.add(new Entry(
                new ConsumerRecord<>(
                        partition.topic(),
                        partition.partition(),
                        end++,
                        time,
                        TimestampType.CREATE_TIME,
                        1,
                        1,
                        key,
                        value,
                        headers,
                        Optional.empty()),
                txn));
    }

    /** Appends a record without a transaction, and gives it back as it stands. */
    public ConsumerRecord<byte[], byte[]> append(long time, byte[] key, byte[] value) {
        append(null, time, key, value, new RecordHeaders());
        return entries.get(entries.size() - 1).record;
    }

    /** Leaves out an offset, as a marker does. */
    public void skip() {
        end++;
    }

    void mark(Txn txn) {
        unstable.remove(txn);
        end++;
    }

    /** The first offset there is. */
    public long beginning() {
        return beginning;
    }

    /** Behind the last offset, open transactions included. */
    public long end() {
        return end;
    }

    /** The first offset that belongs to a transaction without a marker, or the end. */
    public long lastStable() {
        return unstable.values().stream().mapToLong(first -> first).min().orElse(end);
    }

    /** What read_committed sees from an offset on, at most so many records. */
    List<ConsumerRecord<byte[], byte[]>> read(long from, int most) {
        long stable = lastStable();
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        for (int i = indexOf(from); i < entries.size() && found.size() < most; i++) {
            Entry entry = entries.get(i);
            if (entry.record.offset() >= stable) {
                break;
            }
            if (entry.isVisible()) {
                found.add(entry.record);
            }
        }
        return found;
    }

    private int indexOf(long offset) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).record.offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** All that is committed from an offset on, whether read_committed sees it already or not. */
    public List<ConsumerRecord<byte[], byte[]>> committed(long from) {
        return entries.subList(indexOf(from), entries.size()).stream()
                .filter(Entry::isVisible)
                .map(Entry::record)
                .toList();
    }

    /** Retention: takes away what stands before an offset. */
    public void deleteBefore(long offset) {
        beginning = Math.max(beginning, offset);
        entries.removeIf(entry -> entry.record.offset() < beginning);
    }

    /** Keeps the last record of each key below an offset; what never was committed goes too. */
    void compact(long below, boolean keepsTombstones, boolean losesTheLast) {
        long clean = Math.min(below, lastStable());
        Map<ByteBuffer, Long> last = new HashMap<>();
        for (Entry entry : entries) {
            if (entry.record.offset() < clean && entry.isVisible()) {
                last.put(ByteBuffer.wrap(entry.record.key()), entry.record.offset());
            }
        }
        Set<Long> kept = new HashSet<>(last.values());
        entries.removeIf(entry -> entry.record.offset() < clean
                && (losesTheLast
                        || !kept.contains(entry.record.offset())
                        || (entry.record.value() == null && !keepsTombstones)));
    }
}
