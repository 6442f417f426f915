package io.oddity.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oddity.model.Snapshot;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateTopicTest {
    private static final byte[] STATE = {1, 2, 3};

    private final StateTopic topic = new StateTopic("state", "plant", new StateId("f1", 7));

    private static ConsumerRecord<byte[], byte[]> stored(byte[] key, byte[] value) {
        return new ConsumerRecord<>("state", 3, 7, key, value);
    }

    private static ConsumerRecord<byte[], byte[]> stored(ProducerRecord<byte[], byte[]> record) {
        return stored(record.key(), record.value());
    }

    @Test
    void aSnapshotStandsInThePartitionOfItsInput() {
        ProducerRecord<byte[], byte[]> record = topic.encode(3, new Snapshot("Ofen-Ü", 42, STATE));

        assertThat(record.topic()).isEqualTo("state");
        assertThat(record.partition()).isEqualTo(3);
        assertThat(record.key()).isEqualTo("plant\0f1.7\0Ofen-Ü".getBytes(UTF_8));
    }

    @Test
    void theValueIsFormatOffsetChecksumState() {
        byte[] key = "plant\0f1.7\0a".getBytes(UTF_8);
        CRC32C crc = new CRC32C();
        crc.update(key);
        crc.update(new byte[] {0, 0, 0, 0, 0, 0, 1, 2, 1, 2, 3});

        byte[] value = topic.encode(3, new Snapshot("a", 258, STATE)).value();

        assertThat(value)
                .isEqualTo(ByteBuffer.allocate(1 + 8 + 4 + 3)
                        .put((byte) 4)
                        .putLong(258)
                        .putInt((int) crc.getValue())
                        .put(STATE)
                        .array());
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void whatWasEncodedIsDecodedTheSame(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100; i++) {
            byte[] state = new byte[random.nextInt(500)];
            random.nextBytes(state);
            Snapshot snapshot = new Snapshot("🌡" + random.nextLong(), random.nextLong(Long.MAX_VALUE), state);

            Snapshot again = topic.decode(stored(topic.encode(0, snapshot)));

            assertThat(again).usingRecursiveComparison().isEqualTo(snapshot);
        }
    }

    @Test
    void anySingleBitThatFlipsIsNoticed() {
        ProducerRecord<byte[], byte[]> record = topic.encode(3, new Snapshot("sensor", 42, STATE));
        int prefix = "plant\0f1.7\0".length();

        for (int bit = 0; bit < 8 * record.value().length; bit++) {
            byte[] damaged = flipped(record.value(), bit);
            assertThatIllegalStateException().isThrownBy(() -> topic.decode(stored(record.key(), damaged)));
        }
        for (int bit = 8 * prefix; bit < 8 * record.key().length; bit++) {
            byte[] damaged = flipped(record.key(), bit);
            assertThatThrownBy(() -> topic.decode(stored(damaged, record.value())))
                    .hasMessage("saved state at state-3 offset 7 cannot be read: checksum differs");
        }
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 12})
    void aValueThatIsCutShortIsRefused(int length) {
        byte[] key = topic.encode(3, new Snapshot("a", 42, STATE)).key();

        assertThatIllegalStateException()
                .isThrownBy(() -> topic.decode(stored(key, new byte[length])))
                .withMessage("saved state at state-3 offset 7 cannot be read: cut short");
    }

    @Test
    void theFormatOfANewerReleaseIsRefused() {
        ProducerRecord<byte[], byte[]> record = topic.encode(3, new Snapshot("a", 42, STATE));
        record.value()[0] = 5;

        assertThatIllegalStateException()
                .isThrownBy(() -> topic.decode(stored(record)))
                .withMessage("saved state at state-3 offset 7 cannot be read: format 5, this release reads 1 to 4");
    }

    @Test
    void onlySnapshotsOfItsPipelineAndItsStateAreItsOwn() {
        Snapshot snapshot = new Snapshot("a", 42, STATE);

        assertThat(topic.isMine(stored(topic.encode(3, snapshot)))).isTrue();
        assertThat(topic.isMine(stored(new StateTopic("state", "plant", new StateId("f1", 8)).encode(3, snapshot))))
                .isFalse();
        assertThat(topic.isMine(stored(new StateTopic("state", "plant", new StateId("f1", 0x70)).encode(3, snapshot))))
                .isFalse();
        assertThat(topic.isMine(stored(new StateTopic("state", "mill", new StateId("f1", 7)).encode(3, snapshot))))
                .isFalse();
    }

    @Test
    void keysOfOthersAreNotItsOwn() {
        assertThat(topic.isMine(stored(null, STATE))).isFalse();
        assertThat(topic.isMine(stored(new byte[0], STATE))).isFalse();
        assertThat(topic.isMine(stored("plant\0f1.7\0".getBytes(UTF_8), STATE))).isFalse();
    }

    @Test
    void aSensorIdMayContainTheSeparator() {
        ProducerRecord<byte[], byte[]> record = topic.encode(3, new Snapshot("a\0b", 42, STATE));

        assertThat(topic.sensorId(stored(record))).isEqualTo("a\0b");
    }
}
