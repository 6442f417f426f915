package io.oddity.ingest;

import io.oddity.bus.Bus;
import io.oddity.bus.ShardCommand;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** The scoring workers of this process, told over the event bus. */
record BusShards(Vertx vertx, int count) implements Shards {
    @Override
    public <T> Future<T> ask(int shard, ShardCommand command) {
        return Bus.request(vertx, Bus.shard(shard), command);
    }
}
