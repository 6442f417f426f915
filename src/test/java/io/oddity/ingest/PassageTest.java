package io.oddity.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PassageTest {
    private final Passage passage = new Passage();

    @Test
    void nothingIsOldBeforeAnythingWasJudged() {
        assertThat(passage.ageNanos(7, 100)).isZero();
    }

    @Test
    void whatIsSavedHasNoAge() {
        passage.mark(10, 1);
        passage.mark(20, 2);

        assertThat(passage.ageNanos(20, 9)).isZero();
    }

    @Test
    void anAgeCountsFromTheLastMarkBeforeTheReading() {
        passage.mark(10, 100);
        passage.mark(20, 200);
        passage.mark(30, 300);

        assertThat(passage.ageNanos(20, 1_000)).isEqualTo(800);
        assertThat(passage.ageNanos(29, 1_000)).isEqualTo(800);
    }

    @Test
    void aReadingThatIsYetToComeIsNotOldBecauseNothingCameForLong() {
        passage.mark(10, 100);
        passage.mark(10, 900);
        passage.mark(11, 1_000);

        assertThat(passage.ageNanos(10, 1_000)).isEqualTo(100);
    }

    @Test
    void whatIsReplayedIsAsOldAsTheReplay() {
        passage.mark(50, 100);
        passage.mark(60, 200);

        assertThat(passage.ageNanos(3, 300)).isEqualTo(200);
    }
}
