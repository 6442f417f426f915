package io.oddity.ingest;

import io.oddity.pipeline.PulseAccumulator;
import java.util.Arrays;

/** One pipeline on one assigned partition. Single-threaded: owned by one ingest loop. */
final class Lane {
    final Route route;
    final Assignment assignment;
    final PulseAccumulator pulses;

    /** By shard: the first offset whose reading is in no saved state; {@link Long#MAX_VALUE} when all is saved. */
    private final long[] replayFrom;

    Lane(Route route, Assignment assignment, int shards) {
        this.route = route;
        this.assignment = assignment;
        pulses = new PulseAccumulator(route.spec().name(), assignment.partition.partition());
        replayFrom = new long[shards];
        Arrays.fill(replayFrom, Long.MAX_VALUE);
    }

    void replayFrom(int shard, long offset) {
        replayFrom[shard] = offset;
    }

    long replayFrom() {
        return Arrays.stream(replayFrom).min().orElse(Long.MAX_VALUE);
    }
}
