package io.oddity.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oddity.config.State.IfPositionLost;
import io.oddity.ingest.StartingPoint.Known;
import io.oddity.ingest.StartingPoint.PositionLost;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartingPointTest {
    private static final TopicPartition PARTITION = new TopicPartition("sensors", 3);
    private static final Uuid TOPIC = Uuid.fromString("AAAAAAAAAAAAAAAAAAAAAQ");
    private static final Uuid ANOTHER_TOPIC = Uuid.fromString("AAAAAAAAAAAAAAAAAAAAAg");
    private static final Map<String, String> PIPELINES = Map.of("a", "fa", "b", "fb");
    private static final long NOW = 1_000;

    private static final StateId STATE_A = new StateId("fa", 7);
    private static final StateId STATE_B = new StateId("fb", 7);

    private static String bookmark(Uuid topic, StateId a, long fromA, StateId b, long fromB) {
        return new Bookmark(topic, Map.of("a", new Bookmark.Entry(a, fromA), "b", new Bookmark.Entry(b, fromB)))
                .encode();
    }

    private static Known known(Long committed, String metadata, long beginning, long end, boolean hasSavedState) {
        return new Known(PARTITION, committed, metadata, beginning, end, TOPIC, hasSavedState);
    }

    private static StartingPoint decide(Known known, IfPositionLost policy) {
        return StartingPoint.of(known, PIPELINES, policy, NOW);
    }

    @Test
    void aPartitionNeverSeenStartsAtItsBeginningWithNewState() {
        StartingPoint start = decide(known(null, "", 40, 100, false), IfPositionLost.REFUSE);

        assertThat(start.readFrom()).isEqualTo(40);
        assertThat(start.committed()).isEqualTo(-1);
        assertThat(start.lanes().get("a").stateId()).isEqualTo(new StateId("fa", NOW));
        assertThat(start.isNew()).isEmpty();
    }

    @Test
    void goesOnWithTheStateThatTheBookmarkNames() {
        StartingPoint start =
                decide(known(90L, bookmark(TOPIC, STATE_A, 80, STATE_B, 70), 0, 100, true), IfPositionLost.REFUSE);

        assertThat(start.committed()).isEqualTo(90);
        assertThat(start.readFrom()).isEqualTo(70);
        assertThat(start.lanes())
                .isEqualTo(Map.of("a", new Bookmark.Entry(STATE_A, 80), "b", new Bookmark.Entry(STATE_B, 70)));
    }

    @Test
    void aChangedConfigurationBeginsNewStateAtThePositionAndLeavesTheOtherPipelineAlone() {
        StartingPoint start = decide(
                known(90L, bookmark(TOPIC, new StateId("old", 7), 10, STATE_B, 70), 60, 100, true),
                IfPositionLost.REFUSE);

        assertThat(start.lanes().get("a")).isEqualTo(new Bookmark.Entry(new StateId("fa", NOW), 90));
        assertThat(start.lanes().get("b")).isEqualTo(new Bookmark.Entry(STATE_B, 70));
        assertThat(start.isNew()).containsOnlyKeys("a");
    }

    @Test
    void aPositionThatAnOperatorSetBeginsNewState() {
        StartingPoint start = decide(known(50L, "", 0, 100, true), IfPositionLost.REFUSE);

        assertThat(start.readFrom()).isEqualTo(50);
        assertThat(start.lanes().get("a").stateId()).isEqualTo(new StateId("fa", NOW));
        assertThat(start.isNew()).containsOnlyKeys("a", "b");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "the group's offsets expired,       ,   0,  100, true,  same",
        "created again,                     90,   0,  100, true,  another",
        "behind the topic's end,            150,  0,  100, true,  same",
        "retention is shorter,              90,  75,  100, true,  same",
    })
    void whatIsLostIsSaidAndNotGuessed(
            String why, Long committed, long beginning, long end, boolean hasSavedState, String topic) {
        Uuid bookmarked = topic.equals("same") ? TOPIC : ANOTHER_TOPIC;
        String metadata = committed == null ? "" : bookmark(bookmarked, STATE_A, 80, STATE_B, 70);
        Known known = known(committed, metadata, beginning, end, hasSavedState);

        assertThatThrownBy(() -> decide(known, IfPositionLost.REFUSE))
                .isInstanceOf(PositionLost.class)
                .hasMessageStartingWith("sensors-3: ")
                .hasMessageContaining(why)
                .hasMessageContaining("state.if_position_lost");
        assertThat(decide(known, IfPositionLost.EARLIEST).readFrom()).isEqualTo(beginning);
        assertThat(decide(known, IfPositionLost.LATEST).readFrom()).isEqualTo(end);
        assertThat(decide(known, IfPositionLost.LATEST).lanes().get("a").stateId())
                .isEqualTo(new StateId("fa", NOW));
    }

    @Test
    void recordsThatOnlyAReplacedConfigurationNeedsMayBeGone() {
        StartingPoint start = decide(
                known(90L, bookmark(TOPIC, new StateId("old", 7), 10, STATE_B, 85), 80, 100, true),
                IfPositionLost.REFUSE);

        assertThat(start.readFrom()).isEqualTo(85);
    }

    @Test
    void aBookmarkIsReadAsItWasWritten() {
        String text = bookmark(TOPIC, STATE_A, 80, STATE_B, 70);

        assertThat(text).isEqualTo("oddity1 AAAAAAAAAAAAAAAAAAAAAQ a=fa.7:80 b=fb.7:70");
        assertThat(Bookmark.decode(text).orElseThrow().encode()).isEqualTo(text);
        assertThat(Bookmark.decode("somebody else's note")).isEmpty();
        assertThat(Bookmark.decode("")).isEmpty();
    }
}
