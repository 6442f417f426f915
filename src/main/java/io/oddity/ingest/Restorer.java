package io.oddity.ingest;

import io.oddity.bus.ShardCommand;
import io.oddity.model.Snapshot;
import io.oddity.pipeline.Sharding;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Hands state to the shards and takes it back. Used by one ingest loop. */
final class Restorer {
    private final Shards shards;

    Restorer(Shards shards) {
        this.shards = shards;
    }

    /**
     * Hands the saved sensors of each lane to their shards; sensors that were never saved start as new.
     *
     * @param saved emptied lane by lane, so that a million sensors need not fit into memory twice
     */
    int restore(Map<Lane, Map<String, Snapshot>> saved, Consumer<String> progress) {
        int sensors = saved.values().stream().mapToInt(Map::size).sum();
        progress.accept("handing " + sensors + " saved sensors to the scoring workers");
        for (Lane lane : List.copyOf(saved.keySet())) {
            restore(lane, saved.remove(lane).values());
        }
        return sensors;
    }

    private void restore(Lane lane, Collection<Snapshot> snapshots) {
        Map<Integer, List<Snapshot>> byShard = new HashMap<>();
        for (Snapshot snapshot : snapshots) {
            byShard.computeIfAbsent(Sharding.shardOf(snapshot.sensorId(), shards.count()), shard -> new ArrayList<>())
                    .add(snapshot);
        }
        List<Future<?>> answers = new ArrayList<>();
        for (int shard = 0; shard < shards.count(); shard++) {
            answers.add(shards.ask(
                    shard,
                    new ShardCommand.Restore(
                            lane.route.spec().id(),
                            lane.assignment.id,
                            lane.assignment.committed,
                            lane.now(),
                            byShard.getOrDefault(shard, List.of()))));
        }
        Waiting.forAll(answers);
    }

    /** Makes the shards forget what belongs to these assignments. */
    void drop(Collection<Assignment> assignments) {
        List<Future<?>> answers = new ArrayList<>();
        for (Assignment assignment : assignments) {
            for (Lane lane : assignment.lanes) {
                for (int shard = 0; shard < shards.count(); shard++) {
                    answers.add(shards.ask(
                            shard, new ShardCommand.Drop(lane.route.spec().id(), assignment.id)));
                }
            }
        }
        Waiting.forAll(answers);
    }
}
