package io.oddity.pipeline;

/** Which shard owns a sensor. */
public final class Sharding {
    private Sharding() {}

    /** The owner of a sensor among {@code shards}; the same for every reading of the sensor. */
    public static int shardOf(String sensorId, int shards) {
        // Fibonacci hashing: ids that differ only in their last characters spread over few shards otherwise.
        return (int) (((sensorId.hashCode() * 0x9E3779B9L) >>> 16 & 0x7fff_ffffL) % shards);
    }
}
