package io.oddity.detect.auto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class OnsetsTest {
    private static final long FIVE_MINUTES = 5 * 60_000_000L;

    private final Onsets onsets = new Onsets();
    private final int slot = onsets.open();
    private long now;

    @Test
    void anEpisodeIsNewsOnceAndAgainWhenClearlyOdder() {
        assertThat(isNews(0.6)).isTrue();
        assertThat(isNews(0.6)).isFalse();
        assertThat(isNews(0.601)).isFalse();
        assertThat(isNews(0.9)).isTrue();
        assertThat(isNews(0.8)).isFalse();
    }

    @Test
    void theSameIsNewsAgainAfterEightQuietHours() {
        assertThat(isNews(0.6)).isTrue();
        for (int i = 0; i < 8 * 12; i++) {
            isNews(0.1);
        }

        assertThat(isNews(0.6)).isTrue();
    }

    @Test
    void aFaultThatStaysIsOneEpisode() {
        assertThat(isNews(0.6)).isTrue();
        for (int i = 0; i < 1_000; i++) {
            assertThat(isNews(0.6)).isFalse();
        }
    }

    @Test
    void goesOnFromASnapshot() {
        isNews(0.6);
        ByteBuffer state = ByteBuffer.allocate(onsets.snapshotBytes());
        onsets.save(slot, state);
        Onsets other = new Onsets();
        int copy = other.open();
        other.load(copy, state.flip());

        assertThat(other.isNews(copy, 0.6, now)).isFalse();
        assertThat(other.isNews(copy, 0.9, now)).isTrue();
    }

    private boolean isNews(double score) {
        now += FIVE_MINUTES;
        return onsets.isNews(slot, score, now);
    }
}
