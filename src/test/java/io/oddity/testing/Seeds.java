package io.oddity.testing;

import java.util.stream.LongStream;

/** Seeds for tests that state a property; {@code -Doddity.seed=<n>} replays one. */
public final class Seeds {
    private Seeds() {}

    /** For {@code @MethodSource("io.oddity.testing.Seeds#seeds")}. */
    public static LongStream seeds() {
        Long one = Long.getLong("oddity.seed");
        return one == null ? LongStream.of(1, 2, 42, 1954, 20_231_001) : LongStream.of(one);
    }
}
