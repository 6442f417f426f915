package io.oddity.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CollectorTest {
    private static final TopicPartition ONE = new TopicPartition("sensors", 0);
    private static final TopicPartition TWO = new TopicPartition("sensors", 1);
    private static final int MOST = 10;

    private long nanos = 1_000_000_000;
    private final Collector collector = new Collector(MOST, Duration.ofMillis(5), () -> nanos);

    private static ConsumerRecords<byte[], byte[]> poll(TopicPartition partition, int from, int to) {
        List<ConsumerRecord<byte[], byte[]>> records = IntStream.range(from, to)
                .mapToObj(offset -> new ConsumerRecord<byte[], byte[]>(
                        partition.topic(), partition.partition(), offset, null, new byte[0]))
                .toList();
        return new ConsumerRecords<>(Map.of(partition, records), Map.of(partition, new OffsetAndMetadata(to)));
    }

    private void pass(int millis) {
        nanos += Duration.ofMillis(millis).toNanos();
    }

    @Test
    void aSlowStreamNeverWaits() {
        for (int i = 0; i < 3; i++) {
            collector.add(poll(ONE, i, i + 1));

            assertThat(collector.isDue()).isTrue();
            assertThat(collector.take().count()).isEqualTo(1);
            pass(5);
        }
    }

    @Test
    void recordsWaitWhileOthersComeFaster() {
        collector.add(poll(ONE, 0, 1));
        collector.take();
        pass(4);
        collector.add(poll(ONE, 1, 2));
        assertThat(collector.isDue()).isFalse();
        assertThat(collector.remaining()).isEqualTo(Duration.ofMillis(5));
        pass(2);
        collector.add(poll(TWO, 7, 9));
        collector.add(poll(ONE, 2, 4));
        assertThat(collector.isDue()).isFalse();
        pass(3);
        assertThat(collector.isDue()).isTrue();

        ConsumerRecords<byte[], byte[]> all = collector.take();

        assertThat(all.records(ONE).stream().map(ConsumerRecord::offset)).containsExactly(1L, 2L, 3L);
        assertThat(all.records(TWO).stream().map(ConsumerRecord::offset)).containsExactly(7L, 8L);
        assertThat(all.nextOffsets()).isEqualTo(Map.of(ONE, new OffsetAndMetadata(4), TWO, new OffsetAndMetadata(9)));
        assertThat(collector.isEmpty()).isTrue();
    }

    @Test
    void aFullBatchGoesOnAtOnce() {
        collector.add(poll(ONE, 0, 1));
        collector.take();
        collector.add(poll(ONE, 1, MOST));
        assertThat(collector.isDue()).isFalse();

        collector.add(poll(ONE, MOST, MOST + 1));

        assertThat(collector.isDue()).isTrue();
    }

    @Test
    void withoutAWaitEveryPollGoesOn() {
        Collector impatient = new Collector(MOST, Duration.ZERO, () -> nanos);
        for (int i = 0; i < 3; i++) {
            impatient.add(poll(ONE, i, i + 1));
            assertThat(impatient.isDue()).isTrue();
            impatient.take();
        }
    }

    @Test
    void nothingIsNoReasonToWait() {
        collector.add(ConsumerRecords.empty());

        assertThat(collector.isEmpty()).isTrue();
    }
}
