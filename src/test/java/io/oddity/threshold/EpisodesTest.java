package io.oddity.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.oddity.model.Episode;
import io.oddity.model.Episode.State;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class EpisodesTest {
    private final Episodes episodes = new Episodes();
    private final int slot = episodes.open();
    private long offset = 100;

    /** A reading a second. */
    private Episode reading(boolean isAnomaly) {
        return episodes.add(slot, isAnomaly, offset, 1_000_000 * offset++);
    }

    private Episode calm(int readings) {
        Episode last = null;
        for (int i = 0; i < readings; i++) {
            last = reading(false);
        }
        return last;
    }

    @Test
    void calmReadingsBelongToNone() {
        assertThat(calm(100)).isNull();
    }

    @Test
    void anAnomalyOpensOneAndCalmClosesIt() {
        assertThat(reading(true)).isEqualTo(new Episode(100, State.OPENED, 100_000_000, 1));

        assertThat(calm(Episodes.CALM - 1)).isEqualTo(new Episode(100, State.OPEN, 100_000_000, 1));
        assertThat(calm(1)).isEqualTo(new Episode(100, State.CLOSED, 100_000_000, 1));
        assertThat(calm(1)).isNull();
    }

    @Test
    void aFaultThatLastsIsOne() {
        reading(true);
        for (int i = 0; i < 10_000; i++) {
            assertThat(reading(i % Episodes.CALM == 0).state()).isEqualTo(State.OPEN);
        }

        assertThat(reading(true).anomalies()).isEqualTo(2 + (10_000 + Episodes.CALM - 1) / Episodes.CALM);
        assertThat(calm(Episodes.CALM).state()).isEqualTo(State.CLOSED);
    }

    @Test
    void theNextOneHasANameOfItsOwn() {
        reading(true);
        calm(Episodes.CALM);

        assertThat(reading(true).offset()).isEqualTo(100 + Episodes.CALM + 1);
    }

    @Test
    void oneAtTheFirstOffsetIsOneToo() {
        assertThat(episodes.add(slot, true, 0, 0)).isEqualTo(new Episode(0, State.OPENED, 0, 1));
        assertThat(episodes.add(slot, true, 1, 5)).isEqualTo(new Episode(0, State.OPEN, 0, 2));
    }

    @Test
    void goesOnWhereItWasSaved() {
        reading(true);
        calm(7);
        ByteBuffer saved = ByteBuffer.allocate(episodes.snapshotBytes(slot));
        episodes.save(slot, saved);

        Episodes later = new Episodes();
        later.load(later.open(), saved.flip());

        assertThat(later.add(0, false, offset, 0)).isEqualTo(reading(false));
    }
}
