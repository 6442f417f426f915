package io.oddity.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oddity.bus.Bus;
import io.oddity.bus.IngestReport.Agreement;
import io.oddity.bus.IngestReport.Counts;
import io.oddity.bus.ShardCommand;
import io.oddity.config.Config;
import io.oddity.feedback.Anomaly;
import io.oddity.feedback.Judgement;
import io.oddity.feedback.Judgements;
import io.oddity.model.Snapshot;
import io.oddity.score.ScoringVerticle;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(VertxExtension.class)
@Timeout(60)
class SessionTest {
    private static final int SHARDS = 2;
    private static final String STATE = "oddity-oddity-state";

    private final Config config = Records.config(SHARDS);
    private Vertx vertx;

    @BeforeEach
    void open(Vertx vertx) {
        this.vertx = vertx;
        Bus.open(vertx);
    }

    private void deployShards() throws Exception {
        for (int shard = 0; shard < SHARDS; shard++) {
            vertx.deployVerticle(new ScoringVerticle(shard, List.of(Records.spec())))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        }
    }

    /** Readings of several sensors in turn, so that each shard has some. */
    private static List<ConsumerRecord<byte[], byte[]>> readings(int from, int to) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int offset = from; offset < to; offset++) {
            records.add(Records.record(offset, Records.json("s" + offset % 5, offset % 11 / 11.0)));
        }
        return records;
    }

    private static List<String> values(List<ProducerRecord<byte[], byte[]>> records) {
        return records.stream().map(record -> new String(record.value(), UTF_8)).toList();
    }

    @Test
    void everyReadingGetsAVerdictAndThePositionComesWithIt() throws Exception {
        deployShards();
        try (Ingest ingest = new Ingest(vertx, config)) {
            ingest.assign(Records.PARTITION);

            ingest.feed(readings(0, 40));
            ingest.finishWhatIsInFlight();

            List<String> verdicts = values(ingest.committed("scored"));
            assertThat(verdicts).hasSize(40);
            for (int i = 0; i < 40; i++) {
                assertThat(verdicts.get(i)).endsWith("\"offset\":" + i + "}");
            }
            assertThat(ingest.position().offset()).isEqualTo(40);
            assertThat(ingest.stats.counts().get("plant").readings()).isEqualTo(40);
            assertThat(ingest.session.partitions()).containsExactly("sensors-3");
        }
    }

    /** On the only reading of its kind that is an anomaly: 10 of 11, by sensor s0. */
    private static Judgements dismissed() {
        Anomaly anomaly = new Anomaly("plant", "main", 3, 10, false, "s0", "score", 0.9, 0.7, false, 10);
        return new Judgements(
                List.of(new Judgement(7, anomaly, Judgement.Verdict.FALSE_ALARM, Long.MAX_VALUE, null, null)));
    }

    private static long heard(OffsetAndMetadata position) {
        return Bookmark.decode(position.metadata())
                .orElseThrow()
                .lanes()
                .get("plant")
                .heard();
    }

    /** A poll that is still with the shards when another is committed must not be claimed by that. */
    @Test
    void feedbackIsNotedWithTheFirstPollThatWasJudgedByItAndNotBefore() throws Exception {
        deployShards();
        try (Ingest ingest = new Ingest(vertx, config)) {
            ingest.assign(Records.PARTITION);
            ingest.feed(readings(0, 10));
            ingest.feed(readings(10, 20));
            ingest.waitSeconds(1); // so that the next round commits with a poll in flight
            ingest.said = dismissed();
            ingest.feed(readings(20, 30));

            assertThat(ingest.position().offset()).isEqualTo(20);
            assertThat(heard(ingest.position())).isZero();

            ingest.finishWhatIsInFlight();
            assertThat(ingest.position().offset()).isEqualTo(30);
            assertThat(heard(ingest.position())).isEqualTo(8);
            assertThat(values(ingest.committed("scored")))
                    .filteredOn(verdict -> verdict.contains("\"corrected_by\":7"))
                    .hasSize(2) // s0 at 20 and 25
                    .allMatch(verdict -> verdict.contains("\"threshold\":0.9083"));
        }
    }

    @Test
    void feedbackIsFollowedWhereAReplayEndsAlsoInTheMiddleOfAPoll() throws Exception {
        deployShards();
        Map<TopicPartition, OffsetAndMetadata> committed =
                Map.of(Records.PARTITION, new OffsetAndMetadata(30, bookmark(10)));
        List<ProducerRecord<byte[], byte[]>> born =
                List.of(new StateTopic(STATE, "plant", Records.STATE).encode(3, Snapshot.born("s0", 10)));
        try (Ingest ingest = new Ingest(vertx, config, committed, born)) {
            ingest.said = dismissed();
            ingest.assign(Records.PARTITION);

            ingest.feed(readings(10, 40));
            ingest.finishWhatIsInFlight();

            assertThat(heard(ingest.position())).isEqualTo(8);
            assertThat(values(ingest.committed("scored")))
                    .hasSize(10)
                    .filteredOn(verdict -> verdict.contains("\"s0\""))
                    .allMatch(verdict -> verdict.contains("\"corrected_by\":7"))
                    .hasSize(2);
        }
    }

    /** The group began a newer generation each time, so a position for the one that is known would be refused. */
    @Test
    void nothingIsCommittedBetweenJoiningAndJoiningOnceMore() throws Exception {
        deployShards();
        try (Ingest ingest = new Ingest(vertx, config)) {
            ingest.assign(Records.PARTITION);
            ingest.feed(readings(0, 10));

            ingest.session.begins();
            assertThat(ingest.position().offset()).isEqualTo(10);
            ingest.feed(readings(10, 20));
            ingest.session.begins();
            ingest.finishWhatIsInFlight();
            assertThat(ingest.position().offset()).isEqualTo(10);

            ingest.session.ends();
            ingest.finishWhatIsInFlight();
            assertThat(ingest.position().offset()).isEqualTo(20);
        }
    }

    @Test
    void aNewcomerHasJoinedWhenItHasSomethingToDoOrNobodyHasAnythingForIt() {
        try (Ingest ingest = new Ingest(vertx, config)) {
            assertThat(ingest.session.hasJoined()).isFalse();

            ingest.session.onPartitionsAssigned(List.of());
            assertThat(ingest.session.hasJoined()).isFalse();

            ingest.waitSeconds(4);
            assertThat(ingest.session.hasJoined()).isTrue();
        }
    }

    @Test
    void whatIsNoReadingMovesThePositionToo() throws Exception {
        deployShards();
        try (Ingest ingest = new Ingest(vertx, config)) {
            ingest.assign(Records.PARTITION);

            ingest.feed(List.of(Records.record(0, "?"), Records.record(7, "{}")));
            ingest.finishWhatIsInFlight();

            assertThat(ingest.committed("sensors.dlq")).hasSize(2);
            assertThat(ingest.position().offset()).isEqualTo(8);
            assertThat(ingest.stats.counts().get("plant")).isEqualTo(new Counts(0, 0, 2, 0, 0, 0, Agreement.NONE));
        }
    }

    /** A shard saves one sensor, or 16 bytes a reading; here one, so that the other, whose birth is saved, is to be replayed. */
    @Test
    void aPositionSaysWhereAReplayHasToBegin() throws Exception {
        Config oneShard = Records.config(1);
        vertx.deployVerticle(new ScoringVerticle(0, List.of(Records.spec())))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        try (Ingest ingest = new Ingest(vertx, oneShard)) {
            ingest.assign(Records.PARTITION);

            ingest.feed(List.of(
                    Records.record(10, Records.json("a", 0.1)),
                    Records.record(12, Records.json("b", 0.1)),
                    Records.record(13, Records.json("a", 0.1))));
            ingest.finishWhatIsInFlight();

            assertThat(ingest.committed(STATE)).hasSize(2);
            assertThat(ingest.position().offset()).isEqualTo(14);
            Bookmark bookmark = Bookmark.decode(ingest.position().metadata()).orElseThrow();
            assertThat(bookmark.topicId()).isEqualTo(Records.TOPIC_ID);
            assertThat(bookmark.lanes().get("plant").replayFrom()).isEqualTo(12);
        }
    }

    @Test
    void commitsOnlyAfterEveryShardHasAnswered() throws Exception {
        BlockingQueue<Runnable> held = new ArrayBlockingQueue<>(10);
        CompletableFuture<Void> quickAnswered = new CompletableFuture<>();
        ScoringVerticle quick = new ScoringVerticle(0, List.of(Records.spec()));
        ScoringVerticle slow = new ScoringVerticle(1, List.of(Records.spec()));
        vertx.eventBus().<ShardCommand>localConsumer(Bus.shard(0), message -> {
            message.reply(quick.answer(message.body()));
            if (message.body() instanceof ShardCommand.Judge) {
                quickAnswered.complete(null);
            }
        });
        vertx.eventBus().<ShardCommand>localConsumer(Bus.shard(1), message -> {
            if (message.body() instanceof ShardCommand.Judge) {
                held.add(() -> message.reply(slow.answer(message.body())));
            } else {
                message.reply(slow.answer(message.body()));
            }
        });
        try (Ingest ingest = new Ingest(vertx, config)) {
            ingest.assign(Records.PARTITION);
            ingest.feed(readings(0, 40));
            CompletableFuture<Void> rounds = CompletableFuture.runAsync(ingest::finishWhatIsInFlight);

            quickAnswered.get(10, TimeUnit.SECONDS);
            Runnable answer = held.poll(10, TimeUnit.SECONDS);
            assertThat(rounds).isNotDone();
            assertThat(ingest.producer.commitCount()).isZero();
            assertThat(ingest.producer.uncommittedRecords()).isEmpty();

            answer.run();
            rounds.get(10, TimeUnit.SECONDS);
            assertThat(ingest.committed("scored")).hasSize(40);
        }
    }

    @Test
    void aShardThatFailsEndsTheSessionAndNothingCounts() throws Exception {
        deployShards();
        Ingest ingest = new Ingest(vertx, config);
        ingest.assign(Records.PARTITION);
        ingest.feed(readings(0, 40));
        ingest.finishWhatIsInFlight();
        vertx.deploymentIDs().forEach(id -> vertx.undeploy(id)
                .toCompletionStage()
                .toCompletableFuture()
                .join());

        ingest.feed(readings(40, 80));
        assertThatThrownBy(ingest::finishWhatIsInFlight)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("oddity.shard.");
        ingest.close();

        assertThat(ingest.committed("scored")).hasSize(40);
        assertThat(ingest.position().offset()).isEqualTo(40);
        assertThat(ingest.stats.counts().get("plant").readings()).isEqualTo(40);
    }

    @Test
    void aCommitThatFailsNeverHappened() throws Exception {
        deployShards();
        Ingest ingest = new Ingest(vertx, config);
        ingest.assign(Records.PARTITION);
        ingest.feed(readings(0, 40));
        ingest.producer.commitTransactionException = new KafkaException("fenced");

        assertThatThrownBy(ingest::finishWhatIsInFlight).hasMessage("fenced");
        ingest.close();

        assertThat(ingest.producer.history()).isEmpty();
        assertThat(ingest.position()).isNull();
        assertThat(ingest.stats.counts().get("plant").readings()).isZero();
        assertThat(ingest.stats.abortedTransactions()).isEqualTo(1);
        assertThat(ingest.producer.closed()).isTrue();
        assertThat(ingest.consumer.closed()).isTrue();
    }

    @Test
    void partitionsAreHandedOverOnlyWithTheirWorkCommitted() throws Exception {
        deployShards();
        try (Ingest ingest = new Ingest(vertx, config)) {
            ingest.assign(Records.PARTITION);
            ingest.feed(readings(0, 40));
            assertThat(ingest.position()).isNull();

            ingest.assign();

            assertThat(ingest.position().offset()).isEqualTo(40);
            assertThat(ingest.committed("scored")).hasSize(40);
            assertThat(ingest.committed("pulse")).isNotEmpty();
            assertThat(ingest.session.partitions()).isEmpty();
        }
    }

    @Test
    void handingOverLeavesThePartitionsThatStayAlone() throws Exception {
        TopicPartition staying = new TopicPartition("sensors", 4);
        deployShards();
        try (Ingest ingest = new Ingest(vertx, config)) {
            ingest.assign(Records.PARTITION, staying);
            ingest.feed(readings(0, 40));

            ingest.assign(staying);

            assertThat(ingest.session.partitions()).containsExactly("sensors-4");
        }
    }

    @Test
    void lostPartitionsEndTheSession() throws Exception {
        deployShards();
        Ingest ingest = new Ingest(vertx, config);
        ingest.assign(Records.PARTITION);
        ingest.feed(readings(0, 40));
        ingest.consumer.schedulePollTask(() -> ingest.session.onPartitionsLost(List.of(Records.PARTITION)));

        assertThatThrownBy(ingest.session::step)
                .isInstanceOf(KafkaException.class)
                .hasMessage("this process was taken for dead and lost its partitions");
        ingest.session.onPartitionsRevoked(List.of(Records.PARTITION));
        ingest.close();

        assertThat(ingest.producer.history()).isEmpty();
        assertThat(ingest.position()).isNull();
    }

    @Test
    void finishingCommitsWhatIsInFlightAndIsNoAbort() throws Exception {
        deployShards();
        Ingest ingest = new Ingest(vertx, config);
        ingest.assign(Records.PARTITION);
        ingest.feed(readings(0, 40));

        ingest.session.finish();
        ingest.close();

        assertThat(ingest.position().offset()).isEqualTo(40);
        assertThat(ingest.committed("pulse")).isNotEmpty();
        assertThat(ingest.stats.abortedTransactions()).isZero();
    }

    @Test
    void whileThePastIsReplayedThePositionStaysAndNothingIsWrittenTwice() throws Exception {
        deployShards();
        Map<TopicPartition, OffsetAndMetadata> committed =
                Map.of(Records.PARTITION, new OffsetAndMetadata(30, bookmark(10)));
        try (Ingest ingest = new Ingest(vertx, config, committed, List.of())) {
            ingest.assign(Records.PARTITION);
            assertThat(ingest.session.replaying()).isEqualTo(Map.of("sensors-3", 20L));

            ingest.feed(readings(10, 25));
            ingest.finishWhatIsInFlight();
            assertThat(ingest.position()).isNull();
            assertThat(ingest.committed("scored")).isEmpty();
            assertThat(ingest.session.replaying()).isEqualTo(Map.of("sensors-3", 5L));

            ingest.feed(readings(25, 40));
            ingest.finishWhatIsInFlight();
            assertThat(ingest.position().offset()).isEqualTo(40);
            assertThat(ingest.committed("scored")).hasSize(10);
            assertThat(ingest.session.replaying()).isEmpty();
        }
    }

    private static String bookmark(long replayFrom) {
        return new Bookmark(Records.TOPIC_ID, Map.of("plant", new Bookmark.Entry(Records.STATE, replayFrom))).encode();
    }

    private static List<ProducerRecord<byte[], byte[]>> savedState() {
        StateTopic topic = new StateTopic(STATE, "plant", Records.STATE);
        return List.of(topic.encode(3, new Snapshot("a", 500, new byte[304])));
    }

    @Test
    void savedStateWithoutAPositionIsRefusedWithWords() throws Exception {
        deployShards();
        try (Ingest expired = new Ingest(vertx, config, Map.of(), savedState())) {
            assertThatThrownBy(() -> expired.assign(Records.PARTITION))
                    .isInstanceOf(KafkaException.class)
                    .hasMessageStartingWith("sensors-3: there is saved state but no committed position")
                    .hasMessageContaining("state.if_position_lost");
        }
    }

    @Test
    void anInputThatHasGrownEndsAlsoASessionThatGetsNothingOfIt() throws Exception {
        deployShards();
        try (Ingest ingest = new Ingest(vertx, config)) {
            ingest.assign(Records.PARTITION);

            ingest.inputPartitions = 6;

            assertThatThrownBy(() -> ingest.session.onPartitionsAssigned(List.of()))
                    .isInstanceOf(KafkaException.class)
                    .hasMessageStartingWith("topic sensors has grown beyond the 5 partitions of topic scored")
                    .hasMessageContaining("kafka-topics --alter");
        }
    }

    @Test
    void aPositionThatAnOperatorSetLeavesOldStateAlone() throws Exception {
        deployShards();
        Map<TopicPartition, OffsetAndMetadata> reset = Map.of(Records.PARTITION, new OffsetAndMetadata(12));
        try (Ingest ingest = new Ingest(vertx, config, reset, savedState())) {
            ingest.assign(Records.PARTITION);

            ingest.feed(readings(12, 40));
            ingest.finishWhatIsInFlight();

            assertThat(ingest.committed("scored")).hasSize(28);
        }
    }

    /** The whole of exactly-once but for Kafka itself. */
    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void sessionsThatDieAnywhereWriteEveryVerdictOnce(long seed) throws Exception {
        deployShards();
        SplittableRandom random = new SplittableRandom(seed);
        List<ConsumerRecord<byte[], byte[]>> stream = new ArrayList<>();
        for (int offset = 0; offset < 1_000; offset++) {
            double temp = random.nextDouble(random.nextInt(8) == 0 ? 1 : 0.3);
            stream.add(Records.record(
                    offset, random.nextInt(20) == 0 ? "?" : Records.json("s" + random.nextInt(12), temp)));
        }
        Outcome expected = new Outcome();
        try (Ingest ingest = new Ingest(vertx, config)) {
            ingest.assign(Records.PARTITION);
            ingest.feed(stream);
            ingest.finishWhatIsInFlight();
            expected.take(ingest);
        }

        Outcome outcome = new Outcome();
        int lives = 0;
        while (outcome.next() < stream.size()) {
            lives++;
            try (Ingest ingest = new Ingest(vertx, config, outcome.positions, outcome.state)) {
                ingest.assign(Records.PARTITION);
                int from = outcome.replayFrom();
                for (int polls = random.nextInt(12); polls > 0 && from < stream.size(); polls--) {
                    int to = Math.min(stream.size(), from + random.nextInt(1, 50));
                    ingest.feed(stream.subList(from, to));
                    if (random.nextInt(3) == 0) {
                        ingest.session.step();
                    }
                    from = to;
                }
                outcome.take(ingest);
            }
        }

        assertThat(outcome.verdicts).isEqualTo(expected.verdicts);
        assertThat(outcome.deadLetters).isEqualTo(expected.deadLetters);
        assertThat(outcome.verdicts.size() + outcome.deadLetters.size()).isEqualTo(stream.size());
        assertThat(lives).isGreaterThan(3);
    }

    /** What sessions left in Kafka, one after the other. */
    private static final class Outcome {
        final List<String> verdicts = new ArrayList<>();
        final List<String> deadLetters = new ArrayList<>();
        final List<ProducerRecord<byte[], byte[]>> state = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> positions = Map.of();

        void take(Ingest ingest) {
            verdicts.addAll(values(ingest.committed("scored")));
            ingest.committed("sensors.dlq")
                    .forEach(letter -> deadLetters.add(new String(
                            letter.headers().lastHeader("oddity.offset").value(), UTF_8)));
            state.addAll(ingest.committed(STATE));
            if (ingest.position() != null) {
                positions = Map.of(Records.PARTITION, ingest.position());
            }
        }

        long next() {
            return positions.isEmpty() ? 0 : positions.get(Records.PARTITION).offset();
        }

        int replayFrom() {
            return positions.isEmpty()
                    ? 0
                    : (int) Bookmark.decode(positions.get(Records.PARTITION).metadata())
                            .orElseThrow()
                            .lanes()
                            .get("plant")
                            .replayFrom();
        }
    }
}
