package io.oddity.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
    /** A clock that only moves when told to, or when someone parks. It does not start at zero, as nanoTime does not. */
    private long nowNanos = 1_000_000_007L;

    private final List<Long> parks = new ArrayList<>();

    private Pace pace(double perSecond) {
        return new Pace(perSecond, () -> nowNanos, nanos -> {
            parks.add(nanos);
            nowNanos += nanos;
        });
    }

    @Test
    void readingsAreEvenlySpacedFromTheFirst() {
        Pace pace = pace(4);

        for (int i = 0; i < 4; i++) {
            pace.awaitNext();
        }

        assertThat(parks).containsExactly(250_000_000L, 250_000_000L, 250_000_000L);
    }

    @Test
    void lateReadingIsCaughtUpWith() {
        Pace pace = pace(4);
        pace.awaitNext();
        nowNanos += 600_000_000L; // readings 1 and 2 were due at 250 and 500 ms, 3 is at 750

        for (int i = 0; i < 3; i++) {
            pace.awaitNext();
        }

        assertThat(parks).containsExactly(150_000_000L);
    }

    @Test
    void thousandThirdsDoNotDrift() {
        Pace pace = pace(3);
        long startedNanos = nowNanos;

        for (int i = 0; i <= 3000; i++) {
            pace.awaitNext();
        }

        assertThat(nowNanos - startedNanos).isEqualTo(1_000_000_000_000L);
    }

    @Test
    void wakingEarlyWaitsForTheRest() {
        Pace pace = new Pace(1, () -> nowNanos, nanos -> nowNanos += (nanos + 1) / 2);
        long startedNanos = nowNanos;

        pace.awaitNext();
        pace.awaitNext();

        assertThat(nowNanos - startedNanos).isEqualTo(1_000_000_000L);
    }

    @Test
    void zeroIsFullSpeed() {
        Pace pace = pace(0);

        pace.awaitNext();
        pace.awaitNext();

        assertThat(parks).isEmpty();
    }

    @Test
    void rateThatIsNoneIsRefused() {
        for (double rate : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> pace(rate)).hasMessageStartingWith("--rate: ");
        }
    }
}
