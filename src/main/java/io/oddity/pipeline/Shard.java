package io.oddity.pipeline;

import io.oddity.model.Moment;
import io.oddity.model.Readings;
import io.oddity.model.Snapshot;
import io.oddity.model.Verdicts;
import io.oddity.model.Versions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sensors that one scoring worker owns, over all pipelines.
 *
 * <p>State belongs to an assignment of an input partition to this process: a reading that arrives late, from an assignment
 * that has been taken away meanwhile, cannot disturb the state of the next one. Single-threaded: owned by one {@code
 * ScoringVerticle}.
 */
public final class Shard {
    private final Map<String, Own> pipelines = new HashMap<>();
    private final Map<Owner, PartitionSensors> owned = new HashMap<>();

    /** What is the same for all partitions of a pipeline. */
    private record Own(PipelineSpec spec, Scorer scorer, Sensors sensors) {}

    private record Owner(String pipeline, long assignment) {}

    /** Readings in a micro-batch, and which row of the batch the first of them is. */
    private record Gathered(int index, PartitionSensors sensors, int from) {}

    /** Starts without any sensor. */
    public Shard(List<PipelineSpec> pipelines) {
        for (PipelineSpec spec : pipelines) {
            Scorer scorer = new Scorer(spec);
            this.pipelines.put(spec.id(), new Own(spec, scorer, new Sensors(scorer)));
        }
    }

    /**
     * Takes over the sensors of an assignment, with the state that snapshots hold; others start as new.
     *
     * @param committed readings below this offset are replayed: the sensors that snapshots hold are there at this offset
     * @param replayAt the partition's time before the first reading to come
     */
    public void restore(String pipeline, long assignment, long committed, Moment replayAt, List<Snapshot> snapshots) {
        drop(pipeline, assignment);
        Own own = pipelines.get(pipeline);
        PartitionSensors sensors =
                new PartitionSensors(own.scorer, own.sensors, own.spec.sensorsPerPartition(), committed, replayAt);
        snapshots.forEach(sensors::restore);
        owned.put(new Owner(pipeline, assignment), sensors);
    }

    /** The same for a partition that is read from its beginning, as far as its time goes. */
    public void restore(String pipeline, long assignment, long committed, List<Snapshot> snapshots) {
        restore(pipeline, assignment, committed, Moment.START, snapshots);
    }

    /** Forgets the sensors of an assignment. */
    public void drop(String pipeline, long assignment) {
        PartitionSensors sensors = owned.remove(new Owner(pipeline, assignment));
        if (sensors != null) {
            sensors.close();
        }
    }

    /** {@link #judge(List, int)} for readings of one partition. */
    public Judged judge(Readings readings, int snapshotBytes) {
        return judge(List.of(readings), snapshotBytes).get(0);
    }

    /**
     * Scores readings and learns them, and picks sensors to be saved. Readings of one pipeline share a micro-batch, whatever
     * their partitions, as long as the same versions of its models judge them; of two readings of one partition the later are judged when
     * the earlier ones are.
     *
     * @param snapshotBytes how many bytes of state may be saved with each; at least one sensor always may
     * @return one for each
     * @throws IllegalStateException when an assignment was never restored or was dropped
     */
    public List<Judged> judge(List<Readings> all, int snapshotBytes) {
        Judged[] judged = new Judged[all.size()];
        Map<String, List<Integer>> byPipeline = new LinkedHashMap<>();
        for (int i = 0; i < judged.length; i++) {
            byPipeline
                    .computeIfAbsent(all.get(i).pipeline(), pipeline -> new ArrayList<>())
                    .add(i);
        }
        byPipeline.forEach((pipeline, indexes) -> {
            int from = 0;
            while (from < indexes.size()) {
                Versions versions = all.get(indexes.get(from)).versions();
                int to = from + 1;
                while (to < indexes.size()
                        && all.get(indexes.get(to)).versions().equals(versions)
                        && all.get(indexes.get(to)).assignment()
                                != all.get(indexes.get(to - 1)).assignment()) {
                    to++;
                }
                judge(pipelines.get(pipeline), versions, all, indexes.subList(from, to), snapshotBytes, judged);
                from = to;
            }
        });
        return Arrays.asList(judged);
    }

    private void judge(
            Own own, Versions versions, List<Readings> all, List<Integer> indexes, int snapshotBytes, Judged[] judged) {
        List<PartitionSensors> owners =
                indexes.stream().map(index -> owner(all.get(index))).toList();
        Scorer scorer = own.scorer; // known, because it has an owner
        scorer.begin();
        List<Gathered> batch = new ArrayList<>();
        int rows = 0;
        for (int index : indexes) {
            Readings readings = all.get(index);
            PartitionSensors sensors = owners.get(batch.size());
            sensors.gather(readings);
            batch.add(new Gathered(index, sensors, rows));
            rows += readings.size();
        }
        scorer.compute(versions);
        for (Gathered gathered : batch) {
            Verdicts verdicts = scorer.scatter(all.get(gathered.index), gathered.from);
            judged[gathered.index] = gathered.sensors.finish(verdicts, snapshotBytes);
        }
    }

    private PartitionSensors owner(Readings readings) {
        PartitionSensors sensors = owned.get(new Owner(readings.pipeline(), readings.assignment()));
        if (sensors == null) {
            throw new IllegalStateException("pipeline " + readings.pipeline() + ", partition " + readings.partition()
                    + ": not assigned to this shard");
        }
        return sensors;
    }

    /** How many sensors it owns. */
    public int sensors() {
        return owned.values().stream().mapToInt(PartitionSensors::size).sum();
    }
}
