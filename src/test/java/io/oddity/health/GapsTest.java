package io.oddity.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GapsTest {
    private static final long DAY_MILLIS = 86_400_000;

    /** So many different times at most have to be looked at, and none before it has come. */
    @Test
    void aSensorIsSilentWithTheFirstStepAfterItsLimit() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            long heard = random.nextLong(1_000 * DAY_MILLIS, 2_000 * DAY_MILLIS);
            float longest = (float) Math.exp(random.nextDouble(0, 12));
            long[] s = {heard, 0, Habit.learn(0, longest, false)};
            long limit = (long) (Gaps.limit(s, 0) * 1_000);

            long at = Gaps.silentAtMillis(s, 0, 1_000);

            long step = Math.max(1_000, Long.highestOneBit(limit / 16_000) * 1_000);
            assertThat(at - heard - limit).isBetween(0L, step - 1);
            assertThat(at % step).isZero();
        }
    }
}
