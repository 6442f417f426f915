package io.oddity.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.testing.Article;
import io.oddity.testing.Await;
import io.oddity.testing.Expected;
import io.oddity.testing.Kafka;
import io.oddity.testing.OddRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records of which half are no readings, ten million at length; {@code -Dfuzz.records=N} for another number. What became of each is kept in a
 * byte; {@code DeadLettersIT} looks closer at fewer.
 */
class FuzzedRecordsIT {
    private static final Kafka KAFKA = Kafka.shared();
    private static final int RECORDS = Integer.getInteger("fuzz.records", Round.of(30_000, 10_000_000));
    private static final int PARTITIONS = 3;
    private static final int LARGE_EVERY = 10_000;

    /** So far the sender may be ahead, lest the topics' retention overtakes the reader. */
    private static final int AHEAD = 100_000;

    private static final byte SCORED = 1;
    private static final byte LETTER = 2;

    private final Article application = Article.named("fuzzed", KAFKA.bootstrapServers());
    private final byte[][] outcome = new byte[PARTITIONS][RECORDS];
    private final boolean[][] isGood = new boolean[PARTITIONS][RECORDS];
    private final long[] lastScored = new long[PARTITIONS];
    private final AtomicInteger received = new AtomicInteger();
    private final Set<String> kinds = new HashSet<>();
    private int extra;
    private int disordered;

    @TempDir
    private Path folder;

    @Test
    void everyRecordIsAVerdictOrADeadLetter() throws IOException {
        KAFKA.create(application.input(), PARTITIONS);
        long startedNanos = System.nanoTime();
        long longestGapMillis;
        try (Node node = new Node(folder, "a", application)) {
            node.process().awaitReady(200, Round.PATIENCE);
            Set<TopicPartition> outputs = new HashSet<>(KAFKA.partitions(application.scored()));
            outputs.addAll(KAFKA.partitions(application.deadLetters()));
            try (LiveReader reader = new LiveReader(KAFKA, outputs, this::take)) {
                send();
                KAFKA.awaitCaughtUp(application.application(), application.input(), Round.PATIENCE);
                node.stop();
                Await.until("all outcomes", Round.PATIENCE, () -> received.get() >= RECORDS, () -> received + " came");
                longestGapMillis = reader.longestGapMillis();
            }
        }

        int mismatched = 0;
        int missing = 0;
        int[] sent = new int[PARTITIONS];
        SplittableRandom partitions = partitions();
        for (int i = 0; i < RECORDS; i++) {
            int partition = partitions.nextInt(PARTITIONS);
            int offset = sent[partition]++;
            byte found = outcome[partition][offset];
            missing += found == 0 ? 1 : 0;
            mismatched += found != 0 && found != (isGood[partition][offset] ? SCORED : LETTER) ? 1 : 0;
        }
        Expected.Difference difference = new Expected.Difference(mismatched, missing, extra, disordered);
        long seconds = Round.millisSince(startedNanos) / 1_000;
        Round.print(
                "R13 fuzzed records",
                difference,
                RECORDS + " records of " + kinds.size() + " kinds in " + seconds + " s, longest gap " + longestGapMillis
                        + " ms");
        assertThat(difference).isEqualTo(Expected.Difference.NONE);
        assertThat(kinds).hasSize(OddRecords.KINDS);
    }

    private static SplittableRandom partitions() {
        return new SplittableRandom(Round.seed() + 1);
    }

    private void send() {
        OddRecords records = new OddRecords(new SplittableRandom(Round.seed()), LARGE_EVERY);
        SplittableRandom partitions = partitions();
        int[] next = new int[PARTITIONS];
        for (int i = 0; i < RECORDS; i++) {
            if (i % 1_000 == 0) {
                int sent = i;
                Await.until("outcomes", Round.PATIENCE, () -> sent - received.get() < AHEAD, () -> received + " came");
            }
            OddRecords.Sample sample = records.next();
            kinds.add(sample.kind());
            int partition = partitions.nextInt(PARTITIONS);
            isGood[partition][next[partition]++] = sample.kind().equals(OddRecords.GOOD);
            KAFKA.send(new ProducerRecord<>(
                    application.input(), partition, System.currentTimeMillis(), sample.key(), sample.value()));
        }
        KAFKA.flush();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        received.incrementAndGet();
        if (record.topic().equals(application.scored())) {
            long offset = Expected.offset(Expected.text(record.value()));
            disordered += offset < lastScored[record.partition()] ? 1 : 0;
            lastScored[record.partition()] = offset;
            came(record.partition(), (int) offset, SCORED);
        } else {
            came(header(record, "partition"), header(record, "offset"), LETTER);
        }
    }

    private void came(int partition, int offset, byte as) {
        extra += outcome[partition][offset] == 0 ? 0 : 1;
        outcome[partition][offset] = as;
    }

    private static int header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return Integer.parseInt(
                Expected.text(letter.headers().lastHeader("oddity." + name).value()));
    }
}
