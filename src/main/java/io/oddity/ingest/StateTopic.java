package io.oddity.ingest;

import io.oddity.model.Snapshot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * How snapshots stand in the compacted state topic, whose partitions are numbered like the input's.
 *
 * <p>Key: pipeline, state id and sensor id, separated by NUL. Value: format version (1 byte), next offset (8), CRC-32C of key and
 * the rest of the value (4), the detector's state. No value: the sensor is forgotten.
 */
final class StateTopic {
    /** Format 1 has the detectors' state alone; what came after is new then. Up to format 2 half-space trees have an int a node. */
    private static final byte OLDEST_FORMAT = 1;

    /** No damaged bit makes an older format of it, as it would of 3. */
    private static final byte FORMAT = 4;

    private static final int HEADER_BYTES = 1 + 8 + 4;

    private final String topic;
    private final byte[] keyPrefix;

    /** For the snapshots of one state. */
    StateTopic(String topic, String pipeline, StateId stateId) {
        this.topic = topic;
        keyPrefix = (pipeline + '\0' + stateId + '\0').getBytes(StandardCharsets.UTF_8);
    }

    ProducerRecord<byte[], byte[]> encode(int partition, Snapshot snapshot) {
        byte[] id = snapshot.sensorId().getBytes(StandardCharsets.UTF_8);
        byte[] key = ByteBuffer.allocate(keyPrefix.length + id.length)
                .put(keyPrefix)
                .put(id)
                .array();
        return new ProducerRecord<>(topic, partition, key, snapshot.isForgotten() ? null : value(key, snapshot));
    }

    private static byte[] value(byte[] key, Snapshot snapshot) {
        return ByteBuffer.allocate(HEADER_BYTES + snapshot.state().length)
                .put(FORMAT)
                .putLong(snapshot.nextOffset())
                .putInt(checksum(key, snapshot.nextOffset(), snapshot.state()))
                .put(snapshot.state())
                .array();
    }

    /** Says whether a record of the topic belongs to this state. */
    boolean isMine(ConsumerRecord<byte[], byte[]> record) {
        return startsWith(record.key(), keyPrefix);
    }

    /** Says whether a record of the topic belongs to any state of a pipeline. */
    static boolean isOf(ConsumerRecord<byte[], byte[]> record, String pipeline) {
        return startsWith(record.key(), (pipeline + '\0').getBytes(StandardCharsets.UTF_8));
    }

    /** Takes a record out of the topic. */
    static ProducerRecord<byte[], byte[]> tombstone(ConsumerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(record.topic(), record.partition(), record.key(), null);
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key != null
                && key.length > prefix.length
                && ByteBuffer.wrap(key, 0, prefix.length).equals(ByteBuffer.wrap(prefix));
    }

    String sensorId(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        return new String(key, keyPrefix.length, key.length - keyPrefix.length, StandardCharsets.UTF_8);
    }

    /**
     * The snapshot in a record that {@link #isMine} and has a value.
     *
     * @throws IllegalStateException when it is damaged or of a format this release cannot read
     */
    Snapshot decode(ConsumerRecord<byte[], byte[]> record) {
        ByteBuffer value = ByteBuffer.wrap(record.value());
        if (value.remaining() < HEADER_BYTES) {
            throw damaged(record, "cut short");
        }
        byte format = value.get();
        if (format < OLDEST_FORMAT || format > FORMAT) {
            throw damaged(record, "format " + format + ", this release reads " + OLDEST_FORMAT + " to " + FORMAT);
        }
        long nextOffset = value.getLong();
        int checksum = value.getInt();
        byte[] state = new byte[value.remaining()];
        value.get(state);
        if (checksum != checksum(record.key(), nextOffset, state)) {
            throw damaged(record, "checksum differs");
        }
        return new Snapshot(sensorId(record), nextOffset, state);
    }

    private IllegalStateException damaged(ConsumerRecord<byte[], byte[]> record, String how) {
        return new IllegalStateException("saved state at " + topic + "-" + record.partition() + " offset "
                + record.offset() + " cannot be read: " + how);
    }

    private static int checksum(byte[] key, long nextOffset, byte[] state) {
        CRC32C crc = new CRC32C();
        crc.update(key);
        crc.update(ByteBuffer.allocate(8).putLong(0, nextOffset));
        crc.update(state);
        return (int) crc.getValue();
    }
}
