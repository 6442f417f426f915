package io.oddity.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.oddity.model.Readings;
import io.oddity.model.Snapshot;
import io.oddity.model.Verdicts;
import io.oddity.model.Versions;
import io.oddity.pipeline.Judged;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.pipeline.Shard;
import io.oddity.testing.Specs;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * State as it was saved by releases that promised to read it again: format 1 without what is known of scores and episodes, format 2
 * without what is expected, format 3 with half-space trees by node. Where this fails, a running installation would lose what
 * it has learned: give the format a new number and go on reading this one.
 */
class SavedFormatTest {
    private static final int PARTITION = 3;
    private static final int SAVED_AFTER = 75;
    private static final int ALL = 150;

    private final StateTopic topic = new StateTopic("state", "plant", Records.STATE);

    private static Readings readings(int from, int to) {
        Readings.Builder readings = new Readings.Builder("plant", Versions.NONE, 1, PARTITION, 1, 1);
        SplittableRandom random = new SplittableRandom(1954);
        for (int offset = 0; offset < to; offset++) {
            double temp = random.nextInt(10) == 0 ? 0.95 : random.nextDouble(0.3);
            if (offset >= from) {
                readings.add("Ofen-Ü" + offset % 2, offset, offset, 1_000L * offset, new double[] {temp});
            }
        }
        return readings.build();
    }

    private static Judged judge(Shard shard, int from, int to) {
        return shard.judge(List.of(readings(from, to)), 1 << 20).get(0);
    }

    private static final PipelineSpec PLAIN = Records.spec();
    private static final PipelineSpec LOOKED_AFTER = Specs.lookedAfter(PLAIN, 0.9);

    /** What was saved, and by which pipeline. */
    static Stream<Arguments> read() {
        return Stream.concat(
                Stream.of(
                        arguments("format-1.txt", PLAIN),
                        arguments("health-1.txt", LOOKED_AFTER),
                        arguments("format-2.txt", PLAIN),
                        arguments("health-2.txt", LOOKED_AFTER),
                        arguments("format-3.txt", PLAIN),
                        arguments("health-3.txt", LOOKED_AFTER)),
                written());
    }

    private static Stream<Arguments> written() {
        return Stream.of(arguments("format-4.txt", PLAIN), arguments("health-4.txt", LOOKED_AFTER));
    }

    private static Shard shard(PipelineSpec spec, List<Snapshot> saved) {
        Shard shard = new Shard(List.of(spec));
        shard.restore("plant", 1, saved.isEmpty() ? 0 : SAVED_AFTER, saved);
        return shard;
    }

    private static List<String> golden(String file) throws IOException {
        try (InputStream in = SavedFormatTest.class.getResourceAsStream("/golden/state/" + file)) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }

    private Snapshot decode(String line) {
        List<byte[]> keyAndValue =
                Stream.of(line.split(" ")).map(Base64.getDecoder()::decode).toList();
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("state", PARTITION, 0, keyAndValue.get(0), keyAndValue.get(1));
        assertThat(topic.isMine(record)).isTrue();
        return topic.decode(record);
    }

    private String encode(Snapshot snapshot) {
        ProducerRecord<byte[], byte[]> record = topic.encode(PARTITION, snapshot);
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(record.key()) + " " + base64.encodeToString(record.value());
    }

    @ParameterizedTest
    @MethodSource("read")
    void whatWasSavedThenIsReadNow(String file, PipelineSpec spec) throws IOException {
        Shard uninterrupted = shard(spec, List.of());
        judge(uninterrupted, 0, SAVED_AFTER);
        Verdicts expected = judge(uninterrupted, SAVED_AFTER, ALL).verdicts();

        Shard restored = shard(spec, golden(file).stream().map(this::decode).toList());
        Verdicts actual = judge(restored, SAVED_AFTER, ALL).verdicts();

        assertThat(actual.scores()).isEqualTo(expected.scores());
        assertThat(actual.statuses()).isEqualTo(expected.statuses());
        assertThat(actual.findings()).isEqualTo(expected.findings());
        if (!file.endsWith("-1.txt")) {
            assertThat(actual.calibrated().p()).isEqualTo(expected.calibrated().p());
            assertThat(actual.calibrated().episodes())
                    .isEqualTo(expected.calibrated().episodes());
        }
    }

    @ParameterizedTest
    @MethodSource("written")
    void whatIsSavedNowIsWhatWasSavedThen(String file, PipelineSpec spec) throws IOException {
        List<Snapshot> saved = judge(shard(spec, List.of()), 0, SAVED_AFTER).snapshots();

        assertThat(saved.stream().map(this::encode)).containsExactlyElementsOf(golden(file));
    }

    @Test
    void stateFromBeforeHealthIsReadAndSoIsStateWithHealthWhereNobodyLooks() throws IOException {
        Shard uninterrupted = shard(PLAIN, List.of());
        judge(uninterrupted, 0, SAVED_AFTER);
        double[] expected = judge(uninterrupted, SAVED_AFTER, ALL).verdicts().scores();

        Shard looking = shard(
                LOOKED_AFTER, golden("format-1.txt").stream().map(this::decode).toList());
        Shard careless =
                shard(PLAIN, golden("health-1.txt").stream().map(this::decode).toList());

        assertThat(judge(looking, SAVED_AFTER, ALL).verdicts().scores()).isEqualTo(expected);
        assertThat(judge(careless, SAVED_AFTER, ALL).verdicts().scores()).isEqualTo(expected);
    }
}
