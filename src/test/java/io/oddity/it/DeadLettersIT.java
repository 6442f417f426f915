package io.oddity.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.testing.Article;
import io.oddity.testing.Expected;
import io.oddity.testing.Kafka;
import io.oddity.testing.OddRecords;
import io.oddity.testing.RunningServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in the input, each record becomes one verdict or one dead letter, and the stream goes on. */
class DeadLettersIT {
    private static final Kafka KAFKA = Kafka.shared();
    private static final int RECORDS = 20_000;
    private static final int PARTITIONS = 3;

    private final Article application = Article.named("letters", KAFKA.bootstrapServers());

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @ValueSource(longs = 1)
    void everyRecordIsAVerdictOrADeadLetter(long seed) {
        SplittableRandom random = new SplittableRandom(Long.getLong("oddity.seed", seed));
        KAFKA.create(application.input(), PARTITIONS);
        OddRecords records = new OddRecords(random, 500);
        Map<String, OddRecords.Sample> sent = new HashMap<>();
        long now = System.currentTimeMillis();
        int[] next = new int[PARTITIONS];
        for (int i = 0; i < RECORDS; i++) {
            OddRecords.Sample sample = records.next();
            int partition = random.nextInt(PARTITIONS);
            // Far in the future; Kafka takes it, because the topic says so.
            long time = random.nextInt(100) == 0 ? 253_402_300_799_999L + random.nextInt(1_000_000) : now + i;
            KAFKA.send(new ProducerRecord<>(application.input(), partition, time, sample.key(), sample.value()));
            sent.put(partition + ":" + next[partition]++, sample);
        }
        KAFKA.flush();

        RunningServer.whileRunning(
                application.config(),
                () -> KAFKA.awaitCaughtUp(application.application(), application.input(), Duration.ofSeconds(60)));

        List<List<ConsumerRecord<byte[], byte[]>>> input = KAFKA.read(application.input());
        List<List<ConsumerRecord<byte[], byte[]>>> scored = KAFKA.read(application.scored());
        List<ConsumerRecord<byte[], byte[]>> letters = Kafka.flat(KAFKA.read(application.deadLetters()));
        Map<String, Long> kinds =
                sent.values().stream().collect(Collectors.groupingBy(OddRecords.Sample::kind, Collectors.counting()));
        Map<String, Long> scoredKinds = Kafka.flat(scored).stream()
                .map(record -> record.partition() + ":" + Expected.offset(Expected.text(record.value())))
                .collect(Collectors.groupingBy(position -> sent.get(position).kind(), Collectors.counting()));
        System.out.println("dead letters: seed " + seed + ", sent " + new TreeMap<>(kinds));
        assertThat(kinds).hasSize(OddRecords.KINDS);
        assertThat(scoredKinds).isEqualTo(Map.of(OddRecords.GOOD, kinds.get(OddRecords.GOOD)));
        assertThat(Kafka.flat(scored).size() + letters.size()).isEqualTo(RECORDS);
        assertThat(Expected.difference(application.config(), input, scored)).isEqualTo(Expected.Difference.NONE);
        assertThat(letters.stream().map(letter -> header(letter, "partition") + ":" + header(letter, "offset")))
                .doesNotHaveDuplicates();
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            isAsItWas(letter, input);
        }
    }

    private void isAsItWas(ConsumerRecord<byte[], byte[]> letter, List<List<ConsumerRecord<byte[], byte[]>>> input) {
        ConsumerRecord<byte[], byte[]> record = input.get(Integer.parseInt(header(letter, "partition")))
                .get(Integer.parseInt(header(letter, "offset")));
        assertThat(hex(letter.value())).isEqualTo(hex(record.value()));
        assertThat(hex(letter.key())).isEqualTo(hex(record.key()));
        assertThat(letter.timestamp()).isEqualTo(record.timestamp());
        assertThat(header(letter, "topic")).isEqualTo(application.input());
        assertThat(header(letter, "cause"))
                .isNotBlank()
                .doesNotContain("a bug in Oddity")
                .hasSizeLessThan(600);
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader("oddity." + name);
        assertThat(header).as("header %s of %s", name, letter).isNotNull();
        return Expected.text(header.value());
    }

    private static String hex(byte[] bytes) {
        return bytes == null ? "none" : HexFormat.of().formatHex(bytes);
    }
}
