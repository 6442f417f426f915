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
        calm(8);
        assertThat(isNews(0.9)).isTrue();
        assertThat(isNews(0.8)).isFalse();
    }

    /** As where a jump is seen on its way. */
    @Test
    void anAlarmThatGoesOnRisingIsOne() {
        calm(3);
        assertThat(isNews(0.6)).isTrue();
        calm(3);
        for (double score = 0.65; score < 0.99; score += 0.02) {
            assertThat(isNews(score)).isFalse();
        }
        calm(8);
        assertThat(isNews(0.995)).isTrue();
    }

    /** Whoever asks for another threshold later wants to know. */
    @Test
    void whatRisesBelowTheThresholdIsNewsEachTime() {
        for (double score = 0.1; score < 0.5; score += 0.05) {
            assertThat(isNews(score)).isTrue();
        }
        assertThat(isNews(0.6)).isTrue();
    }

    @Test
    void whatIsHardlyAboveTheThresholdIsNoneByItself() {
        calm(3);

        assertThat(isNews(0.506)).isFalse();
        calm(8 * 12);
        assertThat(isNews(0.507)).isTrue();
    }

    @Test
    void theSameIsNewsAgainAfterEightQuietHours() {
        assertThat(isNews(0.6)).isTrue();
        calm(8 * 12);

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

        assertThat(other.isNews(copy, 0.6, 0.5, now)).isFalse();
        assertThat(other.isNews(copy, 0.9, 0.5, now)).isFalse();
        for (int i = 0; i < 8; i++) {
            other.isNews(copy, 0.1, 0.5, now);
        }
        assertThat(other.isNews(copy, 0.95, 0.5, now)).isTrue();
    }

    private boolean isNews(double score) {
        now += FIVE_MINUTES;
        return onsets.isNews(slot, score, 0.5, now);
    }

    private void calm(int readings) {
        for (int i = 0; i < readings; i++) {
            isNews(0.01);
        }
    }
}
