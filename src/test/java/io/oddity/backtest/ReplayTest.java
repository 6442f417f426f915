package io.oddity.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.backtest.metrics.Series;
import io.oddity.codec.RecordDecoder;
import io.oddity.codec.VerdictEncoder;
import io.oddity.config.Pipeline;
import io.oddity.model.Readings;
import io.oddity.model.Verdicts;
import io.oddity.model.Versions;
import io.oddity.pipeline.PipelineSpec;
import io.oddity.pipeline.Shard;
import io.oddity.testing.Configs;
import io.oddity.testing.Specs;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayTest {
    private static final PipelineSpec SPEC = Specs.halfSpaceTrees("plant", 10, "temp");
    private static final Pipeline PIPELINE =
            Configs.pipeline("sensor_id: sensor", "channels: [{ name: temp, range: [0, 1] }]");

    /** Two stretches of records, some of which are no readings. */
    private record Records(List<List<String>> stretches) implements Data {
        static Records random(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            List<List<String>> stretches = new ArrayList<>();
            for (int stretch = 0; stretch < 2; stretch++) {
                List<String> records = new ArrayList<>();
                for (int i = 0; i < 400; i++) {
                    records.add(
                            random.nextInt(20) == 0
                                    ? "no reading"
                                    : "{\"sensor\":\"s" + random.nextInt(9) + "\",\"temp\":" + random.nextDouble()
                                            + "}");
                }
                stretches.add(records);
            }
            return new Records(stretches);
        }

        @Override
        public void read(Replay replay) throws BacktestException {
            for (int partition = 0; partition < stretches.size(); partition++) {
                replay.begin(new Stretch(partition, "sensors-" + partition));
                for (int i = 0; i < stretches.get(partition).size(); i++) {
                    byte[] value = stretches.get(partition).get(i).getBytes(StandardCharsets.UTF_8);
                    replay.add(2L * i, null, value, i * 1_000L, new Note("t" + i, i % 7 == 0));
                }
                replay.end();
            }
        }

        @Override
        public String description() {
            return "records";
        }
    }

    private static Outcome judge(Data data, int shards, int batchRows) throws BacktestException {
        return judge(data, SPEC, shards, batchRows);
    }

    private static Outcome judge(Data data, PipelineSpec spec, int shards, int batchRows) throws BacktestException {
        return new Backtest(PIPELINE, spec, Versions.NONE, shards, batchRows, Labels.none(), 0, false, Optional.empty())
                .judge(data);
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void theDigestDependsOnNeitherBatchesNorShards(long seed) throws BacktestException {
        Records records = Records.random(seed);

        String digest = judge(records, 1, 5_000).digest();

        assertThat(judge(records, 1, 1).digest()).isEqualTo(digest);
        assertThat(judge(records, 4, 5_000).digest()).isEqualTo(digest);
        assertThat(judge(records, 4, 7).digest()).isEqualTo(digest);
        assertThat(judge(Records.random(seed + 1), 1, 5_000).digest()).isNotEqualTo(digest);
    }

    /** One shard, one batch, no replay: what stands in the topic, hashed line by line. */
    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void theDigestIsThatOfTheVerdictsLines(long seed) throws Exception {
        Records records = Records.random(seed);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int partition = 0; partition < 2; partition++) {
            Readings.Builder readings = new Readings.Builder("plant", partition, partition, 1);
            RecordDecoder decoder = new RecordDecoder(PIPELINE);
            List<String> values = records.stretches.get(partition);
            for (int i = 0; i < values.size(); i++) {
                if (decoder.decode(null, values.get(i).getBytes(StandardCharsets.UTF_8), i * 1_000L)) {
                    readings.add(decoder.sensorId(), 2L * i, 0, decoder.eventTimeMicros(), decoder.values());
                }
            }
            Shard shard = new Shard(List.of(SPEC));
            shard.restore("plant", partition, 0, List.of());
            Verdicts verdicts = shard.judge(readings.build(), 0).verdicts();
            for (int row = 0; row < verdicts.statuses().length; row++) {
                digest.update(new VerdictEncoder(SPEC).encode(verdicts, row));
                digest.update((byte) '\n');
            }
        }

        assertThat(judge(records, 4, 5_000).digest()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void notesStayWithTheirRecords() throws BacktestException {
        Records records = Records.random(42);

        Outcome outcome = judge(records, 4, 64);

        List<String> all = records.stretches.stream().flatMap(List::stream).toList();
        long rejected = all.stream().filter("no reading"::equals).count();
        assertThat(outcome.rejected().count()).isEqualTo(rejected).isPositive();
        assertThat(outcome.rejected().first()).startsWith("sensors-0, offset ").contains("not JSON");
        assertThat(outcome.readings()).isEqualTo(all.size() - rejected);
        long labelled = 0;
        for (Series series : outcome.series()) {
            for (int i = 0; i < series.size(); i++) {
                boolean isSeventh = series.timeMicros(i) / 1_000_000 % 7 == 0;
                assertThat(series.isLabelled(i)).isEqualTo(isSeventh);
                labelled += isSeventh ? 1 : 0;
            }
        }
        assertThat(outcome.quality().labelled()).isEqualTo(labelled);
    }

    /** Nine sensors that all stop but one. */
    @Test
    void silencesAreTheSameWhateverTheShards() throws BacktestException {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            records.add("{\"sensor\":\"s" + (i < 1_500 ? i % 9 : 0) + "\",\"temp\":" + i % 97 / 97.0 + "}");
        }
        Records stopping = new Records(List.of(records));
        PipelineSpec spec = Specs.lookedAfter(SPEC, 2);

        Outcome one = judge(stopping, spec, 1, 5_000);
        Outcome many = judge(stopping, spec, 4, 7);

        assertThat(one.silences().count()).isEqualTo(8);
        assertThat(one.silences().first()).startsWith("s6, noticed at offset ");
        assertThat(many.silences()).isEqualTo(one.silences());
        assertThat(many.kinds()).isEqualTo(one.kinds());
        assertThat(many.digest()).isEqualTo(one.digest());
    }

    @Test
    void aSensorOfTwoStretchesIsTwoSensors() throws BacktestException {
        Outcome outcome = judge(Records.random(42), 2, 64);

        assertThat(outcome.series()).hasSize(18).extracting(Series::name).contains("s1", "s1 (sensors-1)");
    }
}
