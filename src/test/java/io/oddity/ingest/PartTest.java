package io.oddity.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.config.Config;
import io.oddity.model.Readings;
import io.oddity.model.Status;
import io.oddity.pipeline.Judged;
import io.oddity.pipeline.Sharding;
import io.oddity.testing.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PartTest {
    private static final int SHARDS = 4;

    private final Config config = Records.config(SHARDS);

    private Part part(List<ConsumerRecord<byte[], byte[]>> records) {
        return new Part(Records.lane(config, -1), records, SHARDS);
    }

    private static void answer(Part part, int shard) {
        Readings readings = part.readings(shard);
        if (readings != null) {
            Judged judged = new Judged(Rows.verdicts(readings, 0, Status.NORMAL), List.of(), Long.MAX_VALUE, 0);
            part.answer(shard, Records.scored(judged));
        }
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void verdictsAreInOffsetOrderAgainWhateverShardTheyComeFrom(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        List<Long> readings = new ArrayList<>();
        List<Long> rejected = new ArrayList<>();
        for (long offset = 0; offset < 500; offset += random.nextInt(1, 4)) {
            boolean isReading = random.nextInt(10) > 0;
            (isReading ? readings : rejected).add(offset);
            records.add(Records.record(offset, isReading ? Records.json("s" + random.nextInt(30), 0.5) : "{}"));
        }
        Part part = part(records);

        for (int shard = SHARDS - 1; shard >= 0; shard--) {
            answer(part, shard);
        }

        List<Long> judged = new ArrayList<>();
        part.forEachVerdict((answer, row) ->
                judged.add(answer.judged().verdicts().readings().offset(row)));
        assertThat(judged).isEqualTo(readings);
        assertThat(part.rejected()).extracting(one -> one.record().offset()).isEqualTo(rejected);
    }

    @Test
    void eachShardGetsTheReadingsOfItsSensorsAlone() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            records.add(Records.record(i, Records.json("s" + i % 20, i)));
        }
        Part part = part(records);

        int total = 0;
        for (int shard = 0; shard < SHARDS; shard++) {
            Readings own = part.readings(shard);
            for (int row = 0; row < own.size(); row++) {
                assertThat(Sharding.shardOf(own.sensorId(row), SHARDS)).isEqualTo(shard);
                assertThat(own.value(row, 0)).isEqualTo((double) own.offset(row));
            }
            total += own.size();
        }
        assertThat(total).isEqualTo(100);
    }

    @Test
    void readingsKnowTheirPipelineAssignmentAndPartition() {
        Part part = part(List.of(Records.record(5, Records.json("a", 1))));

        Readings readings = part.readings(Sharding.shardOf("a", SHARDS));

        assertThat(readings.pipeline()).isEqualTo("plant");
        assertThat(readings.assignment()).isEqualTo(part.lane.assignment.id);
        assertThat(readings.partition()).isEqualTo(3);
        assertThat(readings.recordTimeMillis(0)).isEqualTo(1_005);
    }

    @Test
    void aShardWithoutReadingsIsNotAsked() {
        Part part = part(List.of(Records.record(5, Records.json("a", 1)), Records.record(6, "?")));

        for (int shard = 0; shard < SHARDS; shard++) {
            assertThat(part.readings(shard) != null).isEqualTo(shard == Sharding.shardOf("a", SHARDS));
            assertThat(part.answer(shard)).isNull();
        }
    }

    @Test
    void aRecordFromBeforeTimestampsIsOfTheYear1970() {
        Part part = part(List.of(Records.record(5, -1, Records.json("a", 1).getBytes(UTF_8))));

        assertThat(part.readings(Sharding.shardOf("a", SHARDS)).recordTimeMillis(0))
                .isZero();
    }

    @Test
    void saysWhyARecordIsNoReading() {
        Part part = part(List.of(Records.record(5, "{\"id\":\"a\"}")));

        assertThat(part.rejected()).extracting(Part.Rejected::cause).containsExactly("none of the channels is present");
    }
}
