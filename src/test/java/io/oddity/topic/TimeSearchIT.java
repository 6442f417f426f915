package io.oddity.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.testing.Kafka;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Over a real broker, for the marks of its transactions. */
class TimeSearchIT {
    private static final Kafka KAFKA = Kafka.shared();
    private static final int PARTITIONS = 3;
    private static final long START = 1_700_000_000_000L;

    /** Records of long ago, in transactions of now, as after a time of being behind; some of them are aborted. */
    @SuppressWarnings("FutureReturnValueIgnored") // a transaction ends well only when all of it was written
    private static void write(String topic, SplittableRandom random) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers(), "transactional.id", topic),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            long[] millis = {START, START, START};
            for (int transaction = 0; transaction < 40; transaction++) {
                producer.beginTransaction();
                for (int records = random.nextInt(1, 60); records > 0; records--) {
                    int partition = random.nextInt(random.nextInt(1, PARTITIONS + 1));
                    millis[partition] += random.nextInt(1_000);
                    producer.send(new ProducerRecord<>(topic, partition, millis[partition], null, new byte[1]));
                }
                if (random.nextInt(5) == 0) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void whatIsBeforeIsEarlierAndWhatFollowsIsNot(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String topic = "times-" + seed;
        KAFKA.create(topic, PARTITIONS);
        write(topic, random);
        List<List<ConsumerRecord<byte[], byte[]>>> records = KAFKA.read(topic);
        try (KafkaConsumer<byte[], byte[]> consumer = KAFKA.consumer("read_committed")) {
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(KAFKA.partitions(topic)));
            TimeSearch times = new TimeSearch(consumer);
            for (int i = 0; i < 30; i++) {
                long millis = START + random.nextInt(-1_000, 800_000);
                Map<TopicPartition, Long> found = times.firstAt(millis, ends);

                records.stream().flatMap(List::stream).forEach(record -> {
                    TopicPartition partition = new TopicPartition(topic, record.partition());
                    assertThat(record.offset() >= found.get(partition))
                            .as("of time %d: %s is behind %s", millis, record, found)
                            .isEqualTo(record.timestamp() >= millis);
                });
            }
        }
    }

    @Test
    void whereThereIsNothingIsTheEnd() {
        KAFKA.create("times-empty", 2);
        try (KafkaConsumer<byte[], byte[]> consumer = KAFKA.consumer("read_committed")) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(KAFKA.partitions("times-empty"));

            assertThat(new TimeSearch(consumer).firstAt(START, ends))
                    .isEqualTo(ends)
                    .hasSize(2);
        }
    }
}
