package io.oddity.ingest;

import io.oddity.bus.ShardCommand;
import io.vertx.core.Future;

/** The scoring workers, as an ingest loop sees them. */
interface Shards {
    /** How many there are. */
    int count();

    /** Tells one what to do, after what it was told before, and promises its answer. */
    <T> Future<T> ask(int shard, ShardCommand command);
}
