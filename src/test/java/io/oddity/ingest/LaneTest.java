package io.oddity.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.config.Config;
import io.oddity.model.Moment;
import io.oddity.model.Versions;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which versions of trained models judge which offsets, now and after a restart. */
class LaneTest {
    private final Config config = Records.config(2);
    private final Lane lane = Records.lane(config, 0);

    private static Versions version(String version) {
        return new Versions(Map.of("forest", version));
    }

    @Test
    void aVersionJudgesFromItsOffsetOn() {
        lane.use(version("1"), 0);
        lane.use(version("1"), 40);
        lane.use(version("2"), 100);

        assertThat(lane.versionsAt(99)).isEqualTo(version("1"));
        assertThat(lane.versionsAt(100)).isEqualTo(version("2"));
        assertThat(lane.nextChange(0)).isEqualTo(100);
        assertThat(lane.nextChange(100)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aPipelineWithoutTrainedModelsHasNoVersions() {
        lane.use(Versions.NONE, 0);

        assertThat(lane.versionsAt(7)).isEqualTo(Versions.NONE);
        assertThat(lane.bookmark(8).versions()).isEmpty();
    }

    @Test
    void thePositionSaysWhichVersionsAReplayNeedsAndNoMore() {
        lane.use(version("1"), 0);
        lane.use(version("2"), 100);
        lane.use(version("3"), 200);
        lane.replayFrom(0, 150, Moment.START);

        assertThat(lane.bookmark(300).versions())
                .isEqualTo(new TreeMap<>(Map.of(100L, version("2"), 200L, version("3"))));
    }

    @Test
    void aPositionIsReadAsItWasWritten() {
        TreeMap<Long, Versions> versions =
                new TreeMap<>(Map.of(100L, new Versions(Map.of("forest", "2", "net.v2", "17")), 200L, Versions.NONE));
        Bookmark bookmark = new Bookmark(
                Records.TOPIC_ID,
                Map.of(
                        "plant", new Bookmark.Entry(Records.STATE, 150, new Moment(1_700_000_000_000L, 42), versions),
                        "plant~second", new Bookmark.Entry(Records.STATE, 7)));

        assertThat(Bookmark.decode(bookmark.encode())).contains(bookmark);
    }
}
