package io.oddity.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oddity.bus.IngestReport.Agreement;
import io.oddity.bus.IngestReport.Counts;
import io.oddity.config.Config;
import io.oddity.model.Finding;
import io.oddity.model.Kind;
import io.oddity.model.Readings;
import io.oddity.model.Snapshot;
import io.oddity.model.Sparse;
import io.oddity.model.Status;
import io.oddity.model.Verdicts;
import io.oddity.pipeline.Judged;
import io.oddity.pipeline.Silence;
import io.oddity.testing.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final ConsumerGroupMetadata GROUP = new MockConsumer<>("earliest").groupMetadata();

    private final Config config = Records.config(1);
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final IngestStats stats = new IngestStats(new SimpleMeterRegistry(), List.of("plant"));
    private final Outbox outbox = new Outbox(producer, new MockConsumer<>("earliest"), config, stats, System::nanoTime);

    @BeforeEach
    void begin() {
        producer.initTransactions();
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // List.of only reads them
    private Part part(long committed, Status status, ConsumerRecord<byte[], byte[]>... records) {
        Part part = new Part(Records.lane(config, committed), List.of(records), 1);
        Readings readings = part.readings(0);
        if (readings != null) {
            Judged judged = new Judged(Rows.verdicts(readings, 0.875, status), List.of(), Long.MAX_VALUE, 0);
            part.answer(0, Records.scored(judged));
        }
        return part;
    }

    private List<ProducerRecord<byte[], byte[]>> written(Part part) {
        outbox.write(List.of(part), Map.of());
        return producer.uncommittedRecords();
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> letter) {
        Map<String, String> headers = new TreeMap<>();
        letter.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }

    @Test
    void aVerdictGoesToThePartitionAndTheTimeOfItsRecord() {
        List<ProducerRecord<byte[], byte[]>> written =
                written(part(-1, Status.NORMAL, Records.record(5, Records.json("a", 0.5))));

        assertThat(written).hasSize(1);
        ProducerRecord<byte[], byte[]> verdict = written.get(0);
        assertThat(verdict.topic()).isEqualTo("scored");
        assertThat(verdict.partition()).isEqualTo(3);
        assertThat(verdict.timestamp()).isEqualTo(1_005);
        assertThat(verdict.key()).isEqualTo("a".getBytes(UTF_8));
        assertThat(new String(verdict.value(), UTF_8))
                .contains("\"status\":\"NORMAL\"")
                .endsWith("\"offset\":5}");
    }

    @Test
    void anAnomalyIsWrittenToBothTopicsTheSame() {
        List<ProducerRecord<byte[], byte[]>> written =
                written(part(-1, Status.ANOMALY, Records.record(5, Records.json("a", 0.5))));

        assertThat(written).extracting(ProducerRecord::topic).containsExactly("scored", "anomalies");
        assertThat(written.get(1).value()).isEqualTo(written.get(0).value());
        assertThat(written.get(1).key()).isEqualTo(written.get(0).key());
        assertThat(written.get(1).timestamp()).isEqualTo(1_005);
        assertThat(written.get(1).partition()).isNull();
    }

    @Test
    void whatIsBelowTheCommittedPositionIsNotWrittenAgain() {
        Part part = part(
                6,
                Status.ANOMALY,
                Records.record(4, "no JSON"),
                Records.record(5, Records.json("a", 0.5)),
                Records.record(6, Records.json("b", 0.5)),
                Records.record(7, "no JSON"));

        List<ProducerRecord<byte[], byte[]>> written = written(part);

        assertThat(written).extracting(ProducerRecord::topic).containsExactly("sensors.dlq", "scored", "anomalies");
        assertThat(headers(written.get(0))).containsEntry("oddity.offset", "7");
        assertThat(written.get(1).key()).isEqualTo("b".getBytes(UTF_8));
        outbox.commit();
        assertThat(stats.counts().get("plant")).isEqualTo(new Counts(1, 1, 1, 0, 0, 0, Agreement.NONE));
        assertThat(part.lane.pulses.drain().get(0).sensors()).hasSize(1);
    }

    @Test
    void aDeadLetterIsTheRecordWithTheReasonInHeaders() {
        ConsumerRecord<byte[], byte[]> record = Records.record(5, "{\"id\":\"a\"}");

        ProducerRecord<byte[], byte[]> letter =
                written(part(-1, Status.NORMAL, record)).get(0);

        assertThat(letter.topic()).isEqualTo("sensors.dlq");
        assertThat(letter.partition()).isNull();
        assertThat(letter.timestamp()).isEqualTo(1_005);
        assertThat(letter.key()).isSameAs(record.key());
        assertThat(letter.value()).isSameAs(record.value());
        assertThat(headers(letter))
                .isEqualTo(Map.of(
                        "trace", "\u0007",
                        "oddity.cause", "none of the channels is present",
                        "oddity.pipeline", "plant",
                        "oddity.topic", "sensors",
                        "oddity.partition", "3",
                        "oddity.offset", "5"));
    }

    @Test
    void aTombstoneWithoutATimeCanBeADeadLetter() {
        ProducerRecord<byte[], byte[]> letter =
                written(part(-1, Status.NORMAL, Records.record(5, -1, null))).get(0);

        assertThat(letter.value()).isNull();
        assertThat(letter.timestamp()).isZero();
        assertThat(headers(letter)).containsEntry("oddity.cause", "the record has no value");
    }

    @Test
    void aDeadLetterTooLargeForARequestKeepsItsBeginning() {
        byte[] huge = new byte[(16 << 20) - 3];
        Arrays.fill(huge, (byte) '9');

        ProducerRecord<byte[], byte[]> letter =
                written(part(-1, Status.NORMAL, Records.record(5, 0, huge))).get(0);

        assertThat(letter.value()).hasSize(15 << 20).containsOnly('9');
        assertThat(headers(letter)).containsEntry("oddity.truncated.from.bytes", Integer.toString(huge.length));
    }

    @Test
    void aBugBecomesADeadLetterWithItsStackAndTheRestIsWritten() {
        Part part = new Part(
                Records.lane(config, -1),
                List.of(Records.record(5, Records.json("a", 0.5)), Records.record(6, Records.json("a", 0.6))),
                1);
        Verdicts verdicts = new Verdicts(
                part.readings(0),
                new double[2],
                new double[2],
                new Status[] {null, Status.NORMAL},
                0.7,
                Sparse.of(0, new ArithmeticException("on purpose")));
        part.answer(0, Records.scored(new Judged(verdicts, List.of(), 0, 0)));

        List<ProducerRecord<byte[], byte[]>> written = written(part);

        assertThat(written).extracting(ProducerRecord::topic).containsExactly("sensors.dlq", "scored");
        assertThat(headers(written.get(0)))
                .containsEntry("oddity.cause", "a bug in Oddity: java.lang.ArithmeticException: on purpose")
                .containsEntry("oddity.offset", "5");
        assertThat(headers(written.get(0)).get("oddity.stack"))
                .startsWith("java.lang.ArithmeticException: on purpose")
                .contains("at io.oddity.ingest.OutboxTest.");
        assertThat(new String(written.get(0).value(), UTF_8)).isEqualTo(Records.json("a", 0.5));
    }

    private static Silence silence(String sensorId, long offset, long noticedAt) {
        return new Silence(
                sensorId,
                offset,
                0,
                new Readings.Second(noticedAt, 1_000 + noticedAt, 20_000),
                new Finding(Kind.SILENT, -1, 12, 12),
                "silent for 12 s");
    }

    @Test
    void aSilenceIsAnAnomalyAfterTheVerdictWithWhichItWasNoticedAndOnlyOnce() {
        Part part = new Part(
                Records.lane(config, 6),
                List.of(
                        Records.record(5, Records.json("a", 0.5)),
                        Records.record(6, Records.json("a", 0.5)),
                        Records.record(7, Records.json("a", 0.5))),
                1);
        Judged judged = new Judged(
                Rows.verdicts(part.readings(0), 0.875, Status.ANOMALY),
                List.of(),
                Long.MAX_VALUE,
                null,
                List.of(silence("d", 3, 7), silence("c", 2, 6), silence("b", 1, 5)),
                0,
                false);
        part.answer(0, Records.scored(judged));

        List<String> anomalies = written(part).stream()
                .filter(record -> record.topic().equals("anomalies"))
                .map(record -> new String(record.key(), UTF_8) + '@' + record.timestamp())
                .toList();

        assertThat(anomalies).containsExactly("a@1006", "c@1006", "a@1007", "d@1007");
        assertThat(producer.uncommittedRecords())
                .filteredOn(record -> record.topic().equals("scored"))
                .hasSize(2);
    }

    @Test
    void everythingIsOneTransaction() {
        Part part = part(-1, Status.ANOMALY, Records.record(5, Records.json("a", 0.5)), Records.record(6, "?"));
        OffsetAndMetadata position = new OffsetAndMetadata(7, "replay-from=6");
        outbox.write(List.of(part), Map.of());
        outbox.write(part.lane, new Snapshot("a", 6, new byte[] {1}));
        outbox.writePulses(part.lane);
        outbox.position(Records.PARTITION, position);
        assertThat(producer.history()).isEmpty();

        outbox.commit();

        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(producer.history())
                .extracting(ProducerRecord::topic)
                .containsExactly("sensors.dlq", "scored", "anomalies", "oddity-oddity-state", "pulse");
        assertThat(producer.consumerGroupOffsetsHistory())
                .containsExactly(Map.of(GROUP.groupId(), Map.of(Records.PARTITION, position)));
        assertThat(producer.transactionInFlight()).isFalse();
    }

    @Test
    void withNothingToSayNothingIsCommitted() {
        outbox.commit();

        assertThat(producer.commitCount()).isZero();
        assertThat(outbox.openNanos()).isZero();
    }

    @Test
    void aPositionIsCommittedOnce() {
        outbox.position(Records.PARTITION, new OffsetAndMetadata(7));
        outbox.commit();

        outbox.write(List.of(part(-1, Status.NORMAL, Records.record(5, Records.json("a", 0.5)))), Map.of());
        outbox.commit();

        assertThat(producer.commitCount()).isEqualTo(2);
        assertThat(producer.consumerGroupOffsetsHistory()).hasSize(1);
    }

    @Test
    void stateStandsInTheInputsPartition() {
        Part part = part(-1, Status.NORMAL, Records.record(5, Records.json("a", 0.5)));
        outbox.write(List.of(part), Map.of());

        outbox.write(part.lane, new Snapshot("a", 6, new byte[] {1}));

        ProducerRecord<byte[], byte[]> state = producer.uncommittedRecords().get(1);
        assertThat(state.topic()).isEqualTo("oddity-oddity-state");
        assertThat(state.partition()).isEqualTo(3);
    }

    @Test
    void aPulseHasTheTimeOfItsSpanAndTheKeyOfItsPartition() {
        Part part = part(-1, Status.NORMAL, Records.record(250, Records.json("a", 0.5)));
        outbox.write(List.of(part), Map.of());

        outbox.writePulses(part.lane);

        ProducerRecord<byte[], byte[]> pulse = producer.uncommittedRecords().get(1);
        assertThat(pulse.topic()).isEqualTo("pulse");
        assertThat(pulse.timestamp()).isEqualTo(1_200); // of 1,250
        assertThat(new String(pulse.key(), UTF_8)).isEqualTo("plant/3");
        assertThat(part.lane.pulses.isEmpty()).isTrue();
    }

    @Test
    void nothingCountsUntilItIsCommitted() {
        outbox.write(
                List.of(part(-1, Status.ANOMALY, Records.record(5, Records.json("a", 0.5)), Records.record(6, "?"))),
                Map.of());
        producer.commitTransactionException = new KafkaException("away");
        assertThatThrownBy(() -> outbox.commit()).hasMessage("away");
        assertThat(stats.counts().get("plant")).isEqualTo(new Counts(0, 0, 0, 0, 0, 0, Agreement.NONE));
        assertThat(outbox.isOpen()).isTrue();

        producer.commitTransactionException = null;
        outbox.commit();

        assertThat(stats.counts().get("plant")).isEqualTo(new Counts(1, 1, 1, 0, 0, 0, Agreement.NONE));
        assertThat(outbox.isOpen()).isFalse();
    }
}
