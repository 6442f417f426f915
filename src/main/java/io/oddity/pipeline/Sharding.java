package io.oddity.pipeline;

/** Which shard owns a sensor. */
public final class Sharding {
    private Sharding() {}

    /** The owner of a sensor among {@code shards}; the same for every reading of the sensor. */
    public static int shardOf(String sensorId, int shards) {
        // Fibonacci hashing: ids that differ only in their last characters spread over few shards otherwise. Only the
        // high bits
        // of the product are mixed well, so they are what is scaled to the number of shards.
        long product = (sensorId.hashCode() * 0x9E3779B9L) & 0xffff_ffffL;
        return (int) ((product * shards) >>> 32);
    }
}
