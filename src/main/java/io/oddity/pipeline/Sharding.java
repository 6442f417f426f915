package io.oddity.pipeline;

/**
 * Which shard owns a sensor: sensors fall into a fixed number of buckets, and buckets are dealt out to the shards. What is
 * bounded is bounded by bucket, so that it does not depend on how many shards there are.
 */
public final class Sharding {
    /** So at most so many shards have something to do. */
    public static final int BUCKETS = 64;

    private Sharding() {}

    /** The bucket of a sensor; the same on every machine. */
    public static int bucketOf(String sensorId) {
        return bucketOf(sensorId.hashCode());
    }

    /** The bucket of the sensors whose ids have this hash code. */
    static int bucketOf(int idHash) {
        // Fibonacci hashing: ids that differ only in their last characters fall into few buckets otherwise. Only the
        // high bits of the 32-bit product are mixed well, so the bucket is the highest six.
        return (idHash * 0x9E3779B9) >>> 26;
    }

    /** The owner of a sensor among {@code shards}; the same for every reading of the sensor. */
    public static int shardOf(String sensorId, int shards) {
        return bucketOf(sensorId) * shards / BUCKETS;
    }
}
