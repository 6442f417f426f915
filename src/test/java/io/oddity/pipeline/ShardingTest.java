package io.oddity.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShardingTest {
    /** Sensors that compete for the same room: the first so many of s0, s1, ... in bucket 0. */
    static List<String> idsOfOneBucket(int count) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "s" + i)
                .filter(id -> Sharding.bucketOf(id) == 0)
                .limit(count)
                .toList();
    }

    /** By hand: "a" has the hash 97, 97 * 0x9E3779B9 = 0x3BF3051F19, and the highest six bits of 0xF3051F19 are 60. */
    @Test
    void isTheSameInEveryProcessAndRelease() {
        assertThat(Sharding.bucketOf("a")).isEqualTo(60);
        assertThat(Sharding.shardOf("a", 10)).isEqualTo(9);
    }

    @ParameterizedTest(name = "-Doddity.seed={0}")
    @MethodSource("io.oddity.testing.Seeds#seeds")
    void isAlwaysOneOfTheShards(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 10_000; i++) {
            int shards = random.nextInt(1, 100);

            assertThat(Sharding.shardOf(Long.toString(random.nextLong(), 36), shards))
                    .isBetween(0, shards - 1);
        }
    }

    @Test
    void idsThatDifferLittleSpreadOverAllShards() {
        assertSpreads(Integer::toString);
        assertSpreads(i -> "sensor-" + i);
        assertSpreads("plant/line-%04d/temperature"::formatted);
        assertSpreads(i -> "00:1b:44:11:3a:%02x".formatted(i));
    }

    /** All wait for the busiest shard, so it should not have a quarter more than its share of 2,000 sensors. */
    private static void assertSpreads(IntFunction<String> id) {
        for (int shards : new int[] {2, 3, 4, 8, 16}) {
            int[] sensors = new int[shards];
            for (int i = 0; i < 2_000; i++) {
                sensors[Sharding.shardOf(id.apply(i), shards)]++;
            }

            for (int count : sensors) {
                assertThat(count).as("%s in %s shards", id.apply(1), shards).isBetween(1_600 / shards, 2_500 / shards);
            }
        }
    }
}
